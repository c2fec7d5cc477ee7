/** @file The statements of annotation tasks and of what each person says. */
import type { Database } from 'better-sqlite3';
import type { Resolution, TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';

export interface TaskRow {
  readonly id: string;
  readonly dataset: string;
  readonly name: string;
  readonly kind: TaskKind;
  /** JSON. */
  readonly options: string;
  readonly guidelines: string;
  readonly resolution: Resolution;
  readonly answersPerItem: number;
  readonly askAgain: number;
  readonly schemaVersion: number;
  readonly retired: number;
  readonly making: number;
  readonly settled: number | null;
  readonly createdAt: string;
  readonly createdBy: string;
}

/** What one person says of one item now. */
export interface CurrentRow {
  readonly task: string;
  readonly position: number;
  readonly author: string;
  readonly authorName: string;
  readonly class: number | null;
  readonly value: string | null;
  readonly skipped: number;
  readonly seconds: number | null;
  readonly at: string;
  readonly againClass: number | null;
  readonly againValue: string | null;
}

export interface AuthorCounts {
  readonly labeled: number;
  readonly skipped: number;
  readonly wanting: number;
}

export interface WeightsRow {
  readonly inputs: string;
  readonly decided: number;
  readonly at: string;
  /** JSON. */
  readonly result: string;
}

const TASK = `SELECT id, dataset, name, kind, options, guidelines, resolution, answers_per_item AS answersPerItem,
  ask_again AS askAgain, schema_version AS schemaVersion, retired, making, settled, created_at AS createdAt,
  created_by AS createdBy FROM annotation_tasks`;

/** What an item is found by where its label is no single class. */
interface FacetRow {
  readonly task: string;
  readonly facet: string;
  readonly position: number;
}

const CURRENT = `SELECT task, position, author, author_name AS authorName, class, value, skipped, seconds, at,
  again_class AS againClass, again_value AS againValue FROM current_answers`;

/** A share of the items, always the same ones: spread by Knuth's multiplicative hash. */
const CHOSEN = 'c.position * 2654435761 % 4294967296 < :share * 4294967296';

export function prepareTaskQueries(db: Database) {
  return {
    ...tasks(db),
    ...currents(db),
    ...blindQueues(db),
    weights: db.prepare<[string], WeightsRow>(
      'SELECT inputs, decided, at, result FROM task_weights WHERE task = ?',
    ),
    saveWeights: db.prepare<[WeightsRow & { task: string }]>(
      `INSERT OR REPLACE INTO task_weights (task, inputs, decided, at, result)
       VALUES (:task, :inputs, :decided, :at, :result)`,
    ),
  };
}

function tasks(db: Database) {
  return {
    task: db.prepare<[string], TaskRow>(`${TASK} WHERE id = ?`),
    tasksOf: db.prepare<[string], TaskRow>(`${TASK} WHERE dataset = ? ORDER BY created_at, id`),
    openTasks: db.prepare<[], TaskRow>(
      `${TASK} WHERE making = 0 AND retired = 0 ORDER BY created_at, id LIMIT 1000`,
    ),
    unfinishedTasks: db.prepare<[], TaskRow>(`${TASK} WHERE making = 1 OR settled IS NOT NULL`),
    addTask: db.prepare<[TaskRow]>(
      `INSERT INTO annotation_tasks (id, dataset, name, kind, options, guidelines, resolution, answers_per_item, ask_again,
       schema_version, retired, making, settled, created_at, created_by)
       VALUES (:id, :dataset, :name, :kind, :options, :guidelines, :resolution, :answersPerItem, :askAgain,
       :schemaVersion, :retired, :making, :settled, :createdAt, :createdBy) ON CONFLICT DO NOTHING`,
    ),
    updateTask: db.prepare<[TaskRow]>(
      `UPDATE annotation_tasks SET name = :name, options = :options, guidelines = :guidelines, resolution = :resolution,
       answers_per_item = :answersPerItem, ask_again = :askAgain, schema_version = :schemaVersion, retired = :retired,
       making = :making, settled = :settled WHERE id = :id`,
    ),
    bumpSchema: db.prepare<[string]>(
      'UPDATE annotation_tasks SET schema_version = schema_version + 1 WHERE id = ?',
    ),
    setSettled: db.prepare<[number | null, string]>('UPDATE annotation_tasks SET settled = ? WHERE id = ?'),
    dropTask: db.prepare<[string]>('DELETE FROM annotation_tasks WHERE id = ?'),
    dropTaskClasses: db.prepare<[string]>('DELETE FROM label_classes WHERE task = ?'),
    addEmptyState: db.prepare<[{ task: string; position: number; wanting: number }]>(
      `INSERT INTO sample_states (task, position, wanting) VALUES (:task, :position, :wanting) ON CONFLICT DO NOTHING`,
    ),
    addFacet: db.prepare<[FacetRow]>(
      'INSERT INTO label_facets (task, facet, position) VALUES (:task, :facet, :position) ON CONFLICT DO NOTHING',
    ),
    dropFacet: db.prepare<[FacetRow]>(
      'DELETE FROM label_facets WHERE task = :task AND facet = :facet AND position = :position',
    ),
    /** Positions from one on whose states or answers may say something. */
    positionsFrom: db
      .prepare<[{ task: string; from: number; limit: number }], number>(
        'SELECT position FROM sample_states WHERE task = :task AND position >= :from ORDER BY position LIMIT :limit',
      )
      .pluck(),
  };
}

function currents(db: Database) {
  return {
    currents: db.prepare<[string, number], CurrentRow>(
      `${CURRENT} WHERE task = ? AND position = ? ORDER BY author`,
    ),
    currentsFrom: db.prepare<[string, number, number], CurrentRow>(
      `${CURRENT} WHERE task = ? AND position >= ? AND position < ? AND skipped = 0 ORDER BY position, author`,
    ),
    lastCurrent: db
      .prepare<[string], number | null>('SELECT max(position) FROM current_answers WHERE task = ?')
      .pluck(),
    saveCurrent: db.prepare<[CurrentRow]>(
      `INSERT INTO current_answers (task, position, author, author_name, class, value, skipped, seconds, at, again_class,
       again_value) VALUES (:task, :position, :author, :authorName, :class, :value, :skipped, :seconds, :at, :againClass,
       :againValue) ON CONFLICT DO UPDATE SET author_name = excluded.author_name, class = excluded.class,
       value = excluded.value, skipped = excluded.skipped, seconds = excluded.seconds, at = excluded.at,
       again_class = excluded.again_class, again_value = excluded.again_value`,
    ),
    dropCurrent: db.prepare<[string, number, string]>(
      'DELETE FROM current_answers WHERE task = ? AND position = ? AND author = ?',
    ),
    authorCounts: db.prepare<[string, string], AuthorCounts>(
      'SELECT labeled, skipped, wanting FROM author_counts WHERE task = ? AND author = ?',
    ),
    countAuthor: db.prepare<[AuthorCounts & { task: string; author: string }]>(
      `INSERT INTO author_counts (task, author, labeled, skipped, wanting)
       VALUES (:task, :author, :labeled, :skipped, :wanting) ON CONFLICT DO UPDATE SET
       labeled = labeled + excluded.labeled, skipped = skipped + excluded.skipped, wanting = wanting + excluded.wanting`,
    ),
  };
}

interface Walk {
  readonly task: string;
  readonly after: number;
  readonly author: string;
  readonly limit: number;
}

/** Positions in order, each along an index that holds little else. */
function blindQueues(db: Database) {
  const own = (skipped: 0 | 1) =>
    db
      .prepare<[Walk], number>(
        `SELECT position FROM current_answers INDEXED BY current_answers_by_author
         WHERE task = :task AND author = :author AND skipped = ${skipped} AND position > :after ORDER BY position LIMIT :limit`,
      )
      .pluck();
  return {
    ownLabeled: own(0),
    ownSkipped: own(1),
    wantingOf: db
      .prepare<[Walk], number>(
        `SELECT s.position FROM sample_states s INDEXED BY sample_states_wanting
         WHERE s.task = :task AND s.position > :after AND s.wanting = 1 AND NOT EXISTS (SELECT 1 FROM current_answers c
           WHERE c.task = s.task AND c.position = s.position AND c.author = :author) ORDER BY s.position LIMIT :limit`,
      )
      .pluck(),
    answersAt: db
      .prepare<[string, number], number>('SELECT answers FROM sample_states WHERE task = ? AND position = ?')
      .pluck(),
    againOf: db
      .prepare<[Walk & { share: number }], number>(
        `SELECT c.position FROM current_answers c INDEXED BY current_answers_by_author
         WHERE c.task = :task AND c.author = :author AND c.skipped = 0 AND c.position > :after
         AND c.again_class IS NULL AND c.again_value IS NULL AND ${CHOSEN} ORDER BY c.position LIMIT :limit`,
      )
      .pluck(),
    flaggedFrom: db
      .prepare<[Walk], number>(
        `SELECT s.position FROM sample_states s INDEXED BY sample_states_flagged
         WHERE s.task = :task AND s.position > :after AND s.flagged = 1 AND :author IS NOT NULL ORDER BY s.position LIMIT :limit`,
      )
      .pluck(),
    allFrom: db
      .prepare<[Walk], number>(
        `SELECT s.position FROM sample_states s WHERE s.task = :task AND s.position > :after AND :author IS NOT NULL
         ORDER BY s.position LIMIT :limit`,
      )
      .pluck(),
    disputedFrom: db
      .prepare<[{ task: string; after: number; limit: number }], number>(
        `SELECT s.position FROM sample_states s INDEXED BY sample_states_disputed
         WHERE s.task = :task AND s.position > :after AND s.disputed = 1 ORDER BY s.position LIMIT :limit`,
      )
      .pluck(),
  };
}
