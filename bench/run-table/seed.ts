/** @file A workspace with many runs of many parameters and metrics, written straight into its tables. */
import type { Database } from 'better-sqlite3';
import { openStore } from '../../src-main/platform/store/index.ts';
import { encodePoints } from '../../src-main/tracking/points/codec.ts';
import { columnsOf } from '../../src-main/tracking/points/columns.ts';
import { SEARCH_TAG } from '../../src-shared/tracking/values.ts';

export interface RunTableSize {
  readonly runs: number;
  readonly parameters: number;
  readonly metrics: number;
  /** Points of each curve; 0 for curves of which only the last value is known. */
  readonly steps: number;
  /** Runs of a search beside them, which the table leaves out at first. */
  readonly trials: number;
}

const KEY = 2 ** 30;

/** Three seeds of each setting. */
const settingOf = (run: number): number => Math.floor(run / 3);
const share = (run: number, i: number): number => ((run * 7919 + i * 104_729) % 10_007) / 10_007;

/** Makes the workspace in `folder`, which must not be open. */
export function seedRunTable(folder: string, size: RunTableSize): void {
  const store = openStore(folder);
  const { db } = store;
  // Millions of rows into an index that is in order of their values are read and written all over the file.
  const restore = withoutIndexes(db);
  store.tx(() => {
    fillRuns(db, size);
    fillParameters(db, size);
    fillMetrics(db, size);
  });
  restore();
  store.close();
}

function withoutIndexes(db: Database): () => void {
  const made = db
    .prepare<[], { type: string; name: string; sql: string }>(
      `SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND (
         (type = 'index' AND tbl_name IN ('run_parameters', 'metric_series')) OR (type = 'trigger' AND tbl_name = 'run_parameters'))`,
    )
    .all();
  for (const { type, name } of made) db.exec(`DROP ${type} ${name}`);
  return () => {
    for (const { sql } of made) db.exec(sql);
    db.exec(
      "INSERT OR IGNORE INTO run_columns SELECT DISTINCT 'parameter', name FROM run_parameters WHERE run = 'run-1'",
    );
    db.exec(
      "INSERT OR IGNORE INTO run_columns SELECT 'result', metric FROM metric_series WHERE run = 'run-1'",
    );
  };
}

function fillRuns(db: Database, { runs, trials }: RunTableSize): void {
  db.prepare(
    "INSERT INTO experiments (id, name, created_at) VALUES ('experiment-1', 'sweep', '2026-01-01T00:00:00.000Z')",
  ).run();
  const add = db.prepare(
    `INSERT INTO runs (number, id, origin, experiment, name, state, seconds, started_at, ended_at, started_by)
     VALUES ($number, $id, 'logged', 'experiment-1', $name, $state, $number, $at, $at, 'ada')`,
  );
  const tag = db.prepare("INSERT INTO run_tags (run, name, value) VALUES (?, ?, 'search-1')");
  for (let number = 1; number <= runs + trials; number++) {
    add.run({
      number,
      id: `run-${number}`,
      name: `trial #${number}`,
      state: number % 7 === 0 ? 'failed' : 'finished',
      at: new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString(),
    });
    if (number > runs) tag.run(`run-${number}`, SEARCH_TAG);
  }
}

/** Half of the parameters are the same in all runs, as options of a program mostly are. */
function fillParameters(db: Database, { runs, parameters }: RunTableSize): void {
  const add = db.prepare("INSERT INTO run_parameters (run, name, kind, value) VALUES (?, ?, 'number', ?)");
  for (let run = 1; run <= runs; run++) {
    add.run(`run-${run}`, 'seed', run % 3);
    for (let i = 1; i < parameters; i++)
      add.run(`run-${run}`, `p${i}`, i % 2 === 0 ? i : settingOf(run) % (i + 7));
  }
}

function fillMetrics(db: Database, { runs, metrics, steps }: RunTableSize): void {
  const series = db.prepare(
    `INSERT INTO metric_series (number, run, metric, points, not_finite, last, last_step, last_at, least, least_step,
       greatest, greatest_step, loose) VALUES ($number, $run, $metric, $points, 0, $last, $end, NULL, $last, $end, 2, 0, 0)`,
  );
  const chunk = db.prepare(
    'INSERT INTO metric_chunks (key, run, points, first_step, last_step, thinned, packed) VALUES (?, ?, ?, 0, ?, NULL, ?)',
  );
  // Curves of sixteen forms: to pack each for itself would take longer than all else.
  const forms = Array.from({ length: steps > 0 ? 16 : 0 }, (_, form) => packedCurve(steps, form));
  let number = 0;
  for (let run = 1; run <= runs; run++)
    for (let i = 0; i < metrics; i++) {
      number++;
      const last = share(settingOf(run), i) + share(run, i) / 50;
      const [end, points] = [Math.max(0, steps - 1), Math.max(1, steps)];
      series.run({ number, run: `run-${run}`, metric: `m${i}`, points, last, end });
      const packed = forms[(run + i) % forms.length];
      if (packed) chunk.run(number * KEY, `run-${run}`, steps, end, packed);
    }
}

function packedCurve(steps: number, form: number): Buffer {
  const points = Array.from({ length: steps }, (_, step) => ({
    metric: '',
    step,
    value: Math.fround(Math.exp((-step * (1 + form / 8)) / steps) + (((step + form) * 7919) % 1009) / 9000),
    at: 1_790_000_000_000 + step * 130,
  }));
  return encodePoints(columnsOf(points, { from: 0, now: 0 }), true);
}
