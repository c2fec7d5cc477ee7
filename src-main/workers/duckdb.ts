/** @file DuckDB inside a worker: bounded in memory and threads, with its spill in scratch, and never on the net. */
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface DuckDbOptions {
  /** The job's scratch folder. */
  readonly scratch: string;
  /** What DuckDB may hold in memory before it spills, in bytes. */
  readonly memoryBytes: number;
  readonly threads: number;
}

/** Opens a database in scratch, runs `work` on it, and closes it whatever happens. */
export async function withDuckDb<T>(
  options: DuckDbOptions,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const spill = join(options.scratch, 'spill');
  mkdirSync(spill, { recursive: true });
  const instance = await DuckDBInstance.create(join(options.scratch, 'work.duckdb'), {
    memory_limit: `${Math.round(options.memoryBytes / 1e6)}MB`,
    threads: String(options.threads),
    temp_directory: spill,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A text as an SQL literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
