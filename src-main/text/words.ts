/** @file Words of a text outside the graph: exactly what the exported graph makes of it. */
import { separators } from '../graph/index.ts';

/**
 * The text as every runtime reads it alike: lone surrogates cannot be said in UTF-8, and onnxruntime-node cuts strings
 * at U+0000; both become U+FFFD. Texts go through this before they are fed to a session.
 */
export function readable(text: string): string {
  return text.toWellFormed().replaceAll('\0', replacement);
}

const replacement = '\uFFFD';

/** Whether a word is read the same by every runtime, so that it may stand in a vocabulary. */
export function isReadable(word: string): boolean {
  return !word.includes(replacement);
}

/** The words of a text: lower case (ASCII letters only), split like `tokenIds` splits, at most `length` of them. */
export function wordsOf(text: string, length: number): readonly string[] {
  const lower = readable(text).replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const pieces: readonly string[] = lower
    .split(' ')
    .filter((piece) => piece !== '')
    .slice(0, length);
  return separators
    .slice(1)
    .reduce(
      (words, { delimiter, most = 0 }) => words.flatMap((word) => splitAtMost(word, delimiter, most)),
      pieces,
    )
    .filter((word) => word !== '')
    .slice(0, length);
}

/** The text split at the first `most` delimiters. */
function splitAtMost(text: string, delimiter: string, most: number): readonly string[] {
  if (!text.includes(delimiter)) return [text];
  const pieces = text.split(delimiter);
  return pieces.length <= most + 1 ? pieces : [...pieces.slice(0, most), pieces.slice(most).join(delimiter)];
}
