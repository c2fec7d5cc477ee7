/** @file Plain requests, `POST /endpoints/{name}`: texts, rows of a table, images, or a prompt to go on from. */
import { randomInt } from 'node:crypto';
import * as z from 'zod';
import { Writing } from '../../src-shared/contract.ts';
import type { ModelRow, Writing as WorkerWriting } from '../models/index.ts';
import { arrayAt, bad, recordAt, stringAt } from './fields.ts';

/** Rows of one request; images are larger. */
const LIMITS = { texts: 1000, rows: 1000, images: 64 } as const;

/** Seeds that are drawn are small enough to be typed again. */
const SEEDS = 2 ** 31 - 1;

export interface PlainRows {
  readonly kind: 'rows';
  readonly rows: readonly ModelRow[];
  /** Whether one was asked for by itself, so that its answer stands alone. */
  readonly single: boolean;
}

export interface PlainWriting {
  readonly kind: 'writing';
  readonly writing: WorkerWriting;
  readonly stream: boolean;
}

const PlainPrompt = Writing.extend({
  stream: z.boolean().default(false),
  stop: z.union([z.string().transform((stop) => [stop]), Writing.shape.stop]),
}).partial({ stop: true });

const READERS = {
  text: (field: string, value: unknown): ModelRow => ({ kind: 'text', text: stringAt(field, value) }),
  row: (field: string, value: unknown): ModelRow => ({ kind: 'table', cells: cellsAt(field, value) }),
  image: (field: string, value: unknown): ModelRow => ({ kind: 'image', image: base64At(field, value) }),
} as const;

const FORMS = ['text', 'row', 'image', 'texts', 'rows', 'images', 'prompt'] as const;

/**
 * Reads a body: {"text"} or {"texts"}, {"row"} or {"rows"} with cells by column, {"image"} or {"images"} in base64, or
 * {"prompt"} with how to write.
 *
 * @throws AppError `serving.badField`
 */
export function parsePlain(body: unknown): PlainRows | PlainWriting {
  const record = recordAt('body', body);
  const [form, another] = FORMS.filter((name) => record[name] !== undefined);
  const one = 'give one of “text”, “texts”, “row”, “rows”, “image”, “images” and “prompt”';
  if (form === undefined || another !== undefined) throw bad(another ?? 'body', one);
  switch (form) {
    case 'prompt':
      return parsePrompt(record);
    case 'text':
    case 'row':
    case 'image':
      return { kind: 'rows', rows: [READERS[form](form, record[form])], single: true };
    case 'texts':
    case 'rows':
    case 'images':
      return { kind: 'rows', rows: manyAt(form, record[form]), single: false };
  }
}

/** How to write, in a worker's words: a seed is drawn where none is given. */
export function writingOf(
  asked: Omit<Writing, 'stop'> & { readonly stop?: readonly string[] | undefined },
): WorkerWriting {
  const { prompt, maxTokens, temperature, topK, topP, seed = randomInt(SEEDS), stop = [] } = asked;
  return { prompt, maxTokens, stop, sampling: { temperature, topK, topP, seed } };
}

function parsePrompt(record: Record<string, unknown>): PlainWriting {
  const read = PlainPrompt.safeParse(record);
  if (read.success) return { kind: 'writing', writing: writingOf(read.data), stream: read.data.stream };
  const [issue] = read.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  throw bad(
    unknown ?? (issue?.path.join('.') || 'body'),
    unknown ? 'there is no such option' : wordsOf(issue),
  );
}

function wordsOf(issue: { readonly message: string } | undefined): string {
  return issue?.message.replace(/^Invalid input: /, '') ?? 'not as expected';
}

function manyAt(form: 'texts' | 'rows' | 'images', value: unknown): ModelRow[] {
  const all = arrayAt(form, value);
  const limit = LIMITS[form];
  if (all.length > limit) throw bad(form, `at most ${limit} go into one request`);
  const read = READERS[({ texts: 'text', rows: 'row', images: 'image' } as const)[form]];
  return all.map((each, i) => read(`${form}[${i}]`, each));
}

function cellsAt(field: string, value: unknown): Record<string, string | number | null> {
  const cells = Object.entries(recordAt(field, value)).map(([column, cell]) => {
    // A whole number past 2^53 keeps its digits as a text.
    if (typeof cell === 'boolean' || typeof cell === 'bigint') return [column, String(cell)] as const;
    if (cell === null || typeof cell === 'string' || typeof cell === 'number') return [column, cell] as const;
    throw bad(`${field}.${column}`, 'a cell is a text, a number, true, false or null');
  });
  return Object.fromEntries(cells);
}

/** Strict base64: what is no base64 must not become another image. */
function base64At(field: string, value: unknown): Uint8Array {
  const text = stringAt(field, value);
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw bad(field, 'it is not base64');
  return Buffer.from(text, 'base64');
}
