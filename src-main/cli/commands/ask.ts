/** @file `lathe predict` and `generate`: a model asked from standard input, or with a prompt. */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Asked, Cells } from '../../../src-shared/contract/index.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { named, type Session } from '../session.ts';

/** How many lines are predicted at once. */
const BATCH = 256;
/** Pictures are larger. */
const PICTURES = 32;

/**
 * Reads JSON lines {text}, {row} or {image}, a picture's path, from standard input; writes a JSON line of what the
 * model says of each to standard output, in order.
 */
export async function predictCommand(session: Session, options: { model: string }): Promise<void> {
  const { client, terminal } = session;
  const model = named('model', options.model, await client.models.list()).id;
  let rows: Asked[] = [];
  const flush = async (): Promise<void> => {
    if (rows.length === 0) return;
    for (const prediction of await client.serving.predict({ model, rows }))
      terminal.line(JSON.stringify(prediction));
    rows = [];
  };
  let line = 0;
  for await (const text of createInterface({ input: process.stdin })) {
    line++;
    if (text.trim() === '') continue;
    const row = await rowOf(text, line);
    rows.push(row);
    if (rows.length >= ('image' in row ? PICTURES : BATCH)) await flush();
  }
  await flush();
}

async function rowOf(line: string, number: number): Promise<Asked> {
  const asked = parsed(line);
  if (typeof asked['text'] === 'string') return { text: asked['text'] };
  if (isCells(asked['row'])) return { row: asked['row'] };
  if (typeof asked['image'] === 'string') return { image: await pictureAt(asked['image'], number) };
  throw new AppError('house.usage', {
    why: `Line ${number} of standard input is none of {"text": "…"}, {"row": {…}} and {"image": "path"}.`,
    command: 'predict',
  });
}

/** The object on a line; an empty one where the line is none. */
function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCells(value: unknown): value is Cells {
  return isRecord(value) && Object.values(value).every((cell) => typeof cell !== 'object' || cell === null);
}

async function pictureAt(path: string, line: number): Promise<string> {
  try {
    return (await readFile(path)).toString('base64');
  } catch (cause) {
    const why = `Line ${line} of standard input names ${path}, which cannot be read.`;
    throw new AppError('house.usage', { why, command: 'predict' }, { cause });
  }
}

export interface GenerateOptions {
  readonly model: string;
  readonly prompt: string;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: string[];
}

/** Writes a text as it comes; for scripts one JSON object {text, ending, seed} at its end. Ctrl-C ends it. */
export async function generateCommand(session: Session, options: GenerateOptions): Promise<void> {
  const { client, terminal } = session;
  const { prompt, maxTokens, temperature, topK, topP, seed = randomInt(2 ** 31 - 1), stop = [] } = options;
  const model = named('model', options.model, await client.models.list()).id;
  const left = new AbortController();
  const interrupt = (): void => left.abort();
  process.once('SIGINT', interrupt);
  try {
    const pieces = await client.serving.generate(
      { model, prompt, maxTokens, temperature, topK, topP, seed, stop },
      { signal: left.signal },
    );
    let text = '';
    let ending: 'stop' | 'length' | null = null;
    for await (const piece of pieces) {
      terminal.piece(piece.text);
      text += piece.text;
      ending = piece.ending;
    }
    terminal.result({ text, ending, seed }, '');
  } finally {
    process.off('SIGINT', interrupt);
  }
}
