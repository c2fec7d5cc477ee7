/** @file How large a box of a lineage is for its words. */

/** Pixels of three lines. */
export const HEIGHT = 54;
const LONGEST = 26;
const NARROWEST = 112;
const PADDING = 12;

/** Pixels of a letter at 12 px: Chinese ones are as wide as they are high. */
const letterWidth = (letter: string): number => (/[\u2e80-\uffef]/.test(letter) ? 12 : 6.8);

/** So much of a text as fits; wide letters count twice. */
export function clipped(text: string): string {
  let room = LONGEST;
  const kept: string[] = [];
  for (const letter of text) {
    room -= letterWidth(letter) > 10 ? 2 : 1;
    if (room < 0) return `${kept.join('')}…`;
    kept.push(letter);
  }
  return text;
}

export function widthOf(lines: readonly string[]): number {
  const widest = Math.max(
    ...lines.map((line) => [...line].reduce((sum, letter) => sum + letterWidth(letter), 0)),
  );
  return Math.max(NARROWEST, Math.ceil(widest) + 2 * PADDING);
}
