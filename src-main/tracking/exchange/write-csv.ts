/** @file Runs as two tables: `runs.csv` with a row for each, and `points.csv` with a row for each measurement. */
import type { RunLosses } from '../../../src-shared/tracking/exchange/losses.ts';
import { asPython } from './flatten.ts';
import type { ImportedRun, RunRecord } from './records.ts';
import { textPiece, type FilePiece, type RunWriter } from './writer.ts';

export const RUN_COLUMNS = [
  'run_id',
  'name',
  'experiment',
  'state',
  'started',
  'ended',
  'parent',
  'note',
] as const;
export const POINT_COLUMNS = ['run_id', 'name', 'metric', 'step', 'epoch', 'time', 'value'] as const;

/** A cell that a reader could take for something else stands in quotes; none is changed for a spreadsheet. */
const written = (cell: string): string =>
  /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
const line = (cells: readonly string[]): string => `${cells.map(written).join(',')}\r\n`;

/** Of ECMAScript's dates, in ms; what a clock said beyond is no date. */
const LAST_DATE = 8.64e15;
const isDate = (at: number): boolean => Math.abs(at) <= LAST_DATE;

const timeOf = (at: number | null): string => (at === null || !isDate(at) ? '' : new Date(at).toISOString());

/** DuckDB takes gigabytes to write a hundred thousand columns. */
const MOST_TYPED = 2000;

export const writeCsv: RunWriter = (records, losses) => writeTables(records, losses, Infinity);

/** The tables that become Parquet. */
export const writeTyped: RunWriter = (records, losses) => writeTables(records, losses, MOST_TYPED);

async function* writeTables(
  records: AsyncIterable<RunRecord>,
  losses: RunLosses,
  most: number,
): AsyncGenerator<FilePiece> {
  const runs = new Map<string, ImportedRun>();
  yield textPiece('points.csv', line(POINT_COLUMNS));
  for await (const record of records) {
    if (record.type === 'run') runs.set(record.run.key, record.run);
    else if (record.type === 'artifact') losses.add('noPlace', runs.get(record.run)?.name ?? '', record.name);
    else {
      for (const { at } of record.points)
        if (at !== null && !isDate(at)) losses.add('noPlace', runs.get(record.run)?.name ?? '', `time ${at}`);
      const name = runs.get(record.run)?.name ?? '';
      const lines = record.points.map(({ metric, step, epoch, at, value }) =>
        line([
          record.run,
          name,
          metric,
          String(step),
          epoch === null ? '' : String(epoch),
          timeOf(at),
          asPython(value),
        ]),
      );
      yield textPiece('points.csv', lines.join(''));
    }
  }
  yield* runsTable([...runs.values()], columnsOf([...runs.values()], { losses, most }));
}

interface Columns {
  readonly parameters: readonly string[];
  readonly tags: readonly string[];
}

/** As many as a table may have, parameters first. */
function columnsOf(
  runs: readonly ImportedRun[],
  { losses, most }: { losses: RunLosses; most: number },
): Columns {
  const [parameters, tags] = [new Set<string>(), new Set<string>()];
  for (const run of runs) {
    for (const name of run.parameters.keys()) parameters.add(name);
    for (const name of run.tags.keys()) tags.add(name);
  }
  if (parameters.size + tags.size > most) losses.add('manyColumns', '', String(most));
  const kept = [...parameters].slice(0, most);
  // Columns that differ by case alone are one to DuckDB, which gives the second another name.
  const folded = new Set<string>();
  for (const name of Number.isFinite(most) ? kept : []) {
    if (folded.has(name.toLowerCase())) losses.add('renamed', '', name);
    folded.add(name.toLowerCase());
  }
  return { parameters: kept, tags: [...tags].slice(0, most - kept.length) };
}

function* runsTable(runs: readonly ImportedRun[], { parameters, tags }: Columns): Generator<FilePiece> {
  const headers = [
    ...RUN_COLUMNS,
    ...parameters.map((name) => `params.${name}`),
    ...tags.map((name) => `tags.${name}`),
  ];
  yield textPiece('runs.csv', line(headers));
  for (const run of runs) {
    const cells = [
      run.key,
      run.name,
      run.experiment,
      run.state,
      timeOf(run.startedAt),
      timeOf(run.endedAt),
      run.parent ?? '',
      run.note,
      ...parameters.map((name) => cellOf(run.parameters.get(name))),
      ...tags.map((name) => run.tags.get(name) ?? ''),
    ];
    yield textPiece('runs.csv', line(cells));
  }
}

const cellOf = (value: string | number | boolean | undefined): string =>
  typeof value === 'number' ? asPython(value) : String(value ?? '');
