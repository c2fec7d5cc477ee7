/** @file What each kind of labeling function finds in an item. Patterns run under a time limit: some never end. */
import vm from 'node:vm';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { Comparison } from '../../../../src-shared/labeling/help/values.ts';
import type { FunctionBody } from '../../../../src-shared/labeling/help/contract.ts';

export interface LookedAt {
  readonly text: string;
  readonly metadata: Readonly<Record<string, string | number | null>>;
  /** What a model says of it, where the function asks one: the number of a class, -1 where it is not sure. */
  readonly said: number;
}

/** Where something was found; `part` is null where it is no part of the text. */
export interface Finding {
  readonly part: { readonly start: number; readonly end: number } | null;
}

/** Looks at several items at once; null where nothing was found. */
export type Look = (items: readonly LookedAt[]) => (Finding | null)[];

/** Patterns may take so long on a batch of items. */
const PATTERN_MS = 2000;

/** @throws AppError `labeling.patternBad` */
export function lookFor(name: string, body: FunctionBody): Look {
  switch (body.kind) {
    case 'pattern':
      return patternLook(name, body.pattern, body.caseless);
    case 'dictionary':
      return dictionaryLook(body.words);
    case 'metadata': {
      const { column, comparison, value } = body;
      return (items) =>
        items.map(({ metadata }) =>
          compare(metadata[column] ?? null, comparison, value) ? { part: null } : null,
        );
    }
    case 'model':
      return (items) => items.map(({ said }) => (said >= 0 ? { part: null } : null));
  }
}

function patternLook(name: string, source: string, caseless: boolean): Look {
  try {
    new RegExp(source, caseless ? 'iu' : 'u');
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError('labeling.patternBad', { name, why });
  }
  // In a context of its own a search can be ended; in this one it would run as long as it takes.
  const context = vm.createContext({ source, flags: caseless ? 'iu' : 'u', texts: [] });
  const script = new vm.Script(
    `var pattern = new RegExp(source, flags);
     texts.map((text) => { const found = pattern.exec(text); return found ? [found.index, found.index + found[0].length] : null; });`,
  );
  return (items) => {
    context['texts'] = items.map(({ text }) => text);
    try {
      const found = script.runInContext(context, { timeout: PATTERN_MS }) as ([number, number] | null)[];
      return Array.from(found, (part) => (part ? { part: { start: part[0], end: part[1] } } : null));
    } catch (thrown) {
      // It is an error of that context, no instance of this one's.
      if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) throw thrown;
      throw new AppError('labeling.patternSlow', { name, seconds: PATTERN_MS / 1000 }, { cause: thrown });
    }
  };
}

const LETTER = /[\p{L}\p{N}]/u;
const SPACED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u;

/** Finds whole words of scripts with spaces, and any run of characters of those without, in whatever case. */
function dictionaryLook(words: readonly string[]): Look {
  const wanted = words.map((word) => word.toLowerCase());
  return (items) =>
    items.map(({ text }) => {
      const lower = text.toLowerCase();
      for (const word of wanted) {
        const start = wordAt(lower, word);
        if (start !== -1) return { part: partIn(text, lower, { start, end: start + word.length }) };
      }
      return null;
    });
}

function wordAt(text: string, word: string): number {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (isEdge(text[at - 1], word[0]!) && isEdge(text[at + word.length], word.at(-1)!)) return at;
  return -1;
}

/** Between a letter of a script with spaces and another letter there is none. */
function isEdge(outside: string | undefined, inside: string): boolean {
  return outside === undefined || !LETTER.test(outside) || !SPACED.test(inside);
}

/** A few characters have another length in lower case; then no part is shown. */
function partIn(text: string, lower: string, part: { start: number; end: number }): Finding['part'] {
  return text.length === lower.length ? part : null;
}

function compare(cell: string | number | null, comparison: Comparison, value: string): boolean {
  if (cell === null) return false;
  return COMPARED[comparison](cell, value);
}

/** Total: numbers compare as numbers where both are. */
const COMPARED: Readonly<Record<Comparison, (cell: string | number, value: string) => boolean>> = {
  equals: (cell, value) => String(cell) === value,
  notEquals: (cell, value) => String(cell) !== value,
  less: (cell, value) => ordered(cell, value) < 0,
  greater: (cell, value) => ordered(cell, value) > 0,
  contains: (cell, value) => String(cell).toLowerCase().includes(value.toLowerCase()),
};

function ordered(cell: string | number, value: string): number {
  const [a, b] = [Number(cell), Number(value)];
  if (value.trim() !== '' && Number.isFinite(a) && Number.isFinite(b)) return a - b;
  const text = String(cell);
  return text < value ? -1 : Number(text > value);
}
