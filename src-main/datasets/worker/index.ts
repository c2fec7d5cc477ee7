/** @file What a row of a file is, and files of folders and archives, as other rooms' workers need them. */
export { openFileCollection, type Entry, type FileCollection } from './reading/file-collection.ts';
export { canonicalText } from '../../kinds/canonical.ts';
export { dateOf, daysOf, readCell, rowContent, type Cell, type Written } from './reading/columns.ts';
