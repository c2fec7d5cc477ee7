/** @file The SQL of the training room: what was found of the execution providers. */
import type { Database } from 'better-sqlite3';

export function prepareQueries(db: Database) {
  return {
    reports: db.prepare<[string], string>('SELECT report FROM providers WHERE machine = ?').pluck(),
    keepReport: db.prepare<{ machine: string; provider: string; report: string }>(
      'INSERT OR REPLACE INTO providers (machine, provider, report) VALUES ($machine, $provider, $report)',
    ),
  };
}
