/** @file What window and workbench both know of imports of annotations, free of schemas. */

/**
 * `reading`: the file is being read, and nothing of it shows. `applying`: it was read whole, and its answers are being taken.
 * `standing`: they were. `undoing`, `undone`: they are being taken back, or were.
 */
export const IMPORT_STATES = ['reading', 'applying', 'standing', 'undoing', 'undone'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];
