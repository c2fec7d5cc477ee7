/** @file The job `evaluate`: a model over one split of a frozen version, batch by batch. */
import { readFile } from 'node:fs/promises';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { ColumnType } from '../../../src-shared/contract/index.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { withDuckDb } from '../duckdb.ts';
import { crossEntropyOf, openGenerator } from '../generation/index.ts';
import type { ModelDescription } from '../models/description.ts';
import { loadModel, type LoadedModel } from '../models/load.ts';
import type { ModelRow } from '../models/rows.ts';
import { rowsOf, type FrozenVersion, type Split } from '../programs/index.ts';
import type { JobFunction, JobPort } from '../protocol.ts';
import { dateOf, rowContent, type Cell } from '../reading/columns.ts';

export interface EvaluateSpec {
  /** The model file. */
  readonly model: string;
  readonly version: FrozenVersion;
  readonly split: Split;
  readonly threads?: number;
}

interface Named {
  readonly ids: readonly string[];
  /** What a list of samples shows of each: its text, its row as JSON, nothing of a picture. Clipped. */
  readonly texts: readonly string[];
}

/** `actual` `[samples]` class indices, `probabilities` `[samples, classes]`. */
export interface ClassifiedBatch extends Named {
  readonly task: 'classify';
  readonly actual: Int32Array;
  readonly probabilities: Float32Array;
}

/** Numbers in the target's own unit, `[samples]` each. */
export interface RegressedBatch extends Named {
  readonly task: 'regress';
  readonly actual: Float64Array;
  readonly predicted: Float32Array;
}

export interface ReconstructedBatch extends Named {
  readonly task: 'reconstruct';
  readonly errors: Float32Array;
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
      let samples = 0;
      for await (const rows of batchesOf(connection, asked)) {
        stopWhenAsked(port);
        await port.emit(await judge(model, rows, spec.version));
        samples += rows.length;
        port.progress(samples, total);
      }
      return { samples };
    });
  } finally {
    await model.release();
  }
}

/** A table without the columns that the model does not ask for. */
function narrowed(version: FrozenVersion, { kind, columns }: ModelDescription): FrozenVersion {
  if (kind !== 'table') return version;
  const wanted = new Set(columns.map(({ column }) => column));
  return {
    ...version,
    columns: version.columns.filter(({ role, name }) => role !== 'feature' || wanted.has(name)),
  };
}

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

/** A row of the version, as the model takes it, with what it should say. */
interface Row {
  readonly id: string;
  readonly text: string;
  readonly given: ModelRow;
  readonly label: string | null;
  readonly target: number | null;
}

async function judge(
  model: LoadedModel,
  rows: readonly Row[],
  { labels }: FrozenVersion,
): Promise<EvaluatedBatch> {
  const said = await model.predict(rows.map(({ given }) => given));
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
        ...{ task: 'regress', ...named },
        actual: Float64Array.from(rows, ({ target }) => target ?? Number.NaN),
        predicted: said.values,
      };
    case 'reconstruct':
      return { task: 'reconstruct', ...named, errors: said.errors };
  }
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

/** The columns that hold a sample's content, in the order in which `givenOf` takes them. */
function contentColumns({ kind, columns }: FrozenVersion): readonly string[] {
  switch (kind) {
    case 'image':
      return ['image'];
    case 'table':
      return columns.filter(({ role }) => role === 'feature').map(({ name }) => `f:${name}`);
    case 'text':
    case 'corpus':
      return ['text'];
  }
}

function givenOf({ kind, columns }: FrozenVersion, content: readonly DuckDBValue[]): ModelRow {
  const [first] = content;
  if (kind === 'image') return { kind: 'image', picture: bytesOf(first) };
  if (kind !== 'table') return { kind: 'text', text: String(first ?? '') };
  const features = columns.filter(({ role }) => role === 'feature');
  const cells = features.map(({ name }, index) => [name, cellOf(content[index] ?? null)] as const);
  return { kind: 'table', cells: Object.fromEntries(cells) };
}

function cellOf(value: DuckDBValue): string | number | null {
  return value === null || typeof value === 'number' ? value : String(value);
}

function bytesOf(value: DuckDBValue | undefined): Uint8Array {
  if (value && typeof value === 'object' && 'bytes' in value && value.bytes instanceof Uint8Array)
    return value.bytes;
  throw new AppError('training.badPicture', { why: 'the version holds no bytes for it' });
}

/** As reports show it: of a row its cells, dates as dates. */
function textOf({ columns }: FrozenVersion, given: ModelRow): string {
  switch (given.kind) {
    case 'text':
      return given.text;
    case 'table': {
      const features = columns.filter(({ name }) => name in given.cells);
      return rowContent(
        features.map(({ name }) => name),
        features.map(({ name, type }) => shownCell(given.cells[name] ?? null, type)),
      );
    }
    case 'image':
      return '';
  }
}

function shownCell(cell: Cell, type: ColumnType): Cell {
  return type === 'date' && typeof cell === 'number' ? dateOf(cell) : cell;
}

async function* batchesOf(
  connection: DuckDBConnection,
  { version, split }: EvaluateSpec,
): AsyncIterable<readonly Row[]> {
  const answer = version.target === 'number' ? 'target' : version.target === 'class' ? 'label' : 'NULL';
  const names = contentColumns(version).map((name) => `"${name.replaceAll('"', '""')}"`);
  const sql = `SELECT id, ${answer}, ${names.join(', ')} FROM read_parquet($path) WHERE split = $split`;
  const result = await connection.stream(sql, { path: version.path, split });
  let waiting: Row[] = [];
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    waiting.push(...chunk.getRows().map(([id, truth, ...content]) => rowOf(version, { id, truth, content })));
    for (; waiting.length >= BATCH; waiting = waiting.slice(BATCH)) yield waiting.slice(0, BATCH);
  }
  if (waiting.length > 0) yield waiting;
}

interface Cells {
  readonly id: DuckDBValue | undefined;
  readonly truth: DuckDBValue | undefined;
  readonly content: readonly DuckDBValue[];
}

function rowOf(version: FrozenVersion, { id, truth = null, content }: Cells): Row {
  const given = givenOf(version, content);
  return {
    ...{ id: String(id), given, text: textOf(version, given) },
    label: version.target === 'class' && truth !== null ? String(truth) : null,
    target: version.target === 'number' && truth !== null ? Number(truth) : null,
  };
}
