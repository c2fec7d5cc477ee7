/** @file The job `evaluate-text`: a text model over one split of a frozen version, batch by batch. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { AppError } from '../../../src-shared/errors.ts';
import { withDuckDb } from '../duckdb.ts';
import { loadModel, type LoadedModel } from '../models/load.ts';
import type { JobFunction } from '../protocol.ts';

export interface EvaluateTextSpec {
  /** The model file. */
  readonly model: string;
  /** The frozen version's Parquet file: `id`, `text`, `label`, `split`. */
  readonly version: string;
  readonly split: string;
  readonly threads?: number;
}

/** What the model said of some samples: `actual` `[samples]` class indices, `probabilities` `[samples, classes]`. */
export interface EvaluatedBatch {
  readonly ids: readonly string[];
  /** Clipped to what a list of mistakes shows. */
  readonly texts: readonly string[];
  readonly actual: Int32Array;
  readonly probabilities: Float32Array;
}

interface Row {
  readonly id: string;
  readonly text: string;
  readonly label: string;
}

const BATCH = 256;
const READING_BYTES = 256 * 2 ** 20;
const CLIPPED = 2000;

export const evaluateText: JobFunction<EvaluateTextSpec, EvaluatedBatch, { samples: number }> = async (
  { model: file, version, split, threads },
  port,
) => {
  const model = await loadModel(file, threads === undefined ? {} : { threads });
  try {
    const reading = { scratch: port.scratch, memoryBytes: READING_BYTES, threads: 1 };
    return await withDuckDb(reading, async (connection) => {
      const total = await countOf(connection, version, split);
      let samples = 0;
      for await (const rows of batchesOf(connection, version, split)) {
        if (port.signal.aborted) throw new AppError('house.cancelled', { what: 'The evaluation' });
        await port.emit(await judge(model, rows));
        samples += rows.length;
        port.progress(samples, total);
      }
      return { samples };
    });
  } finally {
    await model.release();
  }
};

async function judge(model: LoadedModel, rows: readonly Row[]): Promise<EvaluatedBatch> {
  const predictions = await model.predict(rows.map(({ text }) => ({ kind: 'text', text })));
  if (predictions.task !== 'classify')
    throw new AppError('serving.cannotBeAsked', { why: 'does not classify' });
  const { classes, probabilities } = predictions;
  return {
    ids: rows.map(({ id }) => id),
    texts: rows.map(({ text }) => text.slice(0, CLIPPED)),
    actual: Int32Array.from(rows, ({ label }) => classOf(label, classes)),
    probabilities,
  };
}

function classOf(label: string, classes: readonly string[]): number {
  const index = classes.indexOf(label);
  if (index < 0) throw new AppError('evaluation.labelUnknown', { label, labels: classes.join(', ') });
  return index;
}

async function countOf(connection: DuckDBConnection, version: string, split: string): Promise<number> {
  const sql = 'SELECT count(*)::INTEGER FROM read_parquet($version) WHERE split = $split';
  const [row] = (await connection.runAndReadAll(sql, { version, split })).getRowsJS();
  return Number(row?.[0] ?? 0);
}

async function* batchesOf(
  connection: DuckDBConnection,
  version: string,
  split: string,
): AsyncIterable<readonly Row[]> {
  const sql = 'SELECT id, text, label FROM read_parquet($version) WHERE split = $split';
  const result = await connection.stream(sql, { version, split });
  let waiting: Row[] = [];
  for await (const rows of result.yieldRowsJs()) {
    waiting.push(...rows.map(([id, text, label]) => ({ id: `${id}`, text: `${text}`, label: `${label}` })));
    for (; waiting.length >= BATCH; waiting = waiting.slice(BATCH)) yield waiting.slice(0, BATCH);
  }
  if (waiting.length > 0) yield waiting;
}
