/** @file DuckDB inside a worker: bounded in memory and threads, with its spill in scratch, and never on the net. */
// eslint-disable-next-line no-restricted-imports -- this is the door
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface DuckDbOptions {
  /** The job's scratch folder. */
  readonly scratch: string;
  /** What DuckDB may hold in memory before it spills, in bytes. */
  readonly memoryBytes: number;
  readonly threads: number;
}

/** It fetches no extension and looks for none, and neither reads nor writes in the person's home. */
const SILENT = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
  allow_persistent_secrets: 'false',
} as const;

/** Opens a database that stays silent; `:memory:` is one that nothing is kept of. */
export async function openDuckDb(
  path: string,
  settings: Readonly<Record<string, string>>,
): Promise<DuckDBInstance> {
  // Here, as it takes long to load, and a worker that reads no Parquet file needs none.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  return DuckDBInstance.create(path, { ...settings, ...SILENT });
}

/** Opens a database in scratch, runs `work` on it, and closes it whatever happens. */
export async function withDuckDb<T>(
  options: DuckDbOptions,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const spill = join(options.scratch, 'spill');
  mkdirSync(spill, { recursive: true });
  const instance = await openDuckDb(join(options.scratch, 'work.duckdb'), {
    memory_limit: `${Math.round(options.memoryBytes / 1e6)}MB`,
    threads: String(options.threads),
    temp_directory: spill,
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
