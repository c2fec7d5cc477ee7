/** @file The statements of suggestions, and of those that were kept at once. */
import type { Database } from 'better-sqlite3';
import { saysSame } from '../../../src-shared/labeling/agreement/same.ts';
import { parsed } from '../../../src-shared/labeling/tasks/stored.ts';

export interface SuggestionRow {
  readonly task: string;
  readonly position: number;
  readonly source: string;
  readonly class: number | null;
  readonly value: string | null;
  readonly confidence: number;
  /** JSON; of each part. */
  readonly confidences: string | null;
}

export interface SourceRow {
  readonly source: string;
  readonly name: string;
  readonly madeAt: string;
}

export interface BatchRow {
  readonly id: string;
  readonly task: string;
  readonly source: string;
  readonly name: string;
  readonly threshold: number;
  readonly person: string;
  readonly personName: string;
  readonly at: string;
  readonly undone: number;
}

interface OfSource {
  readonly task: string;
  readonly source: string;
}

const OPEN = 's.class IS NULL AND s.value IS NULL AND s.skipped = 0';
/** Sets of parts are the same whatever their parts are called, and regions where they cover each other well. */
const SAME = `(s.class IS g.class AND (s.value IS g.value OR says_same(s.value, g.value)))`;

export function prepareSuggestionQueries(db: Database) {
  db.function('says_same', { deterministic: true }, (a: string | null, b: string | null) =>
    Number(a !== null && b !== null && saysSame(parsed(a), parsed(b))),
  );
  return {
    suggestionsAt: db.prepare<[string, number], SuggestionRow & { name: string }>(
      `SELECT g.source, o.name, g.class, g.value, g.confidence, g.confidences FROM suggestions g
       JOIN suggestion_sources o ON o.task = g.task AND o.source = g.source
       WHERE g.task = ? AND g.position = ? ORDER BY g.confidence DESC, g.source`,
    ),
    suggestionSources: db.prepare<[string], SourceRow>(
      'SELECT source, name, made_at AS madeAt FROM suggestion_sources WHERE task = ? ORDER BY made_at DESC, source',
    ),
    saveSource: db.prepare<[SourceRow & { task: string }]>(
      `INSERT OR REPLACE INTO suggestion_sources (task, source, name, made_at) VALUES (:task, :source, :name, :madeAt)`,
    ),
    dropSource: db.prepare<[OfSource]>(
      'DELETE FROM suggestion_sources WHERE task = :task AND source = :source',
    ),
    dropSuggestions: db.prepare<[OfSource & { limit: number }]>(
      `DELETE FROM suggestions WHERE task = :task AND source = :source AND position IN
       (SELECT position FROM suggestions WHERE task = :task AND source = :source LIMIT :limit)`,
    ),
    addSuggestion: db.prepare<[SuggestionRow]>(
      `INSERT OR REPLACE INTO suggestions (task, position, source, class, value, confidence, confidences)
       VALUES (:task, :position, :source, :class, :value, :confidence, :confidences)`,
    ),
    suggestionCounts: db.prepare<
      [OfSource],
      { items: number; open: number; labeled: number; agreed: number }
    >(
      `SELECT count(*) AS items, total(${OPEN}) AS open,
         total(s.class IS NOT NULL OR s.value IS NOT NULL) AS labeled, total(${SAME}) AS agreed
       FROM suggestions g JOIN sample_states s ON s.task = g.task AND s.position = g.position
       WHERE g.task = :task AND g.source = :source`,
    ),
    suggestionHistogram: db.prepare<[OfSource], { tenth: number; items: number }>(
      `SELECT min(9, CAST(g.confidence * 10 AS INTEGER)) AS tenth, count(*) AS items
       FROM suggestions g JOIN sample_states s ON s.task = g.task AND s.position = g.position
       WHERE g.task = :task AND g.source = :source AND ${OPEN} GROUP BY tenth`,
    ),
    openSuggestions: db.prepare<
      [OfSource & { threshold: number; after: number; limit: number }],
      SuggestionRow
    >(
      `SELECT g.position, g.class, g.value, g.confidence, g.confidences
       FROM suggestions g JOIN sample_states s ON s.task = g.task AND s.position = g.position
       WHERE g.task = :task AND g.source = :source AND g.confidence >= :threshold AND g.position > :after AND ${OPEN}
       ORDER BY g.position LIMIT :limit`,
    ),
    ...batches(db),
  };
}

function batches(db: Database) {
  return {
    batchesOf: db.prepare<[string], BatchRow>(
      `SELECT id, task, source, name, threshold, person, person_name AS personName, at, undone FROM accepted_batches
       WHERE task = ? ORDER BY at DESC, id`,
    ),
    addBatch: db.prepare<[BatchRow]>(
      `INSERT INTO accepted_batches (id, task, source, name, threshold, person, person_name, at, undone)
       VALUES (:id, :task, :source, :name, :threshold, :person, :personName, :at, :undone)`,
    ),
    setUndone: db.prepare<[string]>('UPDATE accepted_batches SET undone = 1 WHERE id = ?'),
    addAccepted: db.prepare<
      [
        {
          batch: string;
          position: number;
          operation: string | null;
          class: number | null;
          value: string | null;
        },
      ]
    >(
      `INSERT INTO accepted_items (batch, position, operation, class, value)
       VALUES (:batch, :position, :operation, :class, :value)`,
    ),
    acceptedFrom: db.prepare<[string, number, number], { position: number; operation: string }>(
      `SELECT position, operation FROM accepted_items WHERE batch = ? AND position > ? AND operation IS NOT NULL
       ORDER BY position LIMIT ?`,
    ),
    auditedOf: db.prepare<[string], { position: number; class: number | null; value: string | null }>(
      'SELECT position, class, value FROM accepted_items WHERE batch = ? AND operation IS NULL ORDER BY position',
    ),
    batchCounts: db.prepare<[string], { accepted: number; drawn: number; answered: number; agreed: number }>(
      `SELECT total(g.operation IS NOT NULL) AS accepted, total(g.operation IS NULL) AS drawn,
         total(g.operation IS NULL AND (s.class IS NOT NULL OR s.value IS NOT NULL)) AS answered,
         total(g.operation IS NULL AND ${SAME} AND (s.class IS NOT NULL OR s.value IS NOT NULL)) AS agreed
       FROM accepted_items g JOIN accepted_batches b ON b.id = g.batch
       JOIN sample_states s ON s.task = b.task AND s.position = g.position WHERE g.batch = ?`,
    ),
  };
}
