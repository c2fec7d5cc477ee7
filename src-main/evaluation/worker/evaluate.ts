/** @file The job `evaluate`: a model over one split of a frozen version, batch by batch. */
import { readFile } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { withDuckDb } from '../../platform/worker/duckdb.ts';
import {
  crossEntropyOf,
  openGenerator,
  loadModel,
  type LoadedModel,
  wordsKnownTo,
  type Numbers,
  type Predictions,
  askedColumns,
  askedRow,
  narrowed,
  type AskedRow,
} from '../../models/worker/index.ts';
import { UnknownCounter, wordsOf } from '../../text/index.ts';
import type { UnknownWords } from '../../../src-shared/contract.ts';
import { rowsOf, type FrozenVersion, type Split } from '../../versions/worker/index.ts';
import type { JobFunction, JobPort } from '../../platform/pool/protocol.ts';

export interface EvaluateSpec {
  /** The model file. */
  readonly model: string;
  readonly version: FrozenVersion;
  readonly split: Split;
  readonly threads?: number;
}

interface Named {
  readonly ids: readonly string[];
  /** What a list of samples shows of each: its text, its row as JSON, nothing of an image. Clipped. */
  readonly texts: readonly string[];
  /** What the metadata say of each sample, by column. */
  readonly slices?: readonly { readonly column: string; readonly values: readonly (string | null)[] }[];
}

/** `actual` `[samples]` class indices, `probabilities` `[samples, classes]`. */
export interface ClassifiedBatch extends Named {
  readonly task: 'classify';
  readonly actual: Int32Array;
  readonly probabilities: Numbers;
  /** Of all texts so far, where the model is one of ours. */
  readonly unknown?: UnknownWords;
}

/** Numbers in the target's own unit, `[samples]` each. */
export interface RegressedBatch extends Named {
  readonly task: 'regress';
  readonly actual: Float64Array;
  readonly predicted: Numbers;
}

export interface ReconstructedBatch extends Named {
  readonly task: 'reconstruct';
  readonly errors: Numbers;
}

/** Part of a text: its tokens and characters, and the sum of -ln p(token) in nats. */
export interface ForetoldBatch {
  readonly task: 'generate';
  readonly tokens: number;
  readonly characters: number;
  readonly lossSum: number;
}

/** What a model said of some samples. */
export type EvaluatedBatch = ClassifiedBatch | RegressedBatch | ReconstructedBatch | ForetoldBatch;

type Port = Pick<JobPort<EvaluatedBatch>, 'emit' | 'progress' | 'signal' | 'scratch'>;

const BATCH = 256;
const READING_BYTES = 256 * 2 ** 20;
const CLIPPED = 2000;

export const evaluate: JobFunction<EvaluateSpec, EvaluatedBatch, { samples: number }> = (spec, port) =>
  spec.version.kind === 'corpus' ? evaluateGenerator(spec, port) : evaluateRows(spec, port);

/** With the cells of the columns that slices are cut by. */
interface SlicedRow extends AskedRow {
  readonly facts: readonly (string | null)[];
}

async function evaluateRows(spec: EvaluateSpec, port: Port): Promise<{ samples: number }> {
  const { threads } = spec;
  const model = await loadModel(spec.model, threads === undefined ? {} : { threads });
  try {
    await model.prepare([]).catch((error: unknown) => {
      const why = error instanceof AppError ? error.parameters['why'] : undefined;
      throw why === undefined ? error : new AppError('evaluation.cannotBeAsked', { why });
    });
    const reading = { scratch: port.scratch, memoryBytes: READING_BYTES, threads: 1 };
    return await withDuckDb(reading, async (connection) => {
      const total = await countOf(connection, spec);
      const asked = { ...spec, version: narrowed(spec.version, model.description) };
      const unknown = await unknownTo(spec);
      const columns = sliceColumns(spec.version);
      let samples = 0;
      for await (const rows of batchesOf(connection, asked)) {
        stopWhenAsked(port);
        const evaluated = withSlices(await evaluateBatch(model, rows, spec.version), columns, rows);
        if (unknown) countUnknown(unknown, model, rows);
        await port.emit(
          evaluated.task === 'classify' && unknown ? { ...evaluated, unknown: unknown.result() } : evaluated,
        );
        samples += rows.length;
        port.progress(samples, total);
      }
      return { samples };
    });
  } finally {
    await model.release();
  }
}

/** Dates have too many values to compare by. */
function sliceColumns({ columns }: FrozenVersion): string[] {
  return columns.flatMap(({ name, role, type }) => (role === 'metadata' && type !== 'date' ? [name] : []));
}

function withSlices(
  evaluated: EvaluatedBatch,
  columns: readonly string[],
  rows: readonly SlicedRow[],
): EvaluatedBatch {
  if (evaluated.task === 'generate' || columns.length === 0) return evaluated;
  const slices = columns.map((column, i) => ({ column, values: rows.map(({ facts }) => facts[i] ?? null) }));
  return { ...evaluated, slices };
}

async function unknownTo({ model, version }: EvaluateSpec): Promise<UnknownCounter | null> {
  if (version.kind !== 'text' || version.target !== 'class') return null;
  const known = wordsKnownTo(await readFile(model));
  return known && new UnknownCounter(known);
}

function countUnknown(counter: UnknownCounter, model: LoadedModel, rows: readonly AskedRow[]): void {
  for (const { given, label } of rows)
    if (given.kind === 'text')
      counter.add(given.text, wordsOf(model.ready(given.text), mostWords), label ?? '');
}

/** Words of a text that are counted. */
const mostWords = 10_000;

/** The whole split is one text, in the order of the document. */
async function evaluateGenerator(spec: EvaluateSpec, port: Port): Promise<{ samples: number }> {
  const texts: string[] = [];
  for await (const rows of rowsOf(spec.version, { split: spec.split, columns: ['text'], order: 'position' }))
    for (const [text] of rows) texts.push(String(text ?? ''));
  const text = texts.join('');
  const generator = await openGenerator(await readFile(spec.model), spec.threads);
  try {
    const total = generator.tokenizer.encode(text).length;
    const charactersPerToken = [...text].length / Math.max(1, total);
    let samples = 0;
    for await (const { tokens, lossSum } of crossEntropyOf(generator, text)) {
      stopWhenAsked(port);
      const characters = Math.round(tokens * charactersPerToken);
      await port.emit({ task: 'generate', tokens, characters, lossSum });
      samples += tokens;
      port.progress(samples, total);
    }
    return { samples };
  } finally {
    await generator.release();
  }
}

function stopWhenAsked({ signal }: Port): void {
  if (signal.aborted) throw new AppError('house.cancelled', { what: 'The evaluation' });
}

async function evaluateBatch(
  model: LoadedModel,
  rows: readonly AskedRow[],
  { labels }: FrozenVersion,
): Promise<EvaluatedBatch> {
  const said = await model.predict(rows.map(({ given }) => given));
  checkFinite(said, rows);
  const named = { ids: rows.map(({ id }) => id), texts: rows.map(({ text }) => text.slice(0, CLIPPED)) };
  switch (said.task) {
    case 'classify': {
      const { classes, probabilities } = said;
      const actual = Int32Array.from(rows, ({ label }) =>
        classOf(label ?? '', classes.length > 0 ? classes : labels),
      );
      return { task: 'classify', ...named, actual, probabilities };
    }
    case 'regress':
      return {
        task: 'regress',
        ...named,
        actual: Float64Array.from(rows, ({ target }) => target ?? Number.NaN),
        predicted: said.values,
      };
    case 'reconstruct':
      return { task: 'reconstruct', ...named, errors: said.errors };
  }
}

/** A report of what is no number would say nothing. @throws AppError `evaluation.noNumber` */
function checkFinite(said: Predictions, rows: readonly AskedRow[]): void {
  const numbers =
    said.task === 'classify' ? said.probabilities : said.task === 'regress' ? said.values : said.errors;
  const at = numbers.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const row = rows[Math.floor((at * rows.length) / numbers.length)];
  throw new AppError('evaluation.noNumber', {
    value: String(numbers[at]),
    row: row?.text.slice(0, 200) ?? '',
  });
}

function classOf(label: string, classes: readonly string[]): number {
  const index = classes.indexOf(label);
  if (index < 0) throw new AppError('evaluation.labelUnknown', { label, labels: classes.join(', ') });
  return index;
}

async function countOf(connection: DuckDBConnection, { version, split }: EvaluateSpec): Promise<number> {
  const sql = 'SELECT count(*)::INTEGER FROM read_parquet($path) WHERE split = $split';
  const [row] = (await connection.runAndReadAll(sql, { path: version.path, split })).getRowsJS();
  return Number(row?.[0] ?? 0);
}

async function* batchesOf(
  connection: DuckDBConnection,
  { version, split }: EvaluateSpec,
): AsyncIterable<readonly SlicedRow[]> {
  const asked = askedColumns(version);
  const sliced = sliceColumns(version).map((name) => `m:${name}`);
  const names = [...asked, ...sliced].map((name) => `"${name.replaceAll('"', '""')}"`);
  const sql = `SELECT ${names.join(', ')} FROM read_parquet($path) WHERE split = $split`;
  const result = await connection.stream(sql, { path: version.path, split });
  let waiting: SlicedRow[] = [];
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    waiting.push(
      ...chunk.getRows().map((cells) => ({
        ...askedRow(version, cells.slice(0, asked.length)),
        facts: cells.slice(asked.length).map((cell) => (cell === null ? null : String(cell))),
      })),
    );
    for (; waiting.length >= BATCH; waiting = waiting.slice(BATCH)) yield waiting.slice(0, BATCH);
  }
  if (waiting.length > 0) yield waiting;
}
