/** @file Points of runs: how many a second are on the disk, beside TensorBoard's writer; what they take; how fast they are drawn. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { openStore, type Store } from '../src-main/platform/store/index.ts';
import { createTracking, type Tracking } from '../src-main/tracking/index.ts';
import { Contestant, measurePairs } from './pairs.ts';
import { median, type Bench, type Report } from './report.ts';

const [STEPS, METRICS] = [1000, 10];
const MANY = 10_000_000;
const PYTHON = path.join(import.meta.dirname, '..', '.venv', 'bin', 'python');
const here = (file: string): string => path.join(import.meta.dirname, 'tracking', file);

async function ingest(report: Report, call: number): Promise<void> {
  const sizes = [String(STEPS), String(METRICS)];
  const lathe = await Contestant.start(process.execPath, [here('lathe.ts'), ...sizes, String(call)]);
  const peer = await Contestant.start(PYTHON, [here('peer.py'), ...sizes]);
  try {
    const measured = await measurePairs(lathe, peer, { pairs: 5, seconds: 60, milliseconds: 1000 });
    report({
      case: `${STEPS * METRICS} points on the disk, ${call} steps a call (the peer syncs once, at the end)`,
      unit: 'ms',
      peerName: 'torch.utils.tensorboard',
      goal: 0.1,
      ...measured,
    });
  } finally {
    lathe.stop();
    peer.stop();
  }
}

/** Values as networks measure them: 32 bits wide. */
const valueAt = (i: number): number => Math.fround(Math.exp(-i / 3e6) + ((i * 7919) % 1009) / 5000);

function sizes(report: Report, folder: string): void {
  const runs = 100;
  const store = openStore(path.join(folder, 'sizes'));
  const tracking = createTracking({ store, emit: () => undefined });
  const before = bytesOf(store);
  const ids: string[] = [];
  for (let i = 0; i < runs; i++) {
    const run = tracking.open({ origin: 'logged', startedBy: 'bench' }).id;
    ids.push(run);
    for (let m = 0; m < METRICS; m++)
      tracking.record({
        run,
        points: Array.from({ length: STEPS }, (_, step) => ({
          metric: `metric${m}`,
          step,
          value: valueAt(step * 2999 + i),
          at: 1_790_000_000_000 + step * 130 + (step % 7),
        })),
      });
    tracking.finish(run, { state: 'finished', seconds: 1 });
  }
  const lathe = bytesOf(store) - before;
  store.close();
  const points = runs * STEPS * METRICS;
  report({
    case: `size of ${points.toLocaleString('en')} points`,
    unit: 'bytes/point',
    lathe: lathe / points,
    peer: mlflowBytes(folder, ids) / points,
    peerName: 'a table as MLflow lays it out',
    ratio: null,
    goal: null,
    pairs: 1,
  });
}

function bytesOf(store: Store): number {
  return store.db.prepare<[], number>('SELECT sum(pgsize) FROM dbstat').pluck().get() ?? 0;
}

/** `metrics` of MLflow's SQLite store: a row for each point, its primary key over all of it, an index over the run. */
function mlflowBytes(folder: string, runs: readonly string[]): number {
  const file = path.join(folder, 'mlflow.db');
  const db = new BetterSqlite(file);
  db.exec(`CREATE TABLE metrics (key VARCHAR(250) NOT NULL, value FLOAT NOT NULL, timestamp BIGINT NOT NULL,
    run_uuid VARCHAR(32) NOT NULL, step BIGINT DEFAULT 0 NOT NULL, is_nan BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT metric_pk PRIMARY KEY (key, timestamp, step, run_uuid, value, is_nan));
    CREATE INDEX index_metrics_run_uuid ON metrics (run_uuid)`);
  const add = db.prepare('INSERT INTO metrics VALUES (?, ?, ?, ?, ?, 0)');
  db.transaction(() => {
    for (const [i, run] of runs.entries()) {
      const uuid = createHash('md5').update(run).digest('hex');
      for (let m = 0; m < METRICS; m++)
        for (let step = 0; step < STEPS; step++)
          add.run(
            `metric${m}`,
            valueAt(step * 2999 + i),
            1_790_000_000_000 + step * 130 + (step % 7),
            uuid,
            step,
          );
    }
  })();
  db.close();
  return statSync(file).size;
}

function fill(tracking: Tracking, run: string): number {
  const start = performance.now();
  for (let from = 0; from < MANY; from += 50_000)
    tracking.record({
      run,
      points: Array.from({ length: 50_000 }, (_, i) => ({
        metric: 'loss',
        step: from + i,
        value: valueAt(from + i),
      })),
    });
  return (performance.now() - start) / 1000;
}

function draw(report: Report, folder: string): void {
  const store = openStore(path.join(folder, 'many'));
  const tracking = createTracking({ store, emit: () => undefined });
  const run = tracking.open({ origin: 'logged', startedBy: 'bench' }).id;
  const seconds = fill(tracking, run);
  const alone = { peer: null, peerName: null, ratio: null, pairs: 1 };
  report({
    case: 'calls of 50,000 points of one curve',
    unit: 'points/s',
    lathe: MANY / seconds,
    goal: null,
    ...alone,
  });
  for (const [name, stretch] of [
    ['all of it', {}],
    ['a tenth of it', { from: MANY / 2, to: MANY * 0.6 }],
    ['a hundredth of it', { from: MANY / 2, to: MANY * 0.51 }],
  ] as const) {
    const times = Array.from({ length: 9 }, () => {
      const start = performance.now();
      tracking.series({ run, metrics: ['loss'], maxPoints: 1000, ...stretch });
      return performance.now() - start;
    });
    report({
      case: `a curve of ${MANY.toLocaleString('en')} points read to be drawn, ${name}`,
      unit: 'ms',
      lathe: median(times),
      goal: 200,
      ...alone,
    });
  }
  store.close();
}

export const bench: Bench = {
  about: 'points of runs: durable a second beside TensorBoard’s writer, bytes, and ten million drawn',
  async run(report) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-bench-points-'));
    try {
      await ingest(report, 100);
      await ingest(report, 10);
      sizes(report, folder);
      draw(report, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
