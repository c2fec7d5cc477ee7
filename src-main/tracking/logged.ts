/** @file Runs that programs log: begun, logged, and ended by them, or by the silence of one that promised signs of life. */
import type { LoggedBatch, LoggedPoint, NewLoggedRun, Run, WirePoint } from '../../src-shared/contract.ts';
import { AppError, type WireError } from '../../src-shared/platform/errors.ts';
import { flattened } from '../../src-shared/tracking/flattened.ts';
import type { Store } from '../platform/store/index.ts';
import { heartbeatDue, type Runs } from './runs.ts';

/** Where programs log that name no experiment. */
const DEFAULT_EXPERIMENT = 'Default';
/** How often it is looked who is silent. */
const LOOK_MS = 5000;

export interface LoggedEnd {
  readonly state: 'finished' | 'failed' | 'stopped' | 'crashed';
  readonly exitCode?: number | undefined;
  /** ISO 8601; now unless given. */
  readonly at?: string | undefined;
}

interface Alive {
  readonly state: string;
  readonly heartbeatSeconds: number | null;
  readonly heartbeatDue: string | null;
}

export function createLogged({ store, runs }: { readonly store: Store; readonly runs: Runs }) {
  const { db } = store;
  const alive = db.prepare<[string], Alive>(
    'SELECT state, heartbeat_seconds AS heartbeatSeconds, heartbeat_due AS heartbeatDue FROM runs WHERE id = ?',
  );
  const setDue = db.prepare<[string, string]>('UPDATE runs SET heartbeat_due = ? WHERE id = ?');
  const revive = db.prepare<[string]>(
    "UPDATE runs SET state = 'running', ended_at = NULL, error = NULL, seconds = 0 WHERE id = ?",
  );
  const silent = db.prepare<[string], { id: string; due: string; every: number }>(
    `SELECT id, heartbeat_due AS due, heartbeat_seconds AS every FROM runs
     WHERE state = 'running' AND heartbeat_due IS NOT NULL AND heartbeat_due < ?`,
  );

  function logged(id: string): Run {
    const run = runs.run(id);
    if (run.origin === 'training') throw new AppError('tracking.notLogged', { name: run.name });
    return run;
  }

  /** A sign of life; it takes back that a run has crashed, as after the sleep of a laptop. */
  function beat(id: string): void {
    const { state, heartbeatSeconds: every, heartbeatDue: due } = alive.get(id) ?? {};
    if (state === 'crashed') {
      revive.run(id);
      runs.log(id, 'Its program is heard of again.', 'info');
      runs.changed(id);
    }
    if (every == null) return;
    // Written once a beat, however often there is a sign.
    const next = heartbeatDue(every);
    if (due == null || Date.parse(next) - Date.parse(due) >= 500 * every) setDue.run(next, id);
  }

  function end(id: string, { state, exitCode, at = new Date().toISOString() }: LoggedEnd): Run {
    const run = logged(id);
    const error = errorOf(state, exitCode);
    runs.finish(id, {
      state,
      at,
      seconds: Math.max(0, (Date.parse(at) - Date.parse(run.startedAt)) / 1000) - run.seconds,
      ...(error && { error }),
    });
    return runs.run(id);
  }

  /** Marks runs whose programs are silent as crashed. */
  function look(now = Date.now()): void {
    for (const { id, due, every } of silent.all(new Date(now).toISOString())) {
      runs.log(id, `Crashed: no sign of life of its program for ${Math.round(3 * every)} seconds.`, 'error');
      end(id, { state: 'crashed', at: due });
    }
  }

  look();
  const timer = setInterval(() => {
    // Whoever closed the store alone has nothing to look at.
    if (db.open) look();
  }, LOOK_MS).unref();

  return {
    beat(id: string): void {
      logged(id);
      beat(id);
    },
    look,
    end,
    create(
      { config, parameters = [], experiment = DEFAULT_EXPERIMENT, ...fresh }: NewLoggedRun,
      startedBy: string,
    ): Run {
      return store.tx(() => {
        const { id } = runs.open({ ...fresh, origin: 'logged', experiment, startedBy });
        runs.record({ run: id, parameters: [...parameters, ...flattened(config)] });
        return runs.run(id);
      });
    },
    log({ run, points = [], parameters = [], config, tags, lines }: LoggedBatch): void {
      logged(run);
      store.tx(() => {
        beat(run);
        runs.record({
          run,
          points: points.map(pointOf),
          parameters: [...parameters, ...flattened(config)],
          tags,
          lines,
        });
      });
    },
    close: () => clearInterval(timer),
  };
}

function pointOf({ value, ...point }: WirePoint): LoggedPoint {
  return { ...point, value: Number(value) };
}

function errorOf(state: LoggedEnd['state'], exitCode: number | undefined): WireError | null {
  if (state === 'failed' && exitCode !== undefined)
    return { key: 'tracking.exitCode', parameters: { code: exitCode } };
  return state === 'crashed' ? { key: 'tracking.crashed', parameters: {} } : null;
}
