/** @file Fields of a request's JSON: what they must be, and JSON that keeps every digit of its whole numbers. */
import { AppError } from '../../src-shared/platform/errors.ts';
import { parseExactJson } from '../../src-shared/platform/exact-json.ts';

/**
 * JSON, with whole numbers that a double does not hold exactly as BigInts.
 *
 * @throws AppError `serving.notJson`
 */
export function parseJson(body: string): unknown {
  try {
    return parseExactJson(body);
  } catch (error) {
    throw new AppError('serving.notJson', { why: error instanceof Error ? error.message : String(error) });
  }
}

/** JSON of a value whose BigInts are written digit by digit. */
export function stringifyJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'bigint' ? rawJson(String(each)) : each,
  );
}

/** JSON.rawJSON of ECMAScript's "JSON.parse source text access", which Node has and TypeScript does not know yet. */
function rawJson(text: string): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
}

export function bad(field: string, why: string): AppError {
  return new AppError('serving.badField', { field, why });
}

export function recordAt(field: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad(field, 'it is not an object');
  return value as Record<string, unknown>;
}

export function arrayAt(field: string, value: unknown): unknown[] {
  if (value === undefined) throw bad(field, 'it is missing');
  if (!Array.isArray(value)) throw bad(field, 'it is not an array');
  return value;
}

export function stringAt(field: string, value: unknown): string {
  if (value === undefined) throw bad(field, 'it is missing');
  if (typeof value !== 'string') throw bad(field, 'it is not a string');
  return value;
}
