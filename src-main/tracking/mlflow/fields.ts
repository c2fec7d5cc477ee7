/** @file Fields of a request, with MLflow's words where one is missing or of another kind. */
import { isRecord, numberOf } from '../exchange/flatten.ts';
import { invalid } from './errors.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** An empty text is a missing one, as in Protocol Buffers. */
export function optionalText(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw invalid(`Invalid value ${JSON.stringify(value)} for parameter '${name}' supplied: it is no string.`);
}

export function text(fields: Fields, name: string): string {
  const value = optionalText(fields, name);
  if (value === undefined) throw invalid(`Missing value for required parameter '${name}'.`);
  return value;
}

/** A text that may be empty. */
export const anyText = (fields: Fields, name: string): string => optionalText(fields, name) ?? '';

/** A whole number, which JSON of Protocol Buffers also writes as a text. */
export function optionalWhole(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number))
    throw invalid(
      `Invalid value ${JSON.stringify(value)} for parameter '${name}' supplied: it is no integer.`,
    );
  return number;
}

/** A number; `NaN`, `Infinity` and `-Infinity` come as texts. */
export function number(fields: Fields, name: string): number {
  const value = fields[name];
  const parsed =
    numberOf(value) ?? (typeof value === 'string' && value.trim() !== '' ? Number(value) : undefined);
  if (parsed === undefined || (Number.isNaN(parsed) && value !== 'NaN'))
    throw invalid(
      value === undefined
        ? `Missing value for required parameter '${name}'.`
        : `Invalid value ${JSON.stringify(value)} for parameter '${name}' supplied: it is no number.`,
    );
  return parsed;
}

export function list(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value) || !value.every(isRecord))
    throw invalid(`Invalid value for parameter '${name}' supplied: it is no list of objects.`);
  return value;
}

/** Of a query a single one is a list as well. */
export function texts(fields: Fields, name: string): readonly string[] {
  const value = fields[name] ?? [];
  const all: unknown[] = Array.isArray(value) ? value : [value];
  if (!all.every((each) => typeof each === 'string'))
    throw invalid(`Invalid value for parameter '${name}' supplied: it is no list of strings.`);
  return all;
}

const LONGEST_KEY = 250;

/**
 * Names may have whatever characters; MLflow takes fewer, but what it refuses for the sake of its files is no danger here.
 */
export function key(fields: Fields, name = 'key'): string {
  const value = text(fields, name);
  if (value.length > LONGEST_KEY)
    throw invalid(
      `'${name}' exceeds the maximum length of ${LONGEST_KEY} characters: “${value.slice(0, 50)}…”.`,
    );
  return value;
}

export interface Paged {
  readonly offset: number;
  readonly limit: number;
}

export function pageOf(fields: Fields, { usual, most }: { usual: number; most: number }): Paged {
  const limit = optionalWhole(fields, 'max_results') ?? usual;
  if (limit < 1 || limit > most)
    throw invalid(
      `Invalid value ${limit} for parameter 'max_results' supplied: It must be at least 1 and at most ${most}.`,
    );
  const token = optionalText(fields, 'page_token');
  const offset = token === undefined ? '0' : Buffer.from(token, 'base64url').toString();
  if (!/^\d{1,15}$/.test(offset)) throw invalid('Invalid page token.');
  return { offset: Number(offset), limit };
}

/** The token of the next page, or none. */
export function nextPage({ offset, limit }: Paged, total: number): { next_page_token?: string } {
  const next = offset + limit;
  return next >= total ? {} : { next_page_token: Buffer.from(String(next)).toString('base64url') };
}
