/** @file The one form of a class's name, wherever it comes from: folders, archives, files, people. */

/** White space of all scripts, and characters that take no place. */
const AROUND =
  /^[\s\p{Z}\p{Cc}\u00ad\u200b-\u200d\u2060\ufeff]+|[\s\p{Z}\p{Cc}\u00ad\u200b-\u200d\u2060\ufeff]+$/gu;

/** Unicode NFC without white space around it, so that “café” composed and decomposed are one class. */
export function canonicalClass(name: string): string {
  return name.toWellFormed().replace(AROUND, '').normalize('NFC');
}
