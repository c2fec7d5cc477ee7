/** @file A line that a program prints, as what it logs: JSON, `name=value` pairs, or a line for the log. */
import type { LoggedPoint, LogLevel, RunParameter } from '../../src-shared/contract.ts';
import { flattened } from '../../src-shared/tracking/flattened.ts';

export interface Said {
  readonly points: readonly LoggedPoint[];
  readonly parameters: readonly RunParameter[];
  readonly tags: Readonly<Record<string, string>>;
  /** Null where all of it was understood. */
  readonly line: { readonly line: string; readonly level: LogLevel } | null;
}

const NOTHING: Said = { points: [], parameters: [], tags: {}, line: null };

/** What says when a value was measured, and not what. */
const STEPS: ReadonlySet<string> = new Set(['step', '_step', 'global_step', 'iteration', 'iter']);
const TIMES: ReadonlySet<string> = new Set(['at', '_timestamp', 'timestamp']);
/** Python's and C's words for what is no finite number. */
const WORDS: Readonly<Record<string, number>> = {
  nan: NaN,
  '+nan': NaN,
  '-nan': NaN,
  inf: Infinity,
  '+inf': Infinity,
  infinity: Infinity,
  '+infinity': Infinity,
  '-inf': -Infinity,
  '-infinity': -Infinity,
};

const LEVELS: readonly (readonly [RegExp, LogLevel])[] = [
  [/\b(ERROR|CRITICAL|FATAL)\b|^Traceback \(most recent call last\)|^\w*(Error|Exception)\b/, 'error'],
  [/\b(WARNING|WARN)\b|^\w*Warning\b/, 'warning'],
  [/\bDEBUG\b/, 'debug'],
];

/** @returns undefined for what is no number */
function numberIn(text: string): number | undefined {
  const word = WORDS[text.toLowerCase()];
  if (word !== undefined) return word;
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

export function readSaid(text: string): Said {
  const line = text.trimEnd();
  return (line.startsWith('{') ? ofJson(line) : ofPairs(line)) ?? ofWords(line);
}

function ofWords(line: string): Said {
  const level = LEVELS.find(([words]) => words.test(line))?.[1] ?? 'info';
  return { ...NOTHING, line: { line, level } };
}

/** `step=1 loss=0.5`: every word a pair, every value a number. */
function ofPairs(line: string): Said | null {
  const words = line.trim().split(/[\s,]+/);
  const pairs = words.map((word) => {
    const cut = word.lastIndexOf('=');
    return [word.slice(0, Math.max(0, cut)), numberIn(word.slice(cut + 1))] as const;
  });
  if (!pairs.every((pair): pair is readonly [string, number] => pair[0] !== '' && pair[1] !== undefined))
    return null;
  return { ...NOTHING, points: measured(pairs) };
}

/** Python writes NaN and Infinity into JSON as they are. */
const BARE = /("(?:[^"\\]|\\.)*")|-?\b(?:NaN|Infinity)\b/g;

function parsed(line: string): unknown {
  try {
    return JSON.parse(line.replace(BARE, (found, quoted: string | undefined) => quoted ?? `"${found}"`));
  } catch {
    return null;
  }
}

/** Numbers are metrics, deep ones with dots; `parameters` (or `config`), `tags`, `log` and `level` say what else is meant. */
function ofJson(line: string): Said | null {
  const object = parsed(line);
  if (typeof object !== 'object' || object === null) return null;
  const { parameters, params, config, tags, log, level, ...rest } = object as Record<string, unknown>;
  const pairs = flattened(rest).flatMap(({ name, value }): (readonly [string, number])[] => {
    const number = typeof value === 'string' ? WORDS[value.toLowerCase()] : Number(value);
    return number === undefined ? [] : [[name, number]];
  });
  const given = [parameters, params, config].flatMap(flattened);
  const marks = Object.fromEntries(flattened(tags).map(({ name, value }) => [name, String(value)]));
  const understood = pairs.length > 0 || given.length > 0 || Object.keys(marks).length > 0;
  if (log === undefined && !understood) return null;
  const known = (['debug', 'info', 'warning', 'error'] as const).find((one) => one === level) ?? 'info';
  return {
    points: measured(pairs),
    parameters: given,
    tags: marks,
    line: log === undefined ? null : { line: String(log), level: known },
  };
}

function measured(pairs: readonly (readonly [string, number])[]): LoggedPoint[] {
  const find = (names: ReadonlySet<string>): number | undefined =>
    pairs.find(([name]) => names.has(name))?.[1];
  const step = find(STEPS);
  const at = find(TIMES);
  const epoch = pairs.find(([name]) => name === 'epoch')?.[1];
  const metrics = pairs.filter(([name]) => !STEPS.has(name) && !TIMES.has(name) && name !== 'epoch');
  // An epoch alone is what was measured.
  const shown = metrics.length > 0 || epoch === undefined ? metrics : ([['epoch', epoch]] as const);
  return shown.map(([metric, value]) => ({
    metric,
    value,
    ...(Number.isSafeInteger(step) && { step }),
    ...(epoch !== undefined && Number.isFinite(epoch) && { epoch }),
    ...(at !== undefined && Number.isFinite(at) && { at: milliseconds(at) }),
  }));
}

/** Programs say seconds or milliseconds since 1970. */
function milliseconds(at: number): number {
  return at < 1e11 ? at * 1000 : at;
}
