/** @file The SQL of limits. */
import type { Database } from 'better-sqlite3';
import type { Budget } from '../../src-shared/platform/budgets.ts';

interface Change extends Budget {
  readonly name: string;
  readonly at: string;
  readonly by: string;
}

export function prepareQueries(db: Database) {
  return {
    chosen: db.prepare<[string], Budget>(
      'SELECT seconds, memory_bytes AS memoryBytes FROM limits WHERE name = ?',
    ),
    choose: db.prepare<Change>(
      `INSERT INTO limits (name, seconds, memory_bytes, changed_at, changed_by)
       VALUES ($name, $seconds, $memoryBytes, $at, $by)
       ON CONFLICT (name) DO UPDATE
       SET seconds = $seconds, memory_bytes = $memoryBytes, changed_at = $at, changed_by = $by`,
    ),
    reset: db.prepare<[string]>('DELETE FROM limits WHERE name = ?'),
  };
}
