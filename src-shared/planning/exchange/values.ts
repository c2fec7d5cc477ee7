/** @file Formats in which plans are exchanged with other programs. */

export const EXPORT_FORMATS = ['csv', 'mspdi', 'ics', 'mermaid', 'json'] as const;
export type PlanExportFormat = (typeof EXPORT_FORMATS)[number];

export const IMPORT_FORMATS = ['csv', 'mspdi', 'ics', 'json', 'jira', 'trello', 'github'] as const;
export type PlanImportFormat = (typeof IMPORT_FORMATS)[number];

export const EXTENSIONS: Readonly<Record<PlanExportFormat, string>> = {
  csv: 'csv',
  mspdi: 'xml',
  ics: 'ics',
  mermaid: 'mmd',
  json: 'json',
};

/** The most characters of a file that is imported. */
export const MOST_CHARACTERS = 24_000_000;

/** The most documents of a file that is imported, all in one operation. */
export const MOST_IMPORTED = 200_000;
