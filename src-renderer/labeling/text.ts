/** @file How a text is shown: its size, its first part, who labeled it. */
import type { AllWords } from '../words.ts';

/** Characters drawn at once; a text of a million takes the browser seconds to lay out. */
const DRAWN = 20_000;
const SHORT = 280;

/** Short texts are set large. */
export function isShort(text: string): boolean {
  return text.length <= SHORT && text.split('\n', 8).length < 8;
}

/** The part of a text that is drawn at once; it never ends within a character. */
export function firstPart(text: string): string {
  if (text.length <= DRAWN) return text;
  const inPair = /[\uD800-\uDBFF]/.test(text[DRAWN - 1]!);
  return text.slice(0, inPair ? DRAWN - 1 : DRAWN);
}

export function authorName(author: string | null, words: AllWords['label']): string {
  if (author === null) return '';
  return author === 'import' ? words.byImport : words.by(author);
}
