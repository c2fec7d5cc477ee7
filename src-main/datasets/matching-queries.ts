/** @file The statements that find the samples of a filter. */
import type { Database } from 'better-sqlite3';
import { KEYS_OF_A_DATASET } from '../kinds/sample-key.ts';

/** What a sample's metadata must say in a column; what is null lets all pass. */
export interface MetadataBounds {
  readonly column: string | null;
  /** 1 for samples that have no value there. */
  readonly without: number;
  readonly is: string | null;
  /** A pattern of LIKE. */
  readonly contains: string | null;
  readonly least: string | number | null;
  readonly most: string | number | null;
}

/** @param none what a sample without a label must be beside having no class */
export function filterQueries(db: Database, none: string) {
  const states = 'FROM sample_labels WHERE task = :task';
  const page = 'ORDER BY position LIMIT :limit OFFSET :offset';
  type Filter = { task: string; label: number | null };
  type Page = { limit: number; offset: number };
  return {
    byClass: db
      .prepare<[Filter & Page], number>(`SELECT position ${states} AND class IS :label ${none} ${page}`)
      .pluck(),
    flagged: db
      .prepare<[Page & { task: string }], number>(`SELECT position ${states} AND flagged = 1 ${page}`)
      .pluck(),
    byFlag: db
      .prepare<[Page & { task: string; flagged: number }], number>(
        `SELECT position ${states} AND flagged = :flagged ${page}`,
      )
      .pluck(),
    byBoth: db
      .prepare<[Filter & Page & { flagged: number }], number>(
        `SELECT position ${states} AND class IS :label ${none} AND flagged = :flagged ${page}`,
      )
      .pluck(),
    countByBoth: db
      .prepare<[Filter & { flagged: number }], number>(
        `SELECT count(*) ${states} AND class IS :label ${none} AND flagged = :flagged`,
      )
      .pluck(),
  };
}

/** What a filter asks of a range of samples, prepared alone where it is asked of a moment of the store. */
export function prepareMatching(db: Database) {
  return {
    classNamed: db.prepare<[string, string], { id: number; samples: number }>(
      'SELECT id, samples FROM class_names WHERE task = ? AND name = ?',
    ),
    /** Texts that hold a pattern, in a range of keys; a filter that is null lets all pass. */
    search: db
      .prepare<
        [
          {
            task: string;
            from: number;
            to: number;
            pattern: string;
            filtered: number;
            label: number | null;
            flagged: number | null;
          } & MetadataBounds,
        ],
        number
      >(
        `SELECT s.key % ${KEYS_OF_A_DATASET} FROM samples s
         LEFT JOIN sample_labels t ON t.task = :task AND t.position = s.key % ${KEYS_OF_A_DATASET}
         WHERE s.key >= :from AND s.key < :to AND s.text LIKE :pattern ESCAPE '\\'
         AND (:filtered = 0 OR (t.class IS :label AND (:label IS NOT NULL OR t.value IS NULL))) AND (:flagged IS NULL OR t.flagged = :flagged)
         AND (:column IS NULL OR :without <> EXISTS (SELECT 1 FROM json_each(s.metadata) m WHERE m.key = :column AND
           (:is IS NULL OR CAST(m.value AS TEXT) = :is) AND
           (:contains IS NULL OR CAST(m.value AS TEXT) LIKE :contains ESCAPE '\\') AND
           (:least IS NULL OR (m.value >= :least AND (m.type = 'text') = (typeof(:least) = 'text'))) AND
           (:most IS NULL OR (m.value <= :most AND (m.type = 'text') = (typeof(:most) = 'text')))))
         ORDER BY s.key`,
      )
      .pluck(),
  };
}
