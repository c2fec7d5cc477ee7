/** @file The statements that find the samples of a filter. */
import type { Database } from 'better-sqlite3';
import type { TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';

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

/**
 * How labels are asked for: not at all; none, of labels that are one class or of others; one class, or a JSON list of them;
 * one facet of labels that are no single class (`label_facets`), or a JSON list of them.
 */
export const LABEL_QUESTIONS = [
  'all',
  'unclassed',
  'unlabeled',
  'class',
  'classes',
  'facet',
  'facets',
] as const;
export type LabelQuestion = (typeof LABEL_QUESTIONS)[number];

interface Source {
  /** `t` are the labels of a sample, `f` what they are found by, `s` samples. */
  readonly from: string;
  readonly where: string;
}

/** Samples by their labels. */
interface Labeled extends Source {
  /** `t` or `f`: which of the two holds the positions, in their order. */
  readonly by: 't' | 'f';
}

const OF_TASK = 't.task = :task';
const ofStates = (where: string): Labeled => ({ from: 'FROM sample_labels t', by: 't', where });

/** Total: samples with a label, along an index that holds them in the order of positions. */
const LABELED: Readonly<Record<LabelQuestion, Labeled>> = {
  all: ofStates(OF_TASK),
  // Where a label is one class, its column says all and the index is enough.
  unclassed: ofStates(`${OF_TASK} AND t.class IS NULL`),
  unlabeled: ofStates(`${OF_TASK} AND t.class IS NULL AND t.value IS NULL`),
  class: ofStates(`${OF_TASK} AND t.class = :label`),
  classes: ofStates(`${OF_TASK} AND t.class IN (SELECT value FROM json_each(:label))`),
  facet: { from: 'FROM sample_facets f', by: 'f', where: 'f.task = :task AND f.facet = :label' },
  facets: {
    from: `FROM (SELECT DISTINCT position FROM sample_facets WHERE task = :task
      AND facet IN (SELECT value FROM json_each(:label))) f`,
    by: 'f',
    where: 'TRUE',
  },
};

/** The same with the flags of the samples. */
function withStates({ from, by, where }: Labeled): Labeled {
  if (by === 't') return { from, by, where };
  return { from: `${from} CROSS JOIN sample_labels t ON ${OF_TASK} AND t.position = f.position`, by, where };
}

type Filter = { task: string; label: number | string | null };
type Page = { limit: number; offset: number };
type Flagged = { flagged: number };

/** Pages of the samples with a label, with or without a flag, and how many they are. */
export function filterQueries(db: Database) {
  return byQuestion((question) => {
    const { from, where, by } = LABELED[question];
    const flagged = `${withStates(LABELED[question]).from} WHERE ${where} AND t.flagged = :flagged`;
    const page = `ORDER BY ${by}.position LIMIT :limit OFFSET :offset`;
    return {
      page: db
        .prepare<[Filter & Page], number>(`SELECT ${by}.position ${from} WHERE ${where} ${page}`)
        .pluck(),
      flagged: db.prepare<[Filter & Page & Flagged], number>(`SELECT t.position ${flagged} ${page}`).pluck(),
      countFlagged: db.prepare<[Filter & Flagged], number>(`SELECT count(*) ${flagged}`).pluck(),
    };
  });
}

export type FilterQueries = ReturnType<typeof filterQueries>;

/** What a filter asks of a range of samples, prepared alone where it is asked of a moment of the store. */
export function prepareMatching(db: Database) {
  return {
    labelTask: db.prepare<[string], { dataset: string; kind: TaskKind }>(
      'SELECT dataset, kind FROM label_tasks WHERE id = ?',
    ),
    /** A class and those below it, the class first. */
    classTree: db.prepare<[{ task: string; name: string }], { id: number; samples: number }>(
      `WITH RECURSIVE below (id, samples, depth) AS (
         SELECT id, samples, 0 FROM class_names WHERE task = :task AND name = :name
         UNION SELECT c.id, c.samples, b.depth + 1 FROM class_names c JOIN below b ON c.parent = b.id
         WHERE c.task = :task AND c.retired = 0)
       SELECT id, samples FROM below ORDER BY depth, id`,
    ),
    /** Samples that have at least one of a JSON list of facets. */
    countFacets: db
      .prepare<[{ task: string; facets: string }], number>(
        `SELECT count(DISTINCT position) FROM sample_facets
         WHERE task = :task AND facet IN (SELECT value FROM json_each(:facets))`,
      )
      .pluck(),
    search: byQuestion((question) => prepareSearch(db, SEARCHED[question])),
  };
}

const SAMPLES = 'FROM samples s LEFT JOIN sample_labels t ON t.task = :task AND t.position = s.key - :base';
const IN_RANGE = 's.key >= :base + :from AND s.key < :base + :to';

function ofLabel(labeled: Labeled): Source {
  const { from, where, by } = withStates(labeled);
  return {
    from: `${from} CROSS JOIN samples s ON s.key = :base + ${by}.position`,
    where: `${where} AND ${by}.position >= :from AND ${by}.position < :to`,
  };
}

/** Total: a range of samples. Few have a label, so these are found by it before their texts are read. */
const SEARCHED: Readonly<Record<LabelQuestion, Source>> = {
  all: { from: SAMPLES, where: IN_RANGE },
  unclassed: { from: SAMPLES, where: `${IN_RANGE} AND t.class IS NULL` },
  unlabeled: { from: SAMPLES, where: `${IN_RANGE} AND t.class IS NULL AND t.value IS NULL` },
  class: ofLabel(LABELED.class),
  classes: ofLabel(LABELED.classes),
  facet: ofLabel(LABELED.facet),
  // Each part of a scan would gather all that have one of several facets: the texts that match are asked instead.
  facets: {
    from: SAMPLES,
    where: `${IN_RANGE} AND EXISTS (SELECT 1 FROM sample_facets f WHERE f.task = :task
      AND f.facet IN (SELECT value FROM json_each(:label)) AND f.position = s.key - :base)`,
  },
};

/** Texts that hold a pattern, in a range of positions; a filter that is null lets all pass. */
function prepareSearch(db: Database, { from, where }: Source) {
  return db
    .prepare<
      [
        Filter & {
          base: number;
          from: number;
          to: number;
          pattern: string;
          flagged: number | null;
        } & MetadataBounds,
      ],
      number
    >(
      `SELECT s.key - :base ${from} WHERE ${where} AND s.text LIKE :pattern ESCAPE '\\'
       AND (:flagged IS NULL OR t.flagged = :flagged)
       AND (:column IS NULL OR :without <> EXISTS (SELECT 1 FROM json_each(s.metadata) m WHERE m.key = :column AND
         (:is IS NULL OR CAST(m.value AS TEXT) = :is) AND
         (:contains IS NULL OR CAST(m.value AS TEXT) LIKE :contains ESCAPE '\\') AND
         (:least IS NULL OR (m.value >= :least AND (m.type = 'text') = (typeof(:least) = 'text'))) AND
         (:most IS NULL OR (m.value <= :most AND (m.type = 'text') = (typeof(:most) = 'text')))))
       ORDER BY s.key`,
    )
    .pluck();
}

/** Total: one of each question. */
function byQuestion<Each>(of: (question: LabelQuestion) => Each): Readonly<Record<LabelQuestion, Each>> {
  return {
    all: of('all'),
    unclassed: of('unclassed'),
    unlabeled: of('unlabeled'),
    class: of('class'),
    classes: of('classes'),
    facet: of('facet'),
    facets: of('facets'),
  };
}
