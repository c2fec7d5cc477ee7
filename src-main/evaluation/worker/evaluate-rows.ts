/** @file A model that is asked row by row, over a split of a frozen version. */
import { readFile } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Comparison } from '../../../src-shared/contract.ts';
import { KINDS } from '../../../src-shared/kinds/kinds.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { TARGETS } from '../../../src-shared/tasks/tasks.ts';
import { withDuckDb } from '../../platform/worker/duckdb.ts';
import {
  AnswerCollector,
  compare,
  loadModel,
  type LoadedModel,
  wordsKnownTo,
  type Numbers,
  askedColumns,
  askedRow,
  narrowed,
  pairColumns,
  questionsOf,
  readBaselines,
  type AskedRow,
} from '../../models/worker/index.ts';
import { readMetadata } from '../../graph/index.ts';
import { UnknownCounter, wordsOf } from '../../text/index.ts';
import type { FrozenVersion } from '../../versions/worker/index.ts';
import {
  stopWhenAsked,
  type EvaluateResult,
  type EvaluateSpec,
  type Port,
  type RowsBatch,
} from './batches.ts';
import { batchOf, withUnknown } from './tasks.ts';

const BATCH = 256;
const READING_BYTES = 256 * 2 ** 20;
const CLIPPED = 2000;

/** With the cells of the columns that slices are cut by. */
interface SlicedRow extends AskedRow {
  readonly facts: readonly (string | null)[];
}

/** A model that is asked row by row. */
export async function evaluateRows(spec: EvaluateSpec, port: Port): Promise<EvaluateResult> {
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
      const collector = new AnswerCollector(spec.version.labels);
      let samples = 0;
      for await (const rows of batchesOf(connection, asked)) {
        stopWhenAsked(port);
        const evaluated = withSlices(
          await evaluateBatch({ model, version: spec.version, collector }, rows),
          columns,
          rows,
        );
        if (unknown) countUnknown(unknown, model, rows);
        await port.emit(unknown ? withUnknown(evaluated, unknown.result()) : evaluated);
        samples += rows.length;
        port.progress(samples, total);
      }
      const seen = TARGETS[spec.version.target].isPair ? await seenPairs(connection, spec) : null;
      return { samples, comparison: await comparisonOf(spec, collector), seen };
    });
  } finally {
    await model.release();
  }
}

/** Dates have too many values to compare by. */
function sliceColumns({ columns }: FrozenVersion): string[] {
  return columns.flatMap(({ name, role, type }) => (role === 'metadata' && type !== 'date' ? [name] : []));
}

function withSlices(evaluated: RowsBatch, columns: readonly string[], rows: readonly SlicedRow[]): RowsBatch {
  if (columns.length === 0) return evaluated;
  const slices = columns.map((column, i) => ({ column, values: rows.map(({ facts }) => facts[i] ?? null) }));
  return { ...evaluated, slices };
}

async function unknownTo({ model, version }: EvaluateSpec): Promise<UnknownCounter | null> {
  if (!KINDS[version.kind].hasLanguage || !TARGETS[version.target].hasClasses) return null;
  const known = wordsKnownTo(await readFile(model));
  return known && new UnknownCounter(known);
}

function countUnknown(counter: UnknownCounter, model: LoadedModel, rows: readonly AskedRow[]): void {
  for (const { text, label } of rows) counter.add(text, wordsOf(model.ready(text), mostWords), label ?? '');
}

/** Words of a text that are counted. */
const mostWords = 10_000;

/** The model beside the version's baselines, where there are any. */
async function comparisonOf(
  { model, split, baselines }: EvaluateSpec,
  collector: AnswerCollector,
): Promise<Comparison | null> {
  if (baselines === undefined) return null;
  const recipe = readMetadata(await readFile(model)).get('recipe') ?? null;
  const answered = collector.answered(split, recipe);
  return answered && compare(await readBaselines(baselines), answered);
}

interface Asking {
  readonly model: LoadedModel;
  readonly version: FrozenVersion;
  readonly collector: AnswerCollector;
}

async function evaluateBatch(
  { model, version: { labels }, collector }: Asking,
  rows: readonly AskedRow[],
): Promise<RowsBatch> {
  const { numbers, predictions } = await model.answer(questionsOf(rows));
  checkFinite(numbers, rows);
  collector.add(rows, predictions);
  const named = { ids: rows.map(({ id }) => id), texts: rows.map(({ text }) => text.slice(0, CLIPPED)) };
  return batchOf(predictions, { named, rows, labels });
}

/** A report of what is no number would say nothing. @throws AppError `evaluation.noNumber` */
function checkFinite(numbers: Numbers, rows: readonly AskedRow[]): void {
  const at = numbers.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const row = rows[Math.floor((at * rows.length) / numbers.length)];
  throw new AppError('evaluation.noNumber', {
    value: String(numbers[at]),
    row: row?.text.slice(0, 200) ?? '',
  });
}

async function countOf(connection: DuckDBConnection, { version, split }: EvaluateSpec): Promise<number> {
  const sql = 'SELECT count(*)::INTEGER FROM read_parquet($path) WHERE split = $split';
  const [row] = (await connection.runAndReadAll(sql, { path: version.path, split })).getRowsJS();
  return Number(row?.[0] ?? 0);
}

/** Pairs of the split of which the training split has a text, too; all of it where it is that split. */
async function seenPairs(connection: DuckDBConnection, { version, split }: EvaluateSpec): Promise<number> {
  const [first, second] = pairColumns(version).map((name) => `"${name.replaceAll('"', '""')}"`);
  const sql = `WITH known AS (
      SELECT CAST(${first} AS VARCHAR) AS text FROM read_parquet($path) WHERE split = 'train'
      UNION SELECT CAST(${second} AS VARCHAR) FROM read_parquet($path) WHERE split = 'train')
    SELECT count(*)::INTEGER FROM read_parquet($path) WHERE split = $split
    AND (CAST(${first} AS VARCHAR) IN (SELECT text FROM known) OR CAST(${second} AS VARCHAR) IN (SELECT text FROM known))`;
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
