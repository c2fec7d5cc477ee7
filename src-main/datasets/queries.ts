/** @file Every statement of the datasets room, prepared when the room opens. What it reads of labels and versions are views of their rooms. */
import type { Database } from 'better-sqlite3';
import type {
  ContradictingRow,
  DatasetKind,
  ImportedFile,
  Split,
  Target,
} from '../../src-shared/contract.ts';
import { KEYS_OF_A_DATASET } from '../kinds/sample-key.ts';
import { filterQueries, prepareMatching } from './matching-queries.ts';

export interface DatasetRow {
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly language: 'en' | 'zh';
  readonly kind: DatasetKind;
  readonly target: Target;
  /** JSON. */
  readonly columns: string;
  readonly image: string;
  readonly state: 'importing' | 'ready';
  readonly samples: number;
  readonly valued: number;
  readonly createdAt: string;
  readonly removedAt: string | null;
  readonly labeled: number;
  readonly flagged: number;
  readonly versions: number;
}

/** Parts of a file's record that are kept as JSON. */
type JsonParts = 'notations' | 'reading' | 'unforeseen' | 'missing' | 'units' | 'images';

export interface FileRow extends Omit<ImportedFile, 'header' | JsonParts>, Record<JsonParts, string> {
  readonly header: number | null;
  readonly dataset: string;
  readonly staging: string | null;
  readonly state: 'reading' | 'merging' | 'done';
  readonly merged: number;
}

export interface SampleRow {
  readonly position: number;
  readonly id: string;
  readonly text: string;
  readonly value: number | null;
  readonly split: Split | null;
  /** JSON. */
  readonly metadata: string | null;
  /** Of an image; null for other kinds. */
  readonly width: number | null;
  readonly height: number | null;
  readonly channels: number | null;
  readonly label: string | null;
  readonly labeledBy: string | null;
  readonly flagged: number;
}

export interface ClassRow {
  readonly id: number;
  readonly name: string;
  /** The class that it is below. */
  readonly parent: number | null;
  /** Samples that carry it. */
  readonly count: number;
}

export interface RejectedRecord {
  readonly row: number;
  readonly problem: string;
  readonly parameters: string;
  readonly excerpt: string;
}

export type ContradictingRecord = Omit<ContradictingRow, 'now'>;

const DATASET = `SELECT number, id, name, language, kind, target, columns, image, state, samples, valued, created_at AS createdAt, removed_at AS removedAt,
  coalesce(l.labeled, 0) AS labeled, coalesce(l.flagged, 0) AS flagged,
  (SELECT count(*) FROM version_numbers v WHERE v.dataset = d.id) AS versions
  FROM datasets d LEFT JOIN label_totals l ON l.dataset = d.id`;

const FILE = `SELECT id, dataset, staging, state, merged, file_name AS fileName, sha256, bytes, format, encoding,
  delimiter, header, notations, reading, unforeseen, missing, units, images, text_column AS textColumn, label_column AS labelColumn,
  rows, duplicates, other_label AS otherLabel, rejected, other_metadata AS otherMetadata, seconds,
  imported_at AS importedAt, licence FROM dataset_files`;

/** One sample with what is said of it. In a list a text is clipped: a page of the longest ones would not fit memory. */
const sampleOf = (text: string) => `SELECT s.key % ${KEYS_OF_A_DATASET} AS position, s.id, ${text} AS text,
  s.value, s.split, s.metadata, i.width, i.height, i.channels, c.name AS label, t.labeled_by AS labeledBy, coalesce(t.flagged, 0) AS flagged
  FROM samples s LEFT JOIN sample_images i ON i.key = s.key
  LEFT JOIN sample_labels t ON t.task = :task AND t.position = s.key % ${KEYS_OF_A_DATASET}
  LEFT JOIN class_names c ON c.id = t.class`;

const LISTED_CHARACTERS = 2000;

/** What reading samples takes, and no more. */
export function prepareReading(db: Database) {
  return {
    dataset: db.prepare<[string], DatasetRow>(`${DATASET} WHERE d.id = ?`),
    positionOf: db
      .prepare<[number, number, string], number>(
        `SELECT i.position FROM sample_ids i JOIN samples s ON s.key = i.dataset * ${KEYS_OF_A_DATASET} + i.position
         WHERE i.dataset = ? AND i.prefix = ? AND s.id = ?`,
      )
      .pluck(),
    sampleAt: db.prepare<[number], Omit<SampleRow, 'position' | 'label' | 'labeledBy' | 'flagged'>>(
      `SELECT s.id, s.text, s.value, s.split, s.metadata, i.width, i.height, i.channels
       FROM samples s LEFT JOIN sample_images i ON i.key = s.key WHERE s.key = ?`,
    ),
    image: db.prepare<[{ key: number; small: number }], { bytes: Buffer }>(
      `SELECT CASE WHEN :small THEN coalesce(thumbnail, bytes) ELSE bytes END AS bytes
       FROM sample_images WHERE key = :key`,
    ),
  };
}

export function prepareQueries(db: Database) {
  return {
    ...prepareReading(db),
    ...datasetQueries(db),
    ...fileQueries(db),
    ...sampleQueries(db),
    ...labelQueries(db),
    ofLabel: filterQueries(db),
    changes: db.prepare<[], number>('SELECT total_changes()').pluck(),
    ...prepareMatching(db),
    ...sweepQueries(db),
  };
}

export type Queries = ReturnType<typeof prepareQueries>;

function datasetQueries(db: Database) {
  return {
    datasets: db.prepare<[], DatasetRow>(
      `${DATASET} WHERE state = 'ready' AND removed_at IS NULL ORDER BY d.number DESC`,
    ),
    datasetAt: db.prepare<[number], DatasetRow>(`${DATASET} WHERE d.number = ?`),
    importing: db.prepare<[], { id: string }>(
      `SELECT id FROM datasets WHERE state = 'importing'
       AND id NOT IN (SELECT staging FROM dataset_files WHERE state = 'merging')`,
    ),
    addDataset: db.prepare<
      [Pick<DatasetRow, 'id' | 'name' | 'language' | 'kind' | 'target' | 'columns'> & { at: string }]
    >(
      `INSERT INTO datasets (id, name, language, kind, target, columns, state, created_at)
       VALUES (:id, :name, :language, :kind, :target, :columns, 'importing', :at)`,
    ),
    fillDataset: db.prepare<[Pick<DatasetRow, 'id' | 'samples' | 'valued' | 'image'>]>(
      'UPDATE datasets SET samples = :samples, valued = :valued, image = :image WHERE id = :id',
    ),
    setImage: db.prepare<[{ id: string; image: string }]>(
      'UPDATE datasets SET image = :image WHERE id = :id',
    ),
    setColumns: db.prepare<[{ id: string; columns: string }]>(
      'UPDATE datasets SET columns = :columns WHERE id = :id',
    ),
    openDataset: db.prepare<[string]>(`UPDATE datasets SET state = 'ready' WHERE id = ?`),
    setSamples: db.prepare<[{ id: string; samples: number; valued: number }]>(
      'UPDATE datasets SET samples = :samples, valued = :valued WHERE id = :id',
    ),
    rename: db.prepare<[string, string]>('UPDATE datasets SET name = ? WHERE id = ?'),
    setRemoved: db.prepare<[string | null, string]>('UPDATE datasets SET removed_at = ? WHERE id = ?'),
    classes: db.prepare<[string], ClassRow>(
      'SELECT id, name, parent, samples AS count FROM class_names WHERE task = ? AND retired = 0 ORDER BY rank, id',
    ),
    facets: db.prepare<[string], { name: string; count: number }>(
      'SELECT facet AS name, count(*) AS count FROM sample_facets WHERE task = ? GROUP BY facet ORDER BY CAST(facet AS INTEGER), facet',
    ),
    totals: db.prepare<[], { datasets: number; samples: number }>(
      `SELECT count(*) AS datasets, coalesce(sum(samples), 0) AS samples FROM datasets
       WHERE state = 'ready' AND removed_at IS NULL`,
    ),
  };
}

function fileQueries(db: Database) {
  return {
    file: db.prepare<[string], FileRow>(`${FILE} WHERE id = ?`),
    files: db.prepare<[string], FileRow>(
      `${FILE} WHERE dataset = ? AND state = 'done' ORDER BY imported_at, id`,
    ),
    merging: db.prepare<[], FileRow>(`${FILE} WHERE state = 'merging' ORDER BY imported_at, id`),
    addFile: db.prepare<
      [
        Pick<
          FileRow,
          | 'id'
          | 'dataset'
          | 'staging'
          | 'fileName'
          | 'bytes'
          | 'format'
          | 'encoding'
          | 'delimiter'
          | 'header'
          | 'notations'
          | 'reading'
          | 'units'
          | 'textColumn'
          | 'labelColumn'
          | 'importedAt'
          | 'licence'
        >,
      ]
    >(
      `INSERT INTO dataset_files (id, dataset, staging, state, file_name, bytes, format, encoding, delimiter, header, notations,
       reading, units, text_column, label_column, imported_at, licence)
       VALUES (:id, :dataset, :staging, 'reading', :fileName, :bytes, :format, :encoding, :delimiter, :header, :notations,
       :reading, :units, :textColumn, :labelColumn, :importedAt, :licence)`,
    ),
    endFile: db.prepare<
      [
        Pick<
          FileRow,
          | 'id'
          | 'state'
          | 'sha256'
          | 'rows'
          | 'duplicates'
          | 'otherLabel'
          | 'rejected'
          | 'seconds'
          | 'images'
          | 'unforeseen'
          | 'missing'
        >,
      ]
    >(
      `UPDATE dataset_files SET state = :state, sha256 = :sha256, rows = :rows, duplicates = :duplicates, other_label = :otherLabel,
       rejected = :rejected, seconds = :seconds, images = :images, unforeseen = :unforeseen,
       missing = :missing WHERE id = :id`,
    ),
    mergeFile: db.prepare<[{ id: string; merged: number; duplicates: number; otherLabel: number }]>(
      `UPDATE dataset_files SET merged = :merged, duplicates = duplicates + :duplicates,
       other_label = other_label + :otherLabel WHERE id = :id`,
    ),
    endMerge: db.prepare<[string]>(`UPDATE dataset_files SET state = 'done', staging = NULL WHERE id = ?`),
    setLicence: db.prepare<[{ file: string; licence: string }]>(
      'UPDATE dataset_files SET licence = :licence WHERE id = :file',
    ),
    addRejected: db.prepare<[{ file: string; seq: number } & RejectedRecord]>(
      `INSERT INTO rejected_rows (file, seq, row, problem, parameters, excerpt)
       VALUES (:file, :seq, :row, :problem, :parameters, :excerpt)`,
    ),
    addContradicting: db.prepare<[{ file: string; seq: number } & ContradictingRecord]>(
      `INSERT INTO contradicting_rows (file, seq, row, label, first_row, first_label, sample, excerpt)
       VALUES (:file, :seq, :row, :label, :firstRow, :firstLabel, :sample, :excerpt)`,
    ),
    contradictingCount: db
      .prepare<[string], number>('SELECT count(*) FROM contradicting_rows WHERE file = ?')
      .pluck(),
    contradicting: db.prepare<[string, number, number], ContradictingRecord>(
      `SELECT row, label, first_row AS firstRow, first_label AS firstLabel, sample, excerpt
       FROM contradicting_rows WHERE file = ? AND seq >= ? ORDER BY seq LIMIT ?`,
    ),
    rejectedCount: db.prepare<[string], number>('SELECT count(*) FROM rejected_rows WHERE file = ?').pluck(),
    rejected: db.prepare<[string, number, number], RejectedRecord>(
      `SELECT row, problem, parameters, excerpt FROM rejected_rows WHERE file = ? AND seq >= ? ORDER BY seq LIMIT ?`,
    ),
  };
}

function sampleQueries(db: Database) {
  return {
    addSample: db.prepare<[number, string, string, number | null, string | null, string | null]>(
      'INSERT INTO samples (key, id, text, value, split, metadata) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    /** Whether a sample says otherwise of itself than is said now. */
    saysOtherwise: db
      .prepare<[{ key: number; metadata: string }], number>(
        `SELECT json_patch(metadata, :metadata) <> json_patch(json_patch(metadata, :metadata), metadata)
         FROM samples WHERE key = :key AND metadata IS NOT NULL`,
      )
      .pluck(),
    /** What was said first stays; what was not is added. */
    fillMetadata: db.prepare<[{ key: number; metadata: string }]>(
      `UPDATE samples SET metadata = json_patch(json_patch(metadata, :metadata), metadata) WHERE key = :key AND metadata IS NOT NULL`,
    ),
    giveMetadata: db.prepare<[{ key: number; metadata: string }]>(
      'UPDATE samples SET metadata = :metadata WHERE key = :key AND metadata IS NULL',
    ),
    addOtherMetadata: db.prepare<[{ id: string; count: number }]>(
      'UPDATE dataset_files SET other_metadata = other_metadata + :count WHERE id = :id',
    ),
    addImage: db.prepare<[number, Uint8Array, Uint8Array | null, number, number, number]>(
      `INSERT INTO sample_images (key, bytes, thumbnail, width, height, channels) VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    copyImage: db.prepare<[{ from: number; to: number }]>(
      `INSERT INTO sample_images (key, bytes, thumbnail, width, height, channels)
       SELECT :to, bytes, thumbnail, width, height, channels FROM sample_images WHERE key = :from`,
    ),
    addId: db.prepare<[number, number, number]>(
      'INSERT INTO sample_ids (dataset, prefix, position) VALUES (?, ?, ?)',
    ),
    sample: db.prepare<[{ key: number; task: string }], SampleRow>(
      `${sampleOf('s.text')} WHERE s.key = :key`,
    ),
    listed: db.prepare<[{ key: number; task: string }], SampleRow>(
      `${sampleOf(`CASE WHEN length(s.text) > ${LISTED_CHARACTERS}
        THEN substr(s.text, 1, ${LISTED_CHARACTERS}) || '…' ELSE s.text END`)} WHERE s.key = :key`,
    ),
    contents: db.prepare<[number, number], { position: number; id: string; text: string }>(
      `SELECT key % ${KEYS_OF_A_DATASET} AS position, id, text FROM samples WHERE key >= ? AND key < ?`,
    ),
    staged: db.prepare<[{ task: string; from: number; to: number }], SampleRow>(
      `${sampleOf('s.text')} WHERE s.key >= :from AND s.key < :to ORDER BY s.key`,
    ),
  };
}

/** What is said of samples, by the tasks in which it is said. */
function labelQueries(db: Database) {
  return {
    labelTotals: db.prepare<[string], { labeled: number; flagged: number }>(
      'SELECT labeled, flagged FROM label_totals WHERE task = ?',
    ),
    labelValue: db
      .prepare<[string, number], string | null>(
        'SELECT value FROM sample_labels WHERE task = ? AND position = ?',
      )
      .pluck(),
    nameOfClass: db.prepare<[number], string>('SELECT name FROM class_names WHERE id = ?').pluck(),
  };
}

function sweepQueries(db: Database) {
  return {
    dropSamples: db.prepare<[number, number, number]>(
      'DELETE FROM samples WHERE key IN (SELECT key FROM samples WHERE key >= ? AND key < ? LIMIT ?)',
    ),
    dropImages: db.prepare<[number, number, number]>(
      'DELETE FROM sample_images WHERE key IN (SELECT key FROM sample_images WHERE key >= ? AND key < ? LIMIT ?)',
    ),
    dropIds: db.prepare<[{ number: number; limit: number }]>(
      `DELETE FROM sample_ids WHERE dataset = :number AND (prefix, position) IN
       (SELECT prefix, position FROM sample_ids WHERE dataset = :number LIMIT :limit)`,
    ),
    mergingFrom: db.prepare<[string], { id: string }>(
      `SELECT id FROM dataset_files WHERE state = 'merging' AND staging = ?`,
    ),
    filesReadInto: db.prepare<[{ dataset: string }], { id: string }>(
      `SELECT id FROM dataset_files WHERE state = 'reading' AND (dataset = :dataset OR staging = :dataset)`,
    ),
    dropRejected: db.prepare<[string]>('DELETE FROM rejected_rows WHERE file = ?'),
    dropContradicting: db.prepare<[string]>('DELETE FROM contradicting_rows WHERE file = ?'),
    dropFile: db.prepare<[string]>('DELETE FROM dataset_files WHERE id = ?'),
    dropDataset: db.prepare<[string]>('DELETE FROM datasets WHERE id = ?'),
  };
}
