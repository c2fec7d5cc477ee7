/** @file The store: the workspace's folder. The only room that knows files and SQLite's settings; it imports no other. */
export { backUpWorkspace, type BackupResult } from './backup.ts';
export { sha256OfFile, type BlobInfo, type Blobs } from './blobs.ts';
export { repairFrom, type Repaired } from './repair.ts';
export type { Outside } from './outside.ts';
export { foldCase, holdsSearch, naturalKey, prepareRowList, type ListParameters } from './list.ts';
export { openStore, type Store } from './open.ts';
export { placesInWords, type DamagedRows } from './damage.ts';
