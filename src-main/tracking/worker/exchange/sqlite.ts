/** @file A SQLite file from elsewhere, read beside the place where it lies: nothing is ever made there. */
import BetterSqlite, { type Database } from 'better-sqlite3';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { baseOf, type RunFile, type RunSource } from './source.ts';

const MAGIC = 'SQLite format 3\0';

export const isSqlite = async (file: RunFile): Promise<boolean> =>
  file.bytes >= 100 && (await file.head(16)).toString('latin1') === MAGIC;

/** What a program that runs, or was killed, has not yet put into the file. */
const BESIDE = ['-wal', '-journal'];

/** Opens a copy of the file with what lies beside it. @throws AppError `tracking.fileUnreadable` */
export async function openSqlite(source: RunSource, file: RunFile, number: number): Promise<Database> {
  const copy = path.join(source.scratch, `runs-${number}.db`);
  const copied = [
    file,
    ...BESIDE.flatMap((end) => source.files.filter(({ name }) => name === file.name + end)),
  ];
  for (const each of copied)
    await pipeline(await each.stream(), createWriteStream(copy + each.name.slice(file.name.length)));
  try {
    const database = new BetterSqlite(copy);
    // A view or trigger of the file calls nothing, and its pages are checked as they are read.
    database.pragma('trusted_schema = OFF');
    database.pragma('cell_size_check = ON');
    database.pragma('query_only = ON');
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return database;
  } catch (cause) {
    throw new AppError('tracking.fileUnreadable', { file: baseOf(file.name) }, { cause });
  }
}

/** The columns of a table, none where there is no such table. */
export const columnsOf = (database: Database, table: string): ReadonlySet<string> =>
  new Set(
    database
      .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)')
      .all(table)
      .map(({ name }) => name),
  );
