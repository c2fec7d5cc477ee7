/** @file `lathe predict` and `generate`: predictions for lines of standard input, and text from a prompt. */
import { randomInt } from 'node:crypto';
import { fstatSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { clientError } from '../../src-shared/platform/client-errors.ts';
import type { Asked, Cells, Prediction } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { parseExactJson } from '../../src-shared/platform/exact-json.ts';
import type { ProblemKey } from '../../src-shared/problems.ts';
import { linesOf, type Line } from '../platform/cli/lines.ts';
import { idOf, type Session } from '../platform/cli/session.ts';
import type { Terminal } from '../platform/cli/terminal.ts';

/** How many lines are predicted at once. */
const BATCH = 256;
/** Images are larger. */
const IMAGES = 32;

/** A line that is to be answered, or the reason why it cannot be. */
type AskedLine =
  { readonly line: number; readonly row: Asked } | { readonly line: number; readonly bad: AppError };

/**
 * Reads JSON lines {text}, {row} or {image}, an image's path, from standard input; writes a JSON line of what the
 * model says of each to standard output, in order. A line that cannot be answered is told on standard error, with --json
 * also in its place among the answers; the others are answered, and the command ends with exit status 1.
 */
export async function predictCommand(session: Session, options: { model: string }): Promise<void> {
  const { client } = session;
  const model = await idOf('model', options.model, client.models.list);
  let waiting: AskedLine[] = [];
  let warned = 0;
  const flush = async (): Promise<void> => {
    const lines = waiting;
    waiting = [];
    warned += await answer(session, model, lines);
  };
  for await (const line of linesOf(standardInput(session.terminal))) {
    const asked = await askedOf(line);
    waiting.push(asked);
    const isImage = 'row' in asked && 'image' in asked.row;
    if (waiting.length >= (isImage ? IMAGES : BATCH)) await flush();
  }
  await flush();
  if (warned > 0)
    session.terminal.say(
      `lathe: ${warned === 1 ? 'one answer carries' : `${warned} answers carry`} warnings: see the field “warnings”.`,
    );
}

async function* standardInput({ shell: { stdin } }: Terminal): AsyncGenerator<Uint8Array> {
  const refuse = (why: string, cause?: unknown) =>
    new AppError('house.usage', { why, command: 'predict' }, { cause });
  // Node reads a folder as if it were empty.
  if (stdin.fd !== undefined && isFolder(stdin.fd))
    throw refuse('Standard input is a folder. Redirect a file of JSON lines to it.');
  try {
    for await (const chunk of stdin) yield chunk as Uint8Array;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw refuse(`Standard input cannot be read: ${why}.`, cause);
  }
}

/** Answers lines in their order. @returns how many answers carry warnings */
async function answer(session: Session, model: string, lines: readonly AskedLine[]): Promise<number> {
  const good = lines.flatMap((line) => ('row' in line ? [line] : []));
  const told = await predictions(session, model, good);
  for (const line of lines) {
    const result = 'bad' in line ? line.bad : told.get(line.line);
    if (result instanceof AppError) report(session, line.line, result);
    else session.terminal.line(JSON.stringify(result));
  }
  return [...told.values()].filter((said) => !(said instanceof AppError) && said.warnings).length;
}

function report({ terminal }: Session, line: number, error: AppError): void {
  const { code, message, hint } = error;
  terminal.say(`lathe: line ${line}: ${message} ${hint}`);
  if (terminal.json) terminal.line(JSON.stringify({ line, error: message, hint, code }));
  terminal.leaveWith(1);
}

type Good = Extract<AskedLine, { readonly row: Asked }>;

/** What a row can be refused for, while others beside it are answered. */
const OF_A_ROW: ReadonlySet<ProblemKey> = new Set<ProblemKey>([
  'house.badInput',
  'serving.wrongKind',
  'serving.unknownColumn',
  'serving.misspelledColumn',
  'serving.missingColumn',
  'serving.badNumber',
  'serving.badDate',
  'serving.numberTooLarge',
  'serving.badImage',
  'serving.notComputed',
  // Through the door of another process a request has a limit.
  'house.bodyTooLarge',
  'house.jsonTooMuch',
]);

/**
 * What the model says by line, or why it refused the line. The row that a refusal names is taken out; where it names none,
 * the rows are asked in two halves.
 */
async function predictions(
  session: Session,
  model: string,
  lines: readonly Good[],
): Promise<Map<number, Prediction | AppError>> {
  if (lines.length === 0) return new Map();
  try {
    const found = await session.client.serving.predict({ model, rows: lines.map(({ row }) => row) });
    return new Map(lines.map(({ line }, at) => [line, found[at]!]));
  } catch (thrown) {
    const error = clientError(thrown);
    if (!OF_A_ROW.has(error.key)) throw error;
    const [first] = lines;
    if (first && lines.length === 1) return new Map([[first.line, inItsPlace(error, first.line)]]);
    const row = Number(error.parameters['row'] ?? 0);
    const parts =
      row > 0
        ? [lines.slice(0, row - 1), lines.slice(row - 1, row), lines.slice(row)]
        : [lines.slice(0, lines.length >> 1), lines.slice(lines.length >> 1)];
    const all = new Map<number, Prediction | AppError>();
    for (const part of parts)
      for (const [line, result] of await predictions(session, model, part)) all.set(line, result);
    return all;
  }
}

/** The refusal of a row, which it numbers within its request, by the line it stood on. */
function inItsPlace(error: AppError, line: number): AppError {
  return 'row' in error.parameters
    ? new AppError(error.key, { ...error.parameters, row: line }, { cause: error })
    : error;
}

async function askedOf(line: Line): Promise<AskedLine> {
  const { number } = line;
  const refused = (why: string): AskedLine => ({
    line: number,
    bad: new AppError('serving.badLine', { line: number, why }),
  });
  if ('bad' in line) return refused(line.bad);
  const value = parsed(line.text);
  if (typeof value === 'string') return refused(value);
  const { text, row, image } = value;
  if (typeof text === 'string') return { line: number, row: { text } };
  if (isRecord(row)) {
    const nested = Object.keys(row).find((name) => typeof row[name] === 'object' && row[name] !== null);
    if (nested === undefined) return { line: number, row: { row: cellsOf(row) } };
    return refused(`its field “${nested}” is a list or an object, not a text, a number, true, false or null`);
  }
  if (typeof image !== 'string')
    return refused('it must be {"text": "…"}, {"row": {…}} or {"image": "path"}');
  try {
    return { line: number, row: { image: (await readFile(image)).toString('base64') } };
  } catch {
    return refused(`the image file ${image} cannot be read`);
  }
}

/** The object on a line, or why there is none. */
function parsed(line: string): Readonly<Record<string, unknown>> | string {
  try {
    const value = parseExactJson(line);
    return isRecord(value) ? value : 'it is not a JSON object';
  } catch (error) {
    return `it is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Cells, with whole numbers past 2^53 as texts that keep their digits. */
function cellsOf(row: Record<string, unknown>): Cells {
  const cells = Object.entries(row).map(([name, cell]) => [
    name,
    typeof cell === 'bigint' ? String(cell) : cell,
  ]);
  return Object.fromEntries(cells) as Cells;
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
  const model = await idOf('model', options.model, client.models.list);
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

/** Whether an open file is a folder; one that is closed is none. */
function isFolder(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isDirectory();
  } catch {
    return false;
  }
}
