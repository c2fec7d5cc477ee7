/** @file The statements of ranked queues. */
import type { Database } from 'better-sqlite3';

export interface RankingRow {
  readonly number: number;
  readonly task: string;
  /** Empty for everybody who has none of their own. */
  readonly person: string;
  readonly ordering: string;
  readonly seed: number;
  /** JSON. */
  readonly filter: string;
  readonly model: string | null;
  readonly learned: number;
  readonly items: number;
  readonly madeAt: string;
}

export interface RankedRow {
  readonly place: number;
  readonly position: number;
  readonly score: number;
  /** JSON. */
  readonly why: string;
}

/** What decides whether an item is ranked, or learned from. */
export interface RankableRow {
  readonly position: number;
  readonly class: number | null;
  readonly value: string | null;
  readonly skipped: number;
  readonly wanting: number;
  /** 1 where the person answered it. */
  readonly mine: number;
}

interface Walk {
  readonly task: string;
  readonly ranking: number;
  readonly person: string;
  readonly after: number;
  readonly madeAt: string;
  readonly limit: number;
}

const RANKING = `SELECT number, task, person, ordering, seed, filter, model, learned, items, made_at AS madeAt FROM rankings`;

const OPEN = 's.class IS NULL AND s.value IS NULL AND s.skipped = 0';
const MINE = `EXISTS (SELECT 1 FROM current_answers c WHERE c.task = s.task AND c.position = s.position AND c.author = :person)`;
const since = (who: string) =>
  `NOT EXISTS (SELECT 1 FROM current_answers c WHERE c.task = s.task AND c.position = s.position
   AND c.at > :madeAt ${who})`;

/** What of a ranked queue still waits for a person. */
const WAITS = {
  open: OPEN,
  openBlind: `s.wanting = 1 AND NOT ${MINE}`,
  review: since(''),
  reviewBlind: since('AND c.author = :person'),
} as const;
export type Waiting = keyof typeof WAITS;

export function prepareRankingQueries(db: Database) {
  const from = `FROM ranked_items r JOIN sample_states s ON s.task = :task AND s.position = r.position
    WHERE r.ranking = :ranking AND r.place > :after AND :madeAt IS NOT NULL AND :person IS NOT NULL AND`;
  const page = (waits: string) =>
    db.prepare<[Walk], RankedRow>(
      `SELECT r.place, r.position, r.score, r.why ${from} ${waits} ORDER BY r.place LIMIT :limit`,
    );
  const left = (waits: string) =>
    db.prepare<[Walk], number>(`SELECT count(*) ${from} ${waits} AND :limit IS NOT NULL`).pluck();
  return {
    ranking: db.prepare<[{ task: string; person: string }], RankingRow>(
      `${RANKING} WHERE task = :task AND person IN (:person, '') ORDER BY person DESC LIMIT 1`,
    ),
    addRanking: db.prepare<[Omit<RankingRow, 'number'>]>(
      `INSERT INTO rankings (task, person, ordering, seed, filter, model, learned, items, made_at)
       VALUES (:task, :person, :ordering, :seed, :filter, :model, :learned, :items, :madeAt)`,
    ),
    giveRanking: db.prepare<[{ task: string; from: string; to: string }]>(
      'UPDATE rankings SET person = :to WHERE task = :task AND person = :from',
    ),
    nameRanking: db.prepare<[string, number]>('UPDATE rankings SET person = ? WHERE number = ?'),
    halfMade: db.prepare<[string], number>('SELECT number FROM rankings WHERE person GLOB ?').pluck(),
    dropRanked: db.prepare<[{ ranking: number; limit: number }]>(
      `DELETE FROM ranked_items WHERE ranking = :ranking AND place IN
       (SELECT place FROM ranked_items WHERE ranking = :ranking ORDER BY place LIMIT :limit)`,
    ),
    dropRankingNumber: db.prepare<[number]>('DELETE FROM rankings WHERE number = ?'),
    addRanked: db.prepare<[{ ranking: number; place: number; position: number; score: number; why: string }]>(
      `INSERT INTO ranked_items (ranking, place, position, score, why)
       VALUES (:ranking, :place, :position, :score, :why)`,
    ),
    ranked: {
      open: page(WAITS.open),
      openBlind: page(WAITS.openBlind),
      review: page(WAITS.review),
      reviewBlind: page(WAITS.reviewBlind),
    } satisfies Record<Waiting, unknown>,
    rankedLeft: {
      open: left(WAITS.open),
      openBlind: left(WAITS.openBlind),
      review: left(WAITS.review),
      reviewBlind: left(WAITS.reviewBlind),
    } satisfies Record<Waiting, unknown>,
    rankable: db.prepare<[{ task: string; person: string; from: number; until: number }], RankableRow>(
      `SELECT s.position, s.class, s.value, s.skipped, s.wanting, ${MINE} AS mine FROM sample_states s
       WHERE s.task = :task AND s.position >= :from AND s.position < :until ORDER BY s.position`,
    ),
    modelAnswer: db
      .prepare<[string, string], string>('SELECT answer FROM model_answers WHERE model = ? AND sample = ?')
      .pluck(),
    saveModelAnswer: db.prepare<[string, string, string]>(
      'INSERT OR REPLACE INTO model_answers (model, sample, answer) VALUES (?, ?, ?)',
    ),
  };
}
