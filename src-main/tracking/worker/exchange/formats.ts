/** @file Which files of runs there are among what was chosen, and who reads them. */
import type { RunFormat } from '../../../../src-shared/tracking/exchange/values.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { ReadRecord } from '../../exchange/records.ts';
import { isCsv, readCsv } from './read-csv.ts';
import { isMeta, readMlruns } from './read-mlruns.ts';
import { isMlflowDatabase, readMlflowDatabase } from './read-mlflow-sqlite.ts';
import { isParquet, readParquet } from './read-parquet.ts';
import { isEventFile, readTensorBoard } from './read-tensorboard.ts';
import { isTrackioDatabase, readTrackioDatabase } from './read-trackio.ts';
import { isWandbFile, readWandb } from './read-wandb.ts';
import { baseOf, type RunFile, type RunReader, type RunSource } from './source.ts';
import { isSqlite, openSqlite } from './sqlite.ts';

/** Of a folder each of these is read that is there, but tables only where nothing else is: programs leave many beside. */
const FOLDERS: readonly (readonly [RunFormat, (file: RunFile) => boolean, RunReader])[] = [
  ['wandb', isWandbFile, readWandb],
  ['mlruns', isMeta, readMlruns],
  ['tensorboard', isEventFile, readTensorBoard],
];
const TABLES: readonly (readonly [RunFormat, (file: RunFile) => boolean, RunReader])[] = [
  ['parquet', isParquet, readParquet],
  ['csv', isCsv, readCsv],
];
const DATABASE = /\.(?:db|sqlite3?)$/i;

export interface RunReading {
  readonly formats: readonly RunFormat[];
  readonly records: AsyncIterable<ReadRecord>;
}

/** @throws AppError `tracking.fileUnknown` where there is nothing to read */
export async function readRuns(source: RunSource): Promise<RunReading> {
  const readers: (readonly [RunFormat, RunReader])[] = FOLDERS.filter(([, is]) => source.files.some(is)).map(
    ([format, , read]) => [format, read],
  );
  const databases = await databasesOf(source);
  if (databases.length > 0) readers.push(['sqlite', (each) => readDatabases(each, databases)]);
  if (readers.length === 0)
    for (const [format, is, read] of TABLES) if (source.files.some(is)) readers.push([format, read]);
  if (readers.length === 0) throw new AppError('tracking.fileUnknown', { file: source.name });
  async function* records(): AsyncGenerator<ReadRecord> {
    for (const [, read] of readers) yield* read(source);
  }
  return { formats: readers.map(([format]) => format), records: records() };
}

async function databasesOf({ files }: RunSource): Promise<RunFile[]> {
  const databases: RunFile[] = [];
  for (const file of files)
    if ((files.length === 1 || DATABASE.test(file.name)) && (await isSqlite(file))) databases.push(file);
  return databases;
}

async function* readDatabases(source: RunSource, files: readonly RunFile[]): AsyncGenerator<ReadRecord> {
  for (const [i, file] of files.entries()) {
    const database = await openSqlite(source, file, i);
    try {
      if (isMlflowDatabase(database)) yield* readMlflowDatabase(source, database, file.name);
      else if (isTrackioDatabase(database)) yield* readTrackioDatabase(source, database, file.name);
      else source.losses.add('badFile', file.name, baseOf(file.name));
    } catch (cause) {
      if (!(cause instanceof Error) || !('code' in cause)) throw cause;
      source.losses.add('damagedRest', file.name);
    } finally {
      database.close();
    }
  }
}
