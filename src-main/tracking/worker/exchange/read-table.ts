/** @file Rows of a table, from CSV or Parquet, as runs: a row for each point, for each step, or for each run. */
import { parameterOf, pythonNumber } from '../../exchange/flatten.ts';
import {
  BATCH_POINTS,
  emptyRun,
  type ImportedPoint,
  type ImportedRun,
  type ImportedState,
  type RunRecord,
} from '../../exchange/records.ts';
import { baseOf, type RunSource } from './source.ts';
import type { TableColumns } from './columns.ts';

/** A row of texts, with where it stands in the file. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

interface TableParts {
  readonly file: string;
  readonly columns: TableColumns;
  readonly rows: AsyncIterable<TableRow>;
}

const STATES: Readonly<Record<string, ImportedState>> = {
  running: 'running',
  failed: 'failed',
  crashed: 'failed',
  killed: 'stopped',
  stopped: 'stopped',
  interrupted: 'stopped',
};

export async function* readTable(source: RunSource, parts: TableParts): AsyncGenerator<RunRecord> {
  const table = new Table(source, parts);
  for await (const row of parts.rows) {
    table.take(row);
    if (table.count >= BATCH_POINTS) yield* table.batches();
  }
  yield* table.batches();
}

class Table {
  readonly #source: RunSource;
  readonly #parts: TableParts;
  readonly #own: string;
  readonly #runs = new Map<string, ImportedRun>();
  /** Runs that were not told yet, or otherwise. */
  readonly #untold = new Set<string>();
  #points = new Map<string, ImportedPoint[]>();
  count = 0;
  #row = 0;

  constructor(source: RunSource, parts: TableParts) {
    this.#source = source;
    this.#parts = parts;
    this.#own = baseOf(parts.file).replace(/\.(?:csv|tsv|parquet)$/i, '');
  }

  *batches(): Generator<RunRecord> {
    for (const key of this.#untold) yield { type: 'run', run: this.#runs.get(key)! };
    this.#untold.clear();
    for (const [run, points] of this.#points) if (points.length > 0) yield { type: 'points', run, points };
    this.#points = new Map();
    this.count = 0;
  }

  take({ cells, line }: TableRow): void {
    const { columns, file } = this.#parts;
    const cell = (at: number | undefined): string => (at === undefined ? '' : (cells[at] ?? ''));
    const place = `${file}:${line}`;
    const run = this.#runOf(cell);
    const number = (at: number | undefined): number | undefined => pythonNumber(cell(at));
    const step = number(columns.step) ?? number(columns.epoch) ?? (columns.form === 'runs' ? 0 : this.#row++);
    const base = { step, epoch: number(columns.epoch) ?? null, at: timeOf(cell(columns.time)) };
    const measured: readonly (readonly [string, number | undefined])[] =
      columns.form === 'long' ? [[cell(columns.metric) || this.#own, columns.value]] : columns.metrics;
    for (const [metric, at] of measured) {
      const text = cell(at).trim();
      if (text === '') continue;
      const value = pythonNumber(text);
      if (value === undefined) this.#source.losses.add('noNumber', place, `${metric}: ${text}`);
      else this.#push(run, { metric, value, ...base });
    }
  }

  #push(run: string, point: ImportedPoint): void {
    const points = this.#points.get(run);
    if (points) points.push(point);
    else this.#points.set(run, [point]);
    this.count++;
  }

  #runOf(cell: (at: number | undefined) => string): string {
    const { columns } = this.#parts;
    const id = cell(columns.run) || cell(columns.name) || this.#own;
    const key = columns.run === undefined ? `table:${this.#own}/${id}` : keyOf(id);
    const known = this.#runs.get(key);
    if (known && columns.form !== 'runs') return key;
    const pairs = (of: TableColumns['tags']) =>
      of.flatMap(([name, at]): [string, string][] => (cell(at) === '' ? [] : [[name, cell(at)]]));
    this.#runs.set(key, {
      ...emptyRun(key, cell(columns.name) || id),
      experiment: cell(columns.experiment),
      state: STATES[cell(columns.state).toLowerCase()] ?? 'finished',
      startedAt: timeOf(cell(columns.started)),
      endedAt: timeOf(cell(columns.ended)),
      note: cell(columns.note),
      parent: cell(columns.parent) === '' ? null : keyOf(cell(columns.parent)),
      parameters: new Map(pairs(columns.parameters).map(([name, text]) => [name, parameterOf(text)])),
      tags: new Map(pairs(columns.tags)),
    });
    this.#untold.add(key);
    return key;
  }
}

/** Seconds or milliseconds since 1970, or a time of ISO 8601. */
function timeOf(text: string): number | null {
  if (text.trim() === '') return null;
  const number = pythonNumber(text);
  const at = number === undefined ? Date.parse(text) : Math.abs(number) < 1e11 ? number * 1000 : number;
  return Number.isFinite(at) ? Math.round(at) : null;
}

/** Tables that Lathe wrote have whole keys. */
const keyOf = (id: string): string =>
  /^(?:lathe|mlflow|wandb|tensorboard|trackio|neptune|table):/.test(id) ? id : `table:${id}`;
