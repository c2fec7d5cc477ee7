/** @file What stands for the settings of a run: the same for runs that differ by nothing but the seed. */
import { createHash } from 'node:crypto';
import type { Store } from '../platform/store/index.ts';
import { isSeed } from '../../src-shared/tracking/seed-groups.ts';

interface Unsettled {
  readonly id: string;
  readonly recipe: string | null;
  readonly version: string | null;
}

interface Parameter {
  readonly name: string;
  readonly kind: string;
  readonly value: string | number;
}

/** @returns fills in what is not known since parameters changed */
export function createSettings(store: Store): () => void {
  const { db } = store;
  const unsettled = db.prepare<[], Unsettled>('SELECT id, recipe, version FROM runs WHERE settings IS NULL');
  const parameters = db.prepare<[string], Parameter>(
    'SELECT name, kind, value FROM run_parameters WHERE run = ? ORDER BY name',
  );
  const settle = db.prepare<[string, string]>('UPDATE runs SET settings = ? WHERE id = ?');
  const fill = (runs: readonly Unsettled[]): void => {
    for (const { id, recipe, version } of runs) {
      const rest = parameters
        .all(id)
        .flatMap(({ name, kind, value }) => (isSeed(name) ? [] : [[name, kind, value]]));
      settle.run(hashOf(JSON.stringify([recipe, version, rest])), id);
    }
  };
  return () => {
    const runs = unsettled.all();
    if (runs.length > 0) store.tx(() => fill(runs));
  };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);
