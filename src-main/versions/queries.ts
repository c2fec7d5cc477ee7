/** @file The SQL of frozen versions. */
import type { Database } from 'better-sqlite3';
import type { DatasetVersion } from '../../src-shared/contract.ts';
import type { Resolution, TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';

export interface VersionRow extends Omit<DatasetVersion, 'labels' | 'columns' | 'image' | 'derived'> {
  /** JSON, as what follows. */
  readonly labels: string;
  readonly columns: string;
  readonly image: string;
  readonly authors: string;
  readonly files: string;
  /** Of changes since another version, those that are undone; null of a version that was frozen. */
  readonly undone: number | null;
  readonly changed: number | null;
  /** Of a preference task: the columns that hold what is compared, as JSON. */
  readonly compared: string | null;
}

/** A version with changes undone, as it is written. */
export interface DerivedRow {
  readonly id: string;
  readonly good: string;
  readonly bad: string;
  readonly changes: string;
  readonly undone: number;
  readonly changed: number;
  readonly blob: string;
  readonly bytes: number;
  /** JSON */
  readonly labels: string;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly createdAt: string;
  readonly createdBy: string;
}

/** Where the label of a sample came from, as it was at a moment. */
export interface OriginRow {
  readonly sample: string;
  readonly author: string | null;
  readonly at: string | null;
  /** The name of a file of annotations. */
  readonly annotations: string | null;
  /** The id of the file that the sample came with, and when. */
  readonly file: string | null;
  readonly importedAt: string | null;
}

/** An annotation task whose labels a version takes. */
export interface TaskRow {
  readonly id: string;
  readonly dataset: string;
  readonly taskKind: TaskKind;
  readonly resolution: Resolution;
  readonly schemaVersion: number;
  readonly compared: string | null;
}

const VERSION = `SELECT v.id, v.dataset, d.name AS datasetName, v.number, v.blob, v.bytes, v.seed, v.kind, v.target, v.columns, v.image, v.labels, v.language,
  v.train, v.validation, v.test, v.created_at AS createdAt, v.created_by AS createdBy, v.authors, v.files, v.task, v.task_kind AS taskKind, v.resolution,
  v.schema_version AS schemaVersion, v.compared, NULL AS undone, NULL AS changed
  FROM dataset_versions v JOIN dataset_names d ON d.id = v.dataset`;

/** What it holds beside its samples is that of the bad version. */
const DERIVED = `SELECT r.id, v.dataset, d.name AS datasetName, v.number, r.blob, r.bytes, v.seed, v.kind, v.target, v.columns, v.image,
  r.labels, v.language, r.train, r.validation, r.test, r.created_at AS createdAt, r.created_by AS createdBy, v.authors, v.files, v.task,
  v.task_kind AS taskKind, v.resolution, v.schema_version AS schemaVersion, v.compared, r.undone, r.changed
  FROM derived_versions r JOIN dataset_versions v ON v.id = r.bad JOIN dataset_names d ON d.id = v.dataset`;

export function prepareQueries(db: Database) {
  return {
    version: db.prepare<[string], VersionRow>(`${VERSION} WHERE v.id = ?`),
    /** Whose file has a hash, those of bisections among them. */
    ofBlob: db.prepare<[{ blob: string }], VersionRow>(
      `${VERSION} WHERE v.blob = :blob UNION ALL ${DERIVED} WHERE r.blob = :blob`,
    ),
    versions: db.prepare<[{ dataset: string | null }], VersionRow>(
      `${VERSION} WHERE :dataset IS NULL OR v.dataset = :dataset ORDER BY v.created_at DESC, v.id DESC`,
    ),
    derived: db.prepare<[string], VersionRow>(`${DERIVED} WHERE r.id = ?`),
    derivedLike: db.prepare<[{ good: string; bad: string; changes: string }], VersionRow>(
      `${DERIVED} WHERE r.good = $good AND r.bad = $bad AND r.changes = $changes`,
    ),
    addDerived: db.prepare<[DerivedRow]>(
      `INSERT INTO derived_versions (id, good, bad, changes, undone, changed, blob, bytes, labels, train, validation, test, created_at,
       created_by) VALUES ($id, $good, $bad, $changes, $undone, $changed, $blob, $bytes, $labels, $train, $validation, $test, $createdAt,
       $createdBy)`,
    ),
    /** Of the samples with keys of a range: the last that was said of its label until a moment, and the file it came with. */
    origins: db.prepare<
      [{ task: string; base: number; from: number; end: number; until: string }],
      OriginRow
    >(
      `SELECT s.id AS sample, e.author, e.at, e.file AS annotations, f.file, f.at AS importedAt FROM sample_contents s
       LEFT JOIN label_files f ON f.task = $task AND f.position = s.key - $base
       LEFT JOIN label_events e ON e.task = $task AND e.position = s.key - $base AND e.seq = (SELECT max(l.seq)
         FROM label_events l WHERE l.task = $task AND l.position = s.key - $base AND l.at <= $until)
       WHERE s.key >= $from AND s.key < $end`,
    ),
    addVersion: db.prepare<
      [
        Omit<VersionRow, 'number' | 'datasetName' | 'undone' | 'changed'> & {
          validationShare: number;
          testShare: number;
        },
      ]
    >(
      `INSERT INTO dataset_versions (id, dataset, number, blob, bytes, seed, validation_share, test_share, language,
       kind, target, columns, image, labels, authors, files, train, validation, test, created_at, created_by, task,
       task_kind, resolution, schema_version, compared)
       VALUES (:id, :dataset,
       (SELECT coalesce(max(number), 0) + 1 FROM dataset_versions WHERE dataset = :dataset),
       :blob, :bytes, :seed, :validationShare, :testShare, :language, :kind, :target, :columns, :image, :labels, :authors, :files, :train, :validation,
       :test, :createdAt, :createdBy, :task, :taskKind, :resolution, :schemaVersion, :compared)`,
    ),
    task: db.prepare<[string], TaskRow>(
      `SELECT id, dataset, kind AS taskKind, resolution, schema_version AS schemaVersion, compared FROM label_tasks WHERE id = ?`,
    ),
    classes: db.prepare<[string], { id: number; name: string; count: number }>(
      'SELECT id, name, samples AS count FROM class_names WHERE task = ? ORDER BY rank, id',
    ),
    labeled: db.prepare<[string], number>('SELECT labeled FROM label_totals WHERE task = ?').pluck(),
    blobs: db
      .prepare<[], string>('SELECT blob FROM dataset_versions UNION SELECT blob FROM derived_versions')
      .pluck(),
  };
}

export type Queries = ReturnType<typeof prepareQueries>;
