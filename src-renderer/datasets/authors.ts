/** @file Who gave a label, in words. */

/** A person's name as it is; `fromFile` for a label that came with its file; nothing for none. */
export function authorName(author: string | null, fromFile: string): string {
  return author === 'import' ? fromFile : (author ?? '');
}
