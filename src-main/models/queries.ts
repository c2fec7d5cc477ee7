/** @file The SQL of models and their exports. */
import type { Database } from 'better-sqlite3';
import type { DatasetKind, Task } from '../../src-shared/contract.ts';

export interface ModelRow {
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly run: string | null;
  readonly runNumber: number | null;
  readonly supersededBy: string | null;
  readonly blob: string;
  readonly bytes: number;
  readonly labels: string;
  readonly language: string;
  readonly task: Task;
  readonly kind: DatasetKind;
  readonly weightsSha256: string;
  readonly summary: string;
  readonly tested: string | null;
  readonly createdAt: string;
}

const MODEL = `SELECT m.number, m.id, m.name, m.run, r.number AS runNumber, m.blob, m.bytes, m.labels, m.language, m.task,
  m.kind, m.weights_sha256 AS weightsSha256, m.summary, m.created_at AS createdAt,
  (SELECT n.id FROM models n WHERE n.run = m.run AND n.number > m.number ORDER BY n.number DESC LIMIT 1) AS supersededBy,
  (SELECT json_object('version', p.version, 'metrics', json(p.metrics)) FROM model_reports p
     WHERE p.model = m.id AND p.split = 'test' ORDER BY p.created_at DESC, p.id DESC LIMIT 1) AS tested
  FROM models m LEFT JOIN run_numbers r ON r.id = m.run`;

export function prepareQueries(db: Database) {
  return {
    nextNumber: db.prepare<[], number>('SELECT coalesce(max(number), 0) + 1 FROM models').pluck(),
    add: db.prepare<Record<string, string | number | null>>(
      `INSERT INTO models (number, id, name, run, blob, bytes, labels, language, task, kind, weights_sha256, summary, created_at)
       VALUES ($number, $id, $name, $run, $blob, $bytes, $labels, $language, $task, $kind, $weights, $summary, $at)`,
    ),
    model: db.prepare<[string], ModelRow>(`${MODEL} WHERE m.id = ?`),
    modelAt: db.prepare<[number], ModelRow>(`${MODEL} WHERE m.number = ?`),
    rename: db.prepare<{ id: string; name: string }>('UPDATE models SET name = $name WHERE id = $id'),
    setFile: db.prepare<{ id: string; blob: string; bytes: number }>(
      'UPDATE models SET blob = $blob, bytes = $bytes WHERE id = $id',
    ),
    unfinished: db
      .prepare<[], string>(
        'SELECT id FROM models WHERE blob NOT IN (SELECT blob FROM model_exports) ORDER BY number',
      )
      .pluck(),
    latestReport: db.prepare<{ model: string; split: string }, { blob: string }>(
      'SELECT blob FROM model_reports WHERE model = $model AND split = $split ORDER BY created_at DESC, id DESC LIMIT 1',
    ),
    addExport: db.prepare<{ blob: string; model: string; bytes: number; at: string; by: string }>(
      `INSERT INTO model_exports (blob, model, bytes, created_at, created_by) VALUES ($blob, $model, $bytes, $at, $by)
       ON CONFLICT (blob) DO NOTHING`,
    ),
    count: db.prepare<[], number>('SELECT count(*) FROM models').pluck(),
    blobs: db.prepare<[], string>('SELECT blob FROM models UNION SELECT blob FROM model_exports').pluck(),
  };
}

export type Queries = ReturnType<typeof prepareQueries>;
