/** @file The SQL of bisections. */
import type { Database } from 'better-sqlite3';
import type { BisectSample, BisectTraining } from '../../../src-shared/contract.ts';
import type { WorkRow } from '../queries.ts';

export interface BisectionRow extends WorkRow {
  readonly good: string;
  readonly bad: string;
  readonly goodName: string;
  readonly badName: string;
  readonly dataset: string;
  /** JSON, as what follows. */
  readonly definition: string;
  readonly batches: string;
  readonly contradicted: string | null;
  readonly seeds: number;
  readonly trainings: number;
}

export interface TrainingRow {
  readonly bisection: string;
  readonly number: number;
  readonly run: string;
  readonly version: string;
  /** JSON */
  readonly undone: string;
  readonly seed: number;
  /** Null while it is at work, as is all that follows. */
  readonly state: Exclude<BisectTraining['state'], 'running'> | null;
  /** JSON */
  readonly measured: string | null;
  readonly seconds: number | null;
}

export interface ChangeRow {
  readonly sample: string;
  readonly batch: number;
}

type NewChange = Omit<BisectSample, 'contradicted'> & {
  readonly bisection: string;
  readonly seq: number;
  readonly batch: number;
};

const BISECTION = `SELECT q.id, q.kind, q.name, q.state, q.request, q.run, q.created_at AS createdAt, q.created_by AS createdBy,
  q.error, b.good, b.bad, b.good_name AS goodName, b.bad_name AS badName, b.dataset, b.definition, b.batches, b.contradicted, b.seeds,
  b.trainings FROM bisections b JOIN work_queue q ON q.id = b.id`;
const TRAINING = `SELECT t.bisection, t.number, t.run, t.version, t.undone, t.seed, e.state, e.measured, e.seconds
  FROM bisection_trainings t LEFT JOIN bisection_training_ends e ON e.bisection = t.bisection AND e.number = t.number`;

export function prepareBisectQueries(db: Database) {
  return {
    bisections: db.prepare<[], BisectionRow>(`${BISECTION} ORDER BY q.created_at DESC, q.id DESC`),
    bisection: db.prepare<[string], BisectionRow>(`${BISECTION} WHERE b.id = ?`),
    addBisection: db.prepare<Record<string, string | number | null>>(
      `INSERT INTO bisections (id, good, bad, good_name, bad_name, dataset, definition, batches, seeds, trainings)
       VALUES ($id, $good, $bad, $goodName, $badName, $dataset, $definition, $batches, $seeds, $trainings)`,
    ),
    count: db.prepare<[], number>('SELECT count(*) FROM bisections').pluck(),
    setLimits: db.prepare<{ id: string; seeds: number; trainings: number }>(
      'UPDATE bisections SET seeds = $seeds, trainings = $trainings WHERE id = $id',
    ),
    setContradicted: db.prepare<{ id: string; contradicted: string }>(
      'UPDATE bisections SET contradicted = $contradicted WHERE id = $id',
    ),
    addChange: db.prepare<NewChange>(
      `INSERT INTO bisection_changes (bisection, seq, batch, sample, change, label_before, label_after, text)
       VALUES ($bisection, $seq, $batch, $sample, $change, $before, $after, $text)`,
    ),
    changes: db.prepare<[string], ChangeRow>(
      'SELECT sample, batch FROM bisection_changes WHERE bisection = ? ORDER BY seq',
    ),
    /** The samples are a list in JSON. */
    contradict: db.prepare<{ bisection: string; samples: string }>(
      `UPDATE bisection_changes SET contradicted = 1
       WHERE bisection = $bisection AND sample IN (SELECT value FROM json_each($samples)) AND change <> 'removed'`,
    ),
    contradictedIn: db.prepare<[string], { batch: number; count: number }>(
      'SELECT batch, sum(contradicted) AS count FROM bisection_changes WHERE bisection = ? GROUP BY batch',
    ),
    samples: db.prepare<
      { bisection: string; batch: number; offset: number; limit: number },
      Omit<BisectSample, 'contradicted'> & { readonly contradicted: number }
    >(
      `SELECT sample, change, label_before AS before, label_after AS after, contradicted, text FROM bisection_changes
       WHERE bisection = $bisection AND batch = $batch ORDER BY contradicted DESC, seq LIMIT $limit OFFSET $offset`,
    ),
    trainings: db.prepare<[string], TrainingRow>(`${TRAINING} WHERE t.bisection = ? ORDER BY t.number`),
    trainingsAtWork: db.prepare<[], TrainingRow>(
      `${TRAINING} WHERE e.state IS NULL ORDER BY t.bisection, t.number`,
    ),
    addTraining: db.prepare<Record<string, string | number>>(
      `INSERT INTO bisection_trainings (bisection, number, run, version, undone, seed, at)
       VALUES ($bisection, $number, $run, $version, $undone, $seed, $at)`,
    ),
    endTraining: db.prepare<Record<string, string | number>>(
      `INSERT INTO bisection_training_ends (bisection, number, state, measured, seconds, at)
       VALUES ($bisection, $number, $state, $measured, $seconds, $at)`,
    ),
    runNumber: db.prepare<[string], number>('SELECT number FROM run_numbers WHERE id = ?').pluck(),
  };
}

export type BisectQueries = ReturnType<typeof prepareBisectQueries>;
