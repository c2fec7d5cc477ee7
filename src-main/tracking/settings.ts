/**
 * @file What stands for the settings of a run: the same for runs that differ by nothing but the seed. It is made when a run
 * ends, and of runs that have none, while nothing else is done; what is asked for before that is made at once.
 */
import { createHash } from 'node:crypto';
import { isSeed, programOf } from '../../src-shared/tracking/seed-groups.ts';
import type { Store } from '../platform/store/index.ts';

interface Unsettled {
  readonly id: string;
  readonly experiment: string;
  readonly source: string;
  readonly recipe: string | null;
  readonly version: string | null;
}

interface Parameter {
  readonly name: string;
  readonly kind: string;
  readonly value: string | number;
}

/** Milliseconds of work at a time, and between two of them. */
const WORK_MS = 20;
const PAUSE_MS = 40;
/** Runs that are read at a time. */
const SLICE = 20;

const RUN = 'SELECT id, experiment, source, recipe, version FROM runs';

export type Settings = ReturnType<typeof createSettings>;

export function createSettings(store: Store) {
  const { db } = store;
  const one = db.prepare<[string], Unsettled>(`${RUN} WHERE id = ? AND settings IS NULL`);
  const unsettled = db.prepare<[], Unsettled>(`${RUN} WHERE settings IS NULL`);
  /** Those of running runs may be others soon. */
  const ended = db.prepare<[number], Unsettled>(
    `${RUN} WHERE settings IS NULL AND state <> 'running' LIMIT ?`,
  );
  const parameters = db.prepare<[string], Parameter>(
    'SELECT name, kind, value FROM run_parameters WHERE run = ? ORDER BY name',
  );
  const keep = db.prepare<[string, string]>('UPDATE runs SET settings = ? WHERE id = ?');
  let timer: ReturnType<typeof setTimeout> | undefined;

  function settle({ id, experiment, source, recipe, version }: Unsettled): void {
    const rest = parameters
      .all(id)
      .flatMap(({ name, kind, value }) => (isSeed(name) ? [] : [[name, kind, value]]));
    keep.run(hashOf(JSON.stringify([experiment, programOf(source), recipe, version, rest])), id);
  }

  /** @returns whether there may be more */
  function work(): boolean {
    const until = performance.now() + WORK_MS;
    for (;;) {
      const runs = ended.all(SLICE);
      if (runs.length > 0) store.tx(() => runs.forEach(settle));
      if (runs.length < SLICE) return false;
      if (performance.now() > until) return true;
    }
  }

  function soon(): void {
    timer = setTimeout(() => {
      // Whoever closed the store alone has nothing to do.
      if (db.open && work()) soon();
    }, PAUSE_MS).unref();
  }

  return {
    /** Of a run whose parameters do not change any more; the caller holds the transaction. */
    of(run: string): void {
      const known = one.get(run);
      if (known) settle(known);
    },
    /** Of every run that has none. */
    fill(): void {
      const runs = unsettled.all();
      if (runs.length > 0) store.tx(() => runs.forEach(settle));
    },
    /** Of runs that ended, a few at a time. */
    resume: soon,
    close: (): void => clearTimeout(timer),
  };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);
