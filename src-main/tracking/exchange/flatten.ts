/** @file Nested configurations as flat parameters. */
import type { ParameterValue } from './records.ts';

/** Deeper than this a value is kept as its JSON. */
const DEEPEST = 32;

/**
 * Adds the leaves of a value to `into`, each under the names on the way to it with `.` between them. Lists are kept as their
 * JSON, as an order of numbered names means nothing; nothing at all is kept as the text `null`.
 */
export function flatten(into: Map<string, ParameterValue>, name: string, value: unknown, depth = 0): void {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
    into.set(name, value);
  else if (isRecord(value) && Object.keys(value).length > 0 && depth < DEEPEST)
    for (const [key, inner] of Object.entries(value))
      flatten(into, name === '' ? key : `${name}.${key}`, inner, depth + 1);
  else if (value !== undefined && name !== '') into.set(name, JSON.stringify(value) ?? '');
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const LITERALS = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** A number as JSON of Python has it, which also writes `NaN` and `Infinity`; undefined for what is none. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? LITERALS.get(value) : undefined;
}

/**
 * JSON as Python writes it: `NaN`, `Infinity` and `-Infinity` become texts of these names; undefined for what is no JSON.
 */
export function parseLoose(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Strings are matched whole, so that no word inside of one is changed.
    const quoted = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (part) =>
      part.startsWith('"') ? part : `"${part}"`,
    );
    try {
      return JSON.parse(quoted) as unknown;
    } catch {
      return undefined;
    }
  }
}

const PYTHON_FLOATS = new Map([
  ['nan', Number.NaN],
  ['-nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['+inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['infinity', Number.POSITIVE_INFINITY],
  ['+infinity', Number.POSITIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
]);
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number as Python prints it; undefined for what is none. */
export function pythonNumber(text: string): number | undefined {
  const trimmed = text.trim();
  return DECIMAL.test(trimmed) ? Number(trimmed) : PYTHON_FLOATS.get(trimmed.toLowerCase());
}

/** A number as Python prints and reads it. */
export function asPython(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
}

/** The value of a parameter that was kept as a text: a number or a switch only where writing it again gives the same text. */
export function parameterOf(text: string): ParameterValue {
  if (text === 'True' || text === 'true') return true;
  if (text === 'False' || text === 'false') return false;
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) && isPlain(text, value) ? value : text;
}

/** `1.0` and `1e-4` are numbers whoever prints them; `007`, and more digits than a number has, are not. */
function isPlain(text: string, value: number): boolean {
  if (/^[+-]?0\d/.test(text)) return false;
  return text.replace(/\D/g, '').replace(/^0+/, '').length <= 15 || String(value) === text;
}
