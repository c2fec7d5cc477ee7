/** @file What a freeze reads, on a connection that sees one moment. */
import type { Database } from 'better-sqlite3';
import type { Split } from '../../src-shared/contract.ts';

interface FrozenRow {
  readonly position: number;
  readonly id: string;
  readonly text: string;
  readonly value: number | null;
  readonly split: Split | null;
  readonly metadata: string | null;
  readonly label: string | null;
  readonly labeledBy: string | null;
  /** JSON with classes by their ids; the label of tasks without single classes. */
  readonly answer: string | null;
}

/** Keys from `from` up to `to`, of the dataset whose first key is `base`; labels are those of a task. */
interface Range {
  readonly task: string;
  readonly base: number;
  readonly from: number;
  readonly to: number;
}

interface FrozenImage {
  readonly key: number;
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

export function prepareSnapshot(db: Database) {
  const labeled = (
    columns: string,
    only: string,
  ) => `SELECT t.position, s.id, s.text, s.value, s.split, s.metadata, ${columns}, t.labeled_by AS labeledBy
    FROM sample_labels t
    JOIN sample_contents s ON s.key = :base + t.position LEFT JOIN class_names c ON c.id = t.class
    WHERE t.task = :task AND ${only} IS NOT NULL
    AND t.position >= :from - :base AND t.position < :to - :base ORDER BY t.position`;
  const unlabeled = (
    only: string,
  ) => `SELECT s.key - :base AS position, s.id, s.text, s.value, s.split, s.metadata,
    NULL AS label, NULL AS labeledBy, NULL AS answer FROM sample_contents s
    WHERE :task IS NOT NULL AND s.key >= :from AND s.key < :to ${only} ORDER BY s.key`;
  return {
    labeled: db.prepare<[Range], FrozenRow>(labeled('c.name AS label, NULL AS answer', 't.class')),
    answered: db.prepare<[Range], FrozenRow>(labeled('NULL AS label, t.value AS answer', 't.value')),
    valued: db.prepare<[Range], FrozenRow>(unlabeled('AND s.value IS NOT NULL')),
    all: db.prepare<[Range], FrozenRow>(unlabeled('')),
    images: db.prepare<[number, number], FrozenImage>(
      'SELECT key, bytes, width, height, channels FROM image_files WHERE key >= ? AND key < ? ORDER BY key',
    ),
    imageSizes: db.prepare<[number, number], { key: number; size: number }>(
      'SELECT key, length(bytes) AS size FROM image_files WHERE key >= ? AND key < ? ORDER BY key',
    ),
  };
}
