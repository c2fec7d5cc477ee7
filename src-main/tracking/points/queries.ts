/** @file The SQL of curves and of what tables say of them. */
import type { Database } from 'better-sqlite3';

export interface SeriesRow {
  readonly number: number;
  readonly run: string;
  readonly metric: string;
  readonly points: number;
  readonly notFinite: number;
  /** Null: NaN. */
  readonly last: number | null;
  readonly lastStep: number;
  readonly lastAt: number | null;
  readonly least: number | null;
  readonly leastStep: number | null;
  readonly greatest: number | null;
  readonly greatestStep: number | null;
  /** Points at the end that stand in rows which are not packed yet. */
  readonly loose: number;
}

export interface ChunkRow {
  readonly key: number;
  readonly run: string;
  readonly points: number;
  readonly firstStep: number;
  readonly lastStep: number;
  readonly thinned: Buffer | null;
  readonly packed: Buffer;
}

interface KeyRange {
  readonly from: number;
  readonly to: number;
}

interface StepRange extends KeyRange {
  readonly fromStep: number | null;
  readonly toStep: number | null;
}

const SERIES = `SELECT number, run, metric, points, not_finite AS notFinite, last, last_step AS lastStep, last_at AS lastAt,
  least, least_step AS leastStep, greatest, greatest_step AS greatestStep, loose FROM metric_series`;
const IN_STEPS = `key >= $from AND key < $to AND ($fromStep IS NULL OR last_step >= $fromStep)
  AND ($toStep IS NULL OR first_step <= $toStep)`;

export function preparePointQueries(db: Database) {
  return {
    series: db.prepare<[string, string], SeriesRow>(`${SERIES} WHERE run = ? AND metric = ?`),
    seriesOf: db.prepare<[string], SeriesRow>(`${SERIES} WHERE run = ? ORDER BY metric`),
    metricNames: db
      .prepare<[string], string>('SELECT metric FROM metric_series WHERE run = ? ORDER BY metric')
      .pluck(),
    addSeries: db.prepare<SeriesRow>(
      `INSERT INTO metric_series (number, run, metric, points, not_finite, last, last_step, last_at, least, least_step,
         greatest, greatest_step, loose)
       VALUES ($number, $run, $metric, $points, $notFinite, $last, $lastStep, $lastAt, $least, $leastStep, $greatest,
         $greatestStep, $loose)`,
    ),
    nextSeries: db.prepare<[], number>('SELECT coalesce(max(number), 0) + 1 FROM metric_series').pluck(),
    setSeries: db.prepare<SeriesRow>(
      `UPDATE metric_series SET points = $points, not_finite = $notFinite, last = $last, last_step = $lastStep,
         last_at = $lastAt, least = $least, least_step = $leastStep, greatest = $greatest, greatest_step = $greatestStep,
         loose = $loose WHERE number = $number`,
    ),
    dropSeries: db.prepare<[number]>('DELETE FROM metric_series WHERE number = ?'),
    addChunk: db.prepare<ChunkRow>(
      `INSERT INTO metric_chunks (key, run, points, first_step, last_step, thinned, packed)
       VALUES ($key, $run, $points, $firstStep, $lastStep, $thinned, $packed)`,
    ),
    packedFrom: db
      .prepare<KeyRange, Buffer>(
        'SELECT packed FROM metric_chunks WHERE key >= $from AND key < $to ORDER BY key',
      )
      .pluck(),
    /** The row that stands last in a range, its end included. */
    rowBefore: db
      .prepare<KeyRange, number | null>(
        'SELECT max(key) FROM metric_chunks WHERE key >= $from AND key <= $to',
      )
      .pluck(),
    dropChunks: db.prepare<KeyRange>('DELETE FROM metric_chunks WHERE key >= $from AND key < $to'),
    greatestStep: db
      .prepare<KeyRange, number | null>(
        'SELECT max(last_step) FROM metric_chunks WHERE key >= $from AND key < $to',
      )
      .pluck(),
    pointsIn: db
      .prepare<StepRange, number>(`SELECT coalesce(sum(points), 0) FROM metric_chunks WHERE ${IN_STEPS}`)
      .pluck(),
    /** Whole, or the extremes where there are any. */
    wholeIn: db
      .prepare<StepRange, Buffer>(`SELECT packed FROM metric_chunks WHERE ${IN_STEPS} ORDER BY key`)
      .pluck(),
    thinnedIn: db
      .prepare<StepRange, Buffer>(
        `SELECT CASE WHEN thinned IS NULL THEN packed ELSE thinned END FROM metric_chunks WHERE ${IN_STEPS} ORDER BY key`,
      )
      .pluck(),
    directions: db.prepare<[], { metric: string; direction: 'minimize' | 'maximize' }>(
      'SELECT metric, direction FROM metric_directions',
    ),
    setDirection: db.prepare<{ metric: string; direction: string }>(
      'INSERT OR REPLACE INTO metric_directions (metric, direction) VALUES ($metric, $direction)',
    ),
    dropDirection: db.prepare<[string]>('DELETE FROM metric_directions WHERE metric = ?'),
    addColumn: db.prepare<[string]>("INSERT OR IGNORE INTO run_columns (kind, name) VALUES ('result', ?)"),
    /** As workbenches wrote them before points were packed. */
    earlierRun: db
      .prepare<[], string>('SELECT m.run FROM metrics m JOIN runs r ON r.id = m.run LIMIT 1')
      .pluck(),
    earlierPoints: db.prepare<
      [string],
      { metric: string; step: number; epoch: number | null; value: number }
    >('SELECT metric, step, epoch, value FROM metrics WHERE run = ? ORDER BY metric, step'),
    dropEarlier: db.prepare<[string]>('DELETE FROM metrics WHERE run = ?'),
  };
}

export type PointQueries = ReturnType<typeof preparePointQueries>;
