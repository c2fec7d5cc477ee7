/** @file What data are often given under, as completion. Source: SPDX License List 3.25. */

export const COMMON_LICENCES = [
  'CC0-1.0',
  'CC-BY-4.0',
  'CC-BY-SA-4.0',
  'CC-BY-NC-4.0',
  'CC-BY-NC-SA-4.0',
  'CC-BY-ND-4.0',
  'CC-BY-NC-ND-4.0',
  'CC-BY-SA-3.0',
  'CDLA-Permissive-2.0',
  'CDLA-Sharing-1.0',
  'ODbL-1.0',
  'ODC-By-1.0',
  'PDDL-1.0',
  'OGL-UK-3.0',
  'etalab-2.0',
  'MIT',
  'Apache-2.0',
  'BSD-3-Clause',
] as const;
