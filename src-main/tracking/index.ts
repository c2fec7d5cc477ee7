/** @file The tracking room: runs, metrics, logs, artifacts and model versions in SQLite. */
import type { Emit } from '../../src-shared/platform/events.ts';
import type { Store } from '../platform/store/index.ts';
import { createModels } from '../models/registry.ts';
import { prepareQueries } from './queries.ts';
import { createRuns } from './runs.ts';

export type { NewModel } from '../models/registry.ts';
export type { NewRun, RunEnd } from './runs.ts';

export type Tracking = ReturnType<typeof createTracking>;

/** Opens the room. Runs that were running when the workbench last ended are marked as interrupted. */
export function createTracking({ store, emit }: { store: Store; emit: Emit }) {
  const queries = prepareQueries(store.db);
  queries.interruptRunning.run({ at: new Date().toISOString() });
  const runs = createRuns({ store, emit, queries });
  const models = createModels({ store, emit, queries });
  return {
    ...runs,
    model: models.model,
    models: models.list,
    register: models.register,
    renameModel: models.rename,
    counts: () => queries.counts.get() ?? { runs: 0, models: 0 },
    /** Every blob the room names, for `lathe doctor`. */
    blobs: () => queries.blobs.all(),
  };
}
