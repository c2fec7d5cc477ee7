/** @file Which columns look like the text and the label, and which language the text is in. */
import type { LANGUAGES } from '../../../../src-shared/contract.ts';
import { isProse, looksOf, type Look } from './looks.ts';
import { isAmountName, isFactName, isIdName, labelRank, textRank } from './names.ts';

const MOST_LABELS = 50;
const MOST_LABEL_NUMBERS = 10;
const LABEL_CHARACTERS = 40;
/** Of so many rows this share of different values is too much for a label. */
const ENOUGH_ROWS = 20;
const MOST_DIFFERENT = 0.8;

export interface Suggestion {
  readonly text: string | null;
  readonly label: string | null;
  readonly language: (typeof LANGUAGES)[number];
}

type Rows = readonly (readonly (string | null)[])[];

/** Decides by names first, then by looks: a text is prose, a label has few words that come again. */
export function suggestColumns(
  columns: readonly string[],
  rows: Rows,
  looks: readonly Look[] = looksOf(columns, rows, true),
): Suggestion {
  const text = textAmong(looks);
  const at = text ? looks.indexOf(text) : -1;
  const label = labelAmong(
    looks.filter((look) => look !== text && look.filled > 0),
    (look) => rows.map((row) => row[looks.indexOf(look)]?.trim() ?? '').filter((value) => value !== ''),
  );
  const texts = text ? rows.map((row) => row[at] ?? '') : [];
  return { text: text?.name ?? null, label: label?.name ?? null, language: languageOf(texts) };
}

/** By its name where that is clear, then by whether it is prose, then the longest. Numbers and dates are no texts. */
function textAmong(looks: readonly Look[]): Look | undefined {
  const weight = (look: Look): number[] => {
    const isWords = look.type !== 'number' && look.type !== 'date';
    return [
      look.filled > 0 ? 1 : 0,
      isWords ? 1 : 0,
      textRank(look.name) === 2 ? 1 : 0,
      isProse(look) ? 1 : 0,
      textRank(look.name),
      look.meanLength,
    ];
  };
  // What names or labels rows is no text because nothing else is there.
  const able = looks.filter(({ name }) => looks.length === 1 || (labelRank(name) < 4 && !isIdName(name)));
  const ranked = able.map((look) => ({ look, weight: weight(look) }));
  const [best] = ranked.sort((a, b) => compare(b.weight, a.weight));
  return best && best.look.filled > 0 ? best.look : undefined;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at === -1 ? 0 : a[at]! - b[at]!;
}

function labelAmong(looks: readonly Look[], cellsOf: (look: Look) => readonly string[]): Look | undefined {
  const named = ([4, 3] as const).map((rank) => looks.find(({ name }) => labelRank(name) === rank));
  const [first = named[1]] = named;
  if (first && !isDifferent(first)) return first;
  const able = looks.filter((look) => comesAgain(look) && !isIdName(look.name));
  const likely = [2, 1].map((rank) =>
    able.find((look) => labelRank(look.name) === rank && !isFraction(look)),
  );
  const [most = likely[1]] = likely;
  if (most) return most;
  const others = able.filter(({ name, type }) => !isFactName(name) && type !== 'date');
  const words = others.filter((look) => look.type !== 'number' && !areLanguages(cellsOf(look)));
  const codes = others.filter(
    ({ name, whole, distinct }) => whole && !isAmountName(name) && distinct <= MOST_LABEL_NUMBERS,
  );
  const fewest = (found: readonly Look[]) => [...found].sort((a, b) => a.distinct - b.distinct)[0];
  return fewest(words) ?? fewest(codes);
}

/** So many different words that they name rows, whatever the column is called. */
const isDifferent = ({ type, filled, distinct }: Look): boolean =>
  type !== 'number' && filled >= ENOUGH_ROWS && distinct > MOST_DIFFERENT * filled;

/** Few values, short, of which each comes again. */
function comesAgain({ distinct, filled, meanLength }: Look): boolean {
  return distinct > 1 && distinct <= MOST_LABELS && distinct <= filled / 2 && meanLength <= LABEL_CHARACTERS;
}

const isFraction = ({ type, whole }: Look): boolean => type === 'number' && !whole;

const LANGUAGE =
  /^(ar|bg|bn|ca|cs|da|de|el|en|es|et|fa|fi|fr|he|hi|hr|hu|id|it|ja|ko|lt|lv|ms|nb|nl|no|pl|pt|ro|ru|sk|sl|sr|sv|th|tr|uk|vi|zh)([-_][A-Za-z]{2,4})?$/i;

function areLanguages(cells: readonly string[]): boolean {
  return cells.length > 0 && cells.every((cell) => LANGUAGE.test(cell));
}

/** Chinese when at least a tenth of the letters are Han: they say more each than Latin ones. */
function languageOf(texts: readonly string[]): 'en' | 'zh' {
  const text = texts.join('\n');
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = text.match(/\p{Letter}/gu)?.length ?? 0;
  return letters > 0 && han / letters >= 0.1 ? 'zh' : 'en';
}
