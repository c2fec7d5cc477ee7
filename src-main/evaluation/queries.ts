/** @file The SQL of reports. */
import type { Database } from 'better-sqlite3';

export interface ReportRow {
  readonly id: string;
  readonly model: string;
  readonly version: string;
  readonly split: string;
  readonly samples: number;
  /** JSON: name to number. */
  readonly metrics: string;
  readonly blob: string;
  readonly at: string;
  readonly by: string;
}

export function prepareQueries(db: Database) {
  return {
    addReport: db.prepare<ReportRow>(
      `INSERT INTO reports (id, model, version, split, samples, metrics, blob, created_at, created_by)
       VALUES ($id, $model, $version, $split, $samples, $metrics, $blob, $at, $by)`,
    ),
    report: db.prepare<[string], { blob: string }>('SELECT blob FROM reports WHERE id = ?'),
    reportsOf: db.prepare<[string], { blob: string }>(
      'SELECT blob FROM reports WHERE model = ? ORDER BY created_at DESC, id DESC',
    ),
    latestMetrics: db.prepare<
      [{ model: string; split: string; version: string | null }],
      { metrics: string }
    >(
      `SELECT metrics FROM reports WHERE model = :model AND split = :split AND (:version IS NULL OR version = :version)
       ORDER BY created_at DESC, id DESC LIMIT 1`,
    ),
    /** Of each model its newest report on a split of any version of the dataset. */
    metricsOnDataset: db.prepare<[{ dataset: string; split: string }], { model: string; metrics: string }>(
      `SELECT model, metrics FROM (
         SELECT r.model, r.metrics, row_number() OVER (PARTITION BY r.model ORDER BY r.created_at DESC, r.id DESC) AS place
         FROM reports r JOIN version_numbers v ON v.id = r.version
         WHERE v.dataset = :dataset AND r.split = :split)
       WHERE place = 1`,
    ),
    /** Of each model its newest report on a split of each version of the dataset, the versions in order. */
    metricsByVersion: db.prepare<
      [{ dataset: string; split: string }],
      { model: string; metrics: string; version: string; number: number; train: number }
    >(
      `SELECT model, metrics, version, number, train FROM (
         SELECT r.model, r.metrics, v.id AS version, v.number, s.train,
           row_number() OVER (PARTITION BY r.model, r.version ORDER BY r.created_at DESC, r.id DESC) AS place
         FROM reports r JOIN version_numbers v ON v.id = r.version JOIN version_sizes s ON s.id = r.version
         WHERE v.dataset = :dataset AND r.split = :split)
       WHERE place = 1 ORDER BY number`,
    ),
    servedModel: db.prepare<[string], string>('SELECT model FROM endpoint_models WHERE name = ?').pluck(),
    blobs: db.prepare<[], string>('SELECT blob FROM reports').pluck(),
    versionsOfBlob: db.prepare<[string], string>('SELECT version FROM reports WHERE blob = ?').pluck(),
  };
}
