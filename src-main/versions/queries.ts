/** @file The SQL of frozen versions. */
import type { Database } from 'better-sqlite3';
import type { DatasetVersion } from '../../src-shared/contract.ts';
import type { Resolution, TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';

export interface VersionRow extends Omit<DatasetVersion, 'labels' | 'columns' | 'image'> {
  /** JSON, as what follows. */
  readonly labels: string;
  readonly columns: string;
  readonly image: string;
  readonly authors: string;
  readonly files: string;
}

/** An annotation task whose labels a version takes. */
export interface TaskRow {
  readonly id: string;
  readonly dataset: string;
  readonly taskKind: TaskKind;
  readonly resolution: Resolution;
  readonly schemaVersion: number;
}

const VERSION = `SELECT v.id, v.dataset, d.name AS datasetName, v.number, v.blob, v.bytes, v.seed, v.kind, v.target, v.columns, v.image, v.labels, v.language,
  v.train, v.validation, v.test, v.created_at AS createdAt, v.created_by AS createdBy, v.authors, v.files, v.task, v.task_kind AS taskKind, v.resolution,
  v.schema_version AS schemaVersion
  FROM dataset_versions v JOIN dataset_names d ON d.id = v.dataset`;

export function prepareQueries(db: Database) {
  return {
    version: db.prepare<[string], VersionRow>(`${VERSION} WHERE v.id = ?`),
    versions: db.prepare<[{ dataset: string | null }], VersionRow>(
      `${VERSION} WHERE :dataset IS NULL OR v.dataset = :dataset ORDER BY v.created_at DESC, v.id DESC`,
    ),
    addVersion: db.prepare<
      [Omit<VersionRow, 'number' | 'datasetName'> & { validationShare: number; testShare: number }]
    >(
      `INSERT INTO dataset_versions (id, dataset, number, blob, bytes, seed, validation_share, test_share, language,
       kind, target, columns, image, labels, authors, files, train, validation, test, created_at, created_by, task,
       task_kind, resolution, schema_version)
       VALUES (:id, :dataset,
       (SELECT coalesce(max(number), 0) + 1 FROM dataset_versions WHERE dataset = :dataset),
       :blob, :bytes, :seed, :validationShare, :testShare, :language, :kind, :target, :columns, :image, :labels, :authors, :files, :train, :validation,
       :test, :createdAt, :createdBy, :task, :taskKind, :resolution, :schemaVersion)`,
    ),
    task: db.prepare<[string], TaskRow>(
      `SELECT id, dataset, kind AS taskKind, resolution, schema_version AS schemaVersion FROM label_tasks WHERE id = ?`,
    ),
    classes: db.prepare<[string], { id: number; name: string; count: number }>(
      'SELECT id, name, samples AS count FROM class_names WHERE task = ? ORDER BY rank, id',
    ),
    labeled: db.prepare<[string], number>('SELECT labeled FROM label_totals WHERE task = ?').pluck(),
    blobs: db.prepare<[], string>('SELECT DISTINCT blob FROM dataset_versions').pluck(),
  };
}

export type Queries = ReturnType<typeof prepareQueries>;
