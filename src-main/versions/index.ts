/** @file Versions: what a dataset held at one moment, frozen into one immutable file with its split. */
import { versionsRouter } from './router.ts';
import { openVersions, type VersionsParts } from './versions.ts';

export type { FreezeInput } from './freeze.ts';
export type { VersionsDatasets, VersionsLabeling, VersionsParts, VersionFile, Versions } from './versions.ts';

/** Opens the room with its facets. */
export function createVersions(parts: VersionsParts) {
  const versions = openVersions(parts);
  return { ...versions, procedures: () => ({ versions: versionsRouter(versions) }) };
}
