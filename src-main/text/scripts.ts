/** @file Writing systems: which put no spaces between words, and which a text is written in. */

/** A run of Chinese characters; the iteration mark 々 and the zero 〇 belong to words. */
const han = String.raw`[\p{Script=Han}]+`;
/** Letters of writing that has no spaces between words; a letter and the marks on it. */
const letter = String.raw`[\p{Script=Hiragana}\p{Script=Katakana}\u30FC\uFF70\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]\p{M}*`;
/** Punctuation of East Asia, in full width or not. */
const mark = String.raw`[\u3001-\u3004\u3008-\u3020\u3030\u30FB\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65]`;

/** All of it lies here (halves of pairs among it), where most texts, dashes and quotes included, never reach. */
const beyond = /[\u0E00-\u1FFF\u2E80-\uFFFF]/;
/** One token of writing without spaces between words: a Chinese character, a letter with its marks, a mark; for Unicode expressions. */
export const oneUnspaced = String.raw`\p{Script=Han}|${letter}|${mark}`;
const unspaced = new RegExp(`(?<han>${han})|${letter}|${mark}`, 'gu');
const anyUnspaced = new RegExp(unspaced, 'u');

/** Whether {@link spaced} would change it. */
export function hasUnspaced(text: string): boolean {
  return beyond.test(text) && anyUnspaced.test(text);
}

/**
 * The text with spaces around every word that had none: runs of Chinese characters as `cut` parts them, each letter of
 * Kana, Thai, Lao, Khmer, Burmese and Tibetan with its marks, each mark of East Asian punctuation. Everything else
 * stays as it is.
 */
export function spaced(text: string, cut: (run: string) => readonly string[]): string {
  if (!beyond.test(text)) return text;
  return text.replace(unspaced, (found, run: string | undefined) =>
    run === undefined ? ` ${found} ` : ` ${cut(run).join(' ')} `,
  );
}

/** What a text is written in: a language where its script tells one. */
export const SCRIPTS = [
  'latin',
  'zh',
  'ja',
  'ko',
  'th',
  'cyrillic',
  'arabic',
  'greek',
  'hebrew',
  'devanagari',
  'other',
] as const;
export type Script = (typeof SCRIPTS)[number];

const letters: readonly (readonly [Script, RegExp])[] = [
  ['latin', /\p{Script=Latin}/gu],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['cyrillic', /\p{Script=Cyrillic}/gu],
  ['arabic', /\p{Script=Arabic}/gu],
  ['greek', /\p{Script=Greek}/gu],
  ['hebrew', /\p{Script=Hebrew}/gu],
  ['devanagari', /\p{Script=Devanagari}/gu],
];
/** A sign of these says as much as some letters of an alphabet. */
const dense: ReadonlySet<Script> = new Set(['zh', 'ja', 'ko']);
const lettersOfSyllable = 3;
const plain = /^[\0-\u024F]*$/;

/** The script of most letters; Kana among Chinese characters makes it Japanese. */
export function scriptOf(text: string): Script {
  if (plain.test(text)) return /[A-Za-z\u00C0-\u024F]/.test(text) ? 'latin' : 'other';
  const counts = letters.map(([script, pattern]) => {
    const found = text.match(pattern)?.length ?? 0;
    return [script, dense.has(script) ? found * lettersOfSyllable : found] as const;
  });
  const [[script, most]] = counts.toSorted(([, a], [, b]) => b - a) as [(typeof counts)[number]];
  if (most === 0) return 'other';
  const kana = counts.find(([each]) => each === 'ja')?.[1] ?? 0;
  return script === 'zh' && kana > 0 ? 'ja' : script;
}
