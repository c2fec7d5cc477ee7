/** @file Plain requests, `POST /endpoints/{name}`: texts, rows of a table, images, or a prompt to go on from. */
import { randomInt } from 'node:crypto';
import * as z from 'zod';
import { Writing } from '../../src-shared/contract.ts';
import type { ModelRow, Writing as WorkerWriting } from '../models/index.ts';
import { closestTo } from '../../src-shared/platform/closest.ts';
import type { AppError } from '../../src-shared/platform/errors.ts';
import { arrayAt, bad, recordAt } from './fields.ts';
import { PLAIN_KINDS, type PlainKind } from './kinds.ts';

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

const KINDS = Object.values(PLAIN_KINDS);
const FORMS = [...KINDS.map(({ one }) => one), ...KINDS.map(({ many }) => many), 'prompt'];

/**
 * Reads a body: {"text"} or {"texts"}, {"row"} or {"rows"} with cells by column, {"image"} or {"images"} in base64, or
 * {"prompt"} with how to write.
 *
 * @throws AppError `serving.badField`
 */
export function parsePlain(body: unknown): PlainRows | PlainWriting {
  const record = recordAt('body', body);
  const [form, another] = FORMS.filter((name) => record[name] !== undefined);
  const oneOf = 'give one of “text”, “texts”, “row”, “rows”, “image”, “images” and “prompt”';
  if (another !== undefined) throw bad(another, oneOf);
  if (form === undefined) throw noneKnown(record, oneOf);
  const kind = KINDS.find(({ one, many }) => form === one || form === many);
  if (!kind) return parsePrompt(record);
  const single = form === kind.one;
  const rows = single ? [kind.read(form, record[form])] : manyAt(kind, record[form]);
  return { kind: 'rows', rows, single };
}

/** How to write, in a worker's words: a seed is drawn where none is given. */
export function writingOf(
  asked: Omit<Writing, 'stop'> & { readonly stop?: readonly string[] | undefined },
): WorkerWriting {
  const { prompt, maxTokens, temperature, topK, topP, seed = randomInt(SEEDS), stop = [] } = asked;
  return { prompt, maxTokens, stop, sampling: { temperature, topK, topP, seed } };
}

/** Where no field is known: the first that is close to one, or all that there are. */
function noneKnown(record: Record<string, unknown>, oneOf: string): AppError {
  const given = Object.keys(record).find((name) => closestTo(name, FORMS) !== undefined);
  return given === undefined ? bad('body', oneOf) : bad(given, noSuch('field', given, FORMS));
}

function noSuch(what: string, name: string, known: readonly string[]): string {
  const closest = closestTo(name, known);
  return `there is no such ${what}` + (closest === undefined ? '' : `; did you mean “${closest}”`);
}

function parsePrompt(record: Record<string, unknown>): PlainWriting {
  const read = PlainPrompt.safeParse(record);
  if (read.success) return { kind: 'writing', writing: writingOf(read.data), stream: read.data.stream };
  const [issue] = read.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  throw bad(
    unknown ?? (issue?.path.join('.') || 'body'),
    unknown ? noSuch('option', unknown, Object.keys(PlainPrompt.shape)) : wordsOf(issue),
  );
}

function wordsOf(issue: { readonly message: string } | undefined): string {
  return issue?.message.replace(/^Invalid input: /, '') ?? 'not as expected';
}

function manyAt({ many, most, read }: PlainKind, value: unknown): ModelRow[] {
  const all = arrayAt(many, value);
  if (all.length > most) throw bad(many, `at most ${most} go into one request`);
  return all.map((each, i) => read(`${many}[${i}]`, each));
}
