/** @file How likely a text is in any language, by the letters beyond ASCII and what stands beside them. */
import { LETTERS, type Letters } from './letters.ts';

export interface LanguageReader {
  /**
   * The logarithm of the likelihood in the language that fits best, in nats; comparable for texts of the same bytes.
   *
   * @param floor what is found to be less than this is not computed to its end
   */
  score(text: string, floor: number): number;
}

/** Marks that stand in texts of many languages, by how often. */
const MARKS = new Map<string, number>([
  ...[...'’'].map((mark) => [mark, 0.06] as const),
  ...[...'“”„–«»…\u00a0'].map((mark) => [mark, 0.02] as const),
  ...[...'—‘‚€°×÷½'].map((mark) => [mark, 0.006] as const),
  ...[...'§£©®²³´·•™±µ¿¡ºª‐‑'].map((mark) => [mark, 0.001] as const),
  ...[...'，。、：；？！（）「」『』《》“”～・'].map((mark) => [mark, 0.02] as const),
]);
const ASCII_COST = Math.log(1 / 50);
const UNKNOWN_LETTER = 2e-5;
/** Letters that stand in names and words in texts of any language. */
const WELL_KNOWN = new Set('äöüßéèêàâçñáíóúôîïëåøæ');
const WELL_KNOWN_LETTER = 5e-4;
const UNKNOWN_MARK = 3e-6;
const UNDEFINED = 1e-11;
/** Letters that stand oddly, as wrong encodings have them. */
const ODDITIES = { '!': 0.02, '?': 0.0005 } as const;
/** So many languages are looked at closely. */
const CLOSEST = 6;

export function createReader(): LanguageReader {
  const languages = [...LETTERS.map(languageOf), typeset()];
  return {
    score(text, floor) {
      const { ascii, features } = featuresOf(text);
      const counted = [...features].sort((a, b) => b[1] - a[1]);
      let best = -Infinity;
      for (const { chance } of closest(languages, counted)) {
        let sum = ascii * ASCII_COST;
        const least = Math.max(best, floor);
        for (const [feature, count] of counted) {
          sum += count * chance(feature);
          // From here on it only becomes less.
          if (sum < least) break;
        }
        best = Math.max(best, sum);
      }
      return best;
    },
  };
}

/** What stands before a character, itself, what stands behind it, and how oddly it stands; by how often. */
function featuresOf(text: string): { ascii: number; features: Map<string, number> } {
  const features = new Map<string, number>();
  let ascii = 0;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) < 0x80) {
      ascii++;
      continue;
    }
    const character = text[i]!;
    const before = text[i - 1] ?? ' ';
    const lower = character.toLowerCase()[0]!;
    const after = text[i + 1] ?? ' ';
    const feature = `${contextOf(before)}${lower}${contextOf(after)}${oddityOf(character, before, after)}`;
    features.set(feature, (features.get(feature) ?? 0) + 1);
  }
  return { ascii, features };
}

/**
 * `!` for an upper-case letter behind a lower-case one; `?` for one that stands as signs of currencies and degrees do: beside
 * a digit (units are written in Cyrillic behind one), all alone, or beside a letter of another script.
 */
function oddityOf(character: string, before: string, after: string): '' | '!' | '?' {
  const isUpper = character.toLowerCase() !== character;
  if ((!isUpper && !isLower(character)) || MARKS.has(character)) return '';
  const [left, right] = [contextOf(before), contextOf(after)];
  const isLatin = character < '\u0250';
  if (isLatin ? isDigit(before) || isDigit(after) : isAsciiLetter(left) || isAsciiLetter(right)) return '?';
  if (left === ' ' && (isDigit(after) || (isUpper && right === ' '))) return '?';
  return isUpper && isLower(before) ? '!' : '';
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function isAsciiLetter(context: string): boolean {
  return context >= 'a' && context <= 'z';
}

function isLower(character: string): boolean {
  return character !== character.toUpperCase();
}

const contexts = new Map<string, string>();

/** A letter in lower case; a space for all else. */
function contextOf(character: string): string {
  const known = contexts.get(character);
  if (known !== undefined) return known;
  const context = /[\p{L}\p{M}]/u.test(character) ? character.toLowerCase()[0]! : ' ';
  contexts.set(character, context);
  return context;
}

/** How likely a feature is. */
type Chance = (feature: string) => number;

interface Language {
  /** Its logarithm. */
  readonly chance: Chance;
  /** The logarithm of how likely a letter is, whatever stands around it. */
  readonly letter: Chance;
}

/** The languages in which the letters, whatever stands around them, are the most likely. */
function closest(
  languages: readonly Language[],
  features: readonly (readonly [string, number])[],
): readonly Language[] {
  const counts = new Map<string, number>();
  for (const [feature, count] of features) counts.set(feature[1]!, (counts.get(feature[1]!) ?? 0) + count);
  const likely = languages.map(({ letter }) => {
    let sum = 0;
    for (const [one, count] of counts) sum += count * letter(one);
    return sum;
  });
  const order = languages.map((_, i) => i).sort((a, b) => likely[b]! - likely[a]!);
  return order.slice(0, CLOSEST).map((i) => languages[i]!);
}

function languageOf({ name, single, left, right }: Letters): Language {
  const known = single ? singleModel(name, left) : pairModel(left, right);
  const cache = new Map<string, number>();
  const chance = (feature: string): number => {
    const cached = cache.get(feature);
    if (cached !== undefined) return cached;
    const letter = feature[1]!;
    const likely = Math.max(known(feature), otherwise(letter, feature));
    const oddity = feature[3] as keyof typeof ODDITIES | undefined;
    const value = Math.log(oddity ? likely * ODDITIES[oddity] : likely);
    cache.set(feature, value);
    return value;
  };
  const shares = letterShares(left, single ? 1 : 2);
  const common = commonLetters(name);
  const letters = new Map<string, number>();
  const letter = (one: string): number => {
    const cached = letters.get(one);
    if (cached !== undefined) return cached;
    const share = (shares.get(one) ?? 0) + (common.has(one) ? 0.35 / common.size : 0);
    const value = Math.log(Math.max(share, otherwise(one, ` ${one} `)));
    letters.set(one, value);
    return value;
  };
  return { chance, letter };
}

/** What stands beyond ASCII in texts that need no letters there, as English ones: quotes, dashes, signs, by how often. */
const TYPESET = new Map<string, number>([
  ...[...'“”–'].map((mark) => [mark, 0.1] as const),
  ...[...'„‘…—£€'].map((mark) => [mark, 0.05] as const),
  ...[...'é°•®™©½\u00a0'].map((mark) => [mark, 0.01] as const),
]);
/** An apostrophe stands between two letters, a quote that closes behind something. */
const APOSTROPHE = 0.45;
const CLOSING_QUOTE = 0.1;

function typeset(): Language {
  const share = (letter: string): number => (letter === '’' ? APOSTROPHE : (TYPESET.get(letter) ?? 0));
  const known = (feature: string): number => {
    const [before, letter = '', after] = feature;
    if (letter === '’') return before === ' ' || after === ' ' ? CLOSING_QUOTE : APOSTROPHE;
    // Between two letters a dash or a quote rather is one of another encoding.
    return before !== ' ' && after !== ' ' && MARKS.has(letter) ? 0 : share(letter);
  };
  return {
    chance(feature) {
      const oddity = feature[3] as keyof typeof ODDITIES | undefined;
      const likely = Math.max(known(feature), otherwise(feature[1]!, feature));
      return Math.log(oddity ? likely * ODDITIES[oddity] : likely);
    },
    letter: (one) => Math.log(Math.max(share(one), otherwise(one, ` ${one} `))),
  };
}

/** How large a part of the counted letters each is, 0 to 1. */
function letterShares(left: readonly string[], length: 1 | 2): Map<string, number> {
  const shares = new Map<string, number>();
  let total = 0;
  for (const [word, count] of countsOf(left, length)) {
    const letter = word.at(-1)!;
    shares.set(letter, (shares.get(letter) ?? 0) + count);
    total += count;
  }
  for (const [letter, count] of shares) shares.set(letter, count / total);
  return shares;
}

/** How often a character stands in texts of any language. */
function otherwise(letter: string, feature: string): number {
  const mark = MARKS.get(letter);
  if (mark !== undefined) {
    // A mark that closes stands behind something, one that opens before something.
    const odd = '’”»…'.includes(letter)
      ? feature[0] === ' ' && feature[2] !== ' '
      : '“„«‘'.includes(letter) && feature[0] !== ' ';
    return odd ? mark / 30 : mark;
  }
  // Bytes that an encoding leaves undefined.
  if (letter === '\ufffd' || (letter >= '\u0080' && letter <= '\u009f')) return UNDEFINED;
  if (WELL_KNOWN.has(letter)) return WELL_KNOWN_LETTER;
  return /\p{L}/u.test(letter) ? UNKNOWN_LETTER : UNKNOWN_MARK;
}

function pairModel(left: readonly string[], right: readonly string[]): Chance {
  const letters = new Map<string, number>();
  const befores = new Map<string, number>();
  const pairs = countsOf(left, 2);
  const behind = countsOf(right, 2);
  let total = 0;
  for (const [pair, count] of pairs) {
    total += count;
    letters.set(pair[1]!, (letters.get(pair[1]!) ?? 0) + count);
    befores.set(pair[0]!, (befores.get(pair[0]!) ?? 0) + count);
  }
  return (feature) => {
    const [before = '', letter = '', next = ''] = feature;
    const count = letters.get(letter) ?? 0;
    if (count === 0) return 0;
    const alone = count / total;
    const given = (pairs.get(before + letter) ?? 0) / ((befores.get(before) ?? 0) + 3);
    // What stands behind: letters beyond ASCII have their own say.
    const usual = next.charCodeAt(0) >= 0x80 ? 1 : ((behind.get(letter + next) ?? 0) / count) * 6 + 0.15;
    return (0.4 * alone + 0.6 * given) * Math.min(1.5, usual);
  };
}

/** Scripts of thousands of letters: those counted, then those of the standard's common part, evenly. */
function singleModel(name: string, left: readonly string[]): Chance {
  const counts = countsOf(left, 1);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const common = commonLetters(name);
  return (feature) => {
    const letter = feature[1]!;
    const rest = common.has(letter) ? 0.35 / common.size : 0;
    return (0.65 * (counts.get(letter) ?? 0)) / total + rest;
  };
}

/** Encodings whose first part is ordered by use, by the lead bytes of that part. */
const COMMON: Readonly<Record<string, { encoding: string; from: number; to: number }>> = {
  jpn: { encoding: 'euc-jp', from: 0xa4, to: 0xcf },
  kor: { encoding: 'euc-kr', from: 0xb0, to: 0xc8 },
  cmn_hans: { encoding: 'gbk', from: 0xb0, to: 0xd7 },
  cmn_hant: { encoding: 'big5', from: 0xa4, to: 0xc6 },
};

function commonLetters(name: string): ReadonlySet<string> {
  const part = COMMON[name];
  if (!part) return new Set();
  const bytes: number[] = [];
  for (let lead = part.from; lead <= part.to; lead++)
    for (let trail = part.encoding === 'big5' ? 0x40 : 0xa1; trail <= 0xfe; trail++)
      if (trail < 0x7f || trail > 0xa0) bytes.push(lead, trail);
  const text = new TextDecoder(part.encoding).decode(Uint8Array.from(bytes));
  return new Set([...text].filter((letter) => /\p{L}/u.test(letter)));
}

/** Counts of words of so many letters that stand one behind the other, by level. */
function countsOf(levels: readonly string[], length: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [level, words] of levels.entries())
    for (let at = 0; at < words.length; at += length)
      counts.set(words.slice(at, at + length), 1.4 * 2 ** level);
  return counts;
}
