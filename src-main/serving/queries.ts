/** @file The SQL of endpoints. */
import type { Database } from 'better-sqlite3';

export interface EndpointRow {
  readonly name: string;
  readonly model: string;
  readonly wanted: 'running' | 'stopped';
  readonly requests: number;
  readonly errors: number;
  readonly deployedAt: string;
}

export function prepareQueries(db: Database) {
  const columns = 'name, model, wanted, requests, errors, deployed_at AS deployedAt';
  return {
    endpoints: db.prepare<[], EndpointRow>(`SELECT ${columns} FROM endpoints ORDER BY name`),
    deploy: db.prepare<{ name: string; model: string; at: string; by: string }>(
      `INSERT INTO endpoints (name, model, wanted, deployed_at, deployed_by) VALUES ($name, $model, 'running', $at, $by)
       ON CONFLICT (name) DO UPDATE SET model = $model, wanted = 'running', requests = 0, errors = 0,
         deployed_at = $at, deployed_by = $by`,
    ),
    setWanted: db.prepare<{ name: string; wanted: EndpointRow['wanted'] }>(
      'UPDATE endpoints SET wanted = $wanted WHERE name = $name',
    ),
    setCounts: db.prepare<{ name: string; requests: number; errors: number }>(
      'UPDATE endpoints SET requests = $requests, errors = $errors WHERE name = $name',
    ),
    remove: db.prepare<[string]>('DELETE FROM endpoints WHERE name = ?'),
  };
}
