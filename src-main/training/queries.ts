/** @file The SQL of the training room: what was found of the execution providers, and where baselines are kept. */
import type { Database } from 'better-sqlite3';

export function prepareQueries(db: Database) {
  return {
    reports: db.prepare<[string], string>('SELECT report FROM providers WHERE machine = ?').pluck(),
    baselines: db.prepare<[string], string>('SELECT blob FROM baselines WHERE version = ?').pluck(),
    keepBaselines: db.prepare<{ version: string; blob: string }>(
      'INSERT OR REPLACE INTO baselines (version, blob) VALUES ($version, $blob)',
    ),
    baselinesOfBlob: db.prepare<[string], string>('SELECT version FROM baselines WHERE blob = ?').pluck(),
    baselineBlobs: db.prepare<[], string>('SELECT blob FROM baselines').pluck(),
    keepReport: db.prepare<{ machine: string; provider: string; report: string }>(
      'INSERT OR REPLACE INTO providers (machine, provider, report) VALUES ($machine, $provider, $report)',
    ),
  };
}
