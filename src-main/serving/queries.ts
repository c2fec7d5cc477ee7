/** @file The SQL of endpoints and of the keys that open them. */
import type { Database } from 'better-sqlite3';
import type { ApiKey } from '../../src-shared/contract.ts';

export interface EndpointRow {
  readonly name: string;
  readonly model: string;
  readonly wanted: 'running' | 'stopped';
  readonly requests: number;
  readonly errors: number;
  readonly deployedAt: string;
  /** The registered model and its alias that it follows; null for one that stays with its model. */
  readonly registered: string | null;
  readonly alias: string | null;
}

export type Queries = ReturnType<typeof prepareQueries>;

export function prepareQueries(db: Database) {
  const key = `id, name, endpoint, created_at AS createdAt, created_by AS createdBy, last_used_at AS lastUsedAt`;
  const columns = 'name, model, wanted, requests, errors, deployed_at AS deployedAt, registered, alias';
  return {
    endpoints: db.prepare<[], EndpointRow>(`SELECT ${columns} FROM endpoints ORDER BY name`),
    deploy: db.prepare<{
      name: string;
      model: string;
      wanted: EndpointRow['wanted'];
      registered: string | null;
      alias: string | null;
      at: string;
      by: string;
    }>(
      `INSERT INTO endpoints (name, model, wanted, registered, alias, deployed_at, deployed_by)
       VALUES ($name, $model, $wanted, $registered, $alias, $at, $by)
       ON CONFLICT (name) DO UPDATE SET model = $model, wanted = $wanted, requests = 0, errors = 0,
         registered = $registered, alias = $alias, deployed_at = $at, deployed_by = $by`,
    ),
    setWanted: db.prepare<{ name: string; wanted: EndpointRow['wanted'] }>(
      'UPDATE endpoints SET wanted = $wanted WHERE name = $name',
    ),
    setCounts: db.prepare<{ name: string; requests: number; errors: number }>(
      'UPDATE endpoints SET requests = $requests, errors = $errors WHERE name = $name',
    ),
    remove: db.prepare<[string]>('DELETE FROM endpoints WHERE name = ?'),
    keys: db.prepare<[], ApiKey>(`SELECT ${key} FROM api_keys ORDER BY created_at DESC, id`),
    key: db.prepare<[string], ApiKey>(`SELECT ${key} FROM api_keys WHERE key_sha256 = ?`),
    addKey: db.prepare<{
      id: string;
      name: string;
      endpoint: string | null;
      sha256: string;
      createdAt: string;
      by: string;
    }>(
      `INSERT INTO api_keys (id, name, key_sha256, endpoint, created_at, created_by)
       VALUES ($id, $name, $sha256, $endpoint, $createdAt, $by)`,
    ),
    touchKey: db.prepare<{ id: string; at: string }>('UPDATE api_keys SET last_used_at = $at WHERE id = $id'),
    removeKey: db.prepare<[string]>('DELETE FROM api_keys WHERE id = ?'),
    anyone: db.prepare<[], { anyone: number }>('SELECT anyone FROM asking'),
    setAnyone: db.prepare<[number]>('UPDATE asking SET anyone = ?'),
  };
}
