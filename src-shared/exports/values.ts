/** @file Values of exports that the window needs as they are. */

/** Formats of rows. */
export const TABLE_FORMATS = ['csv', 'jsonl', 'parquet'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** Those, and a ZIP archive of images in class folders. */
export const EXPORT_FORMATS = [...TABLE_FORMATS, 'zip'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
