/** @file The tracking room: runs, metrics, logs and artifacts in SQLite. */
import type { Emit } from '../../src-shared/platform/events.ts';
import type { Store } from '../platform/store/index.ts';
import { createAlerts } from './alerts/alerts.ts';
import { createDiffering } from './differing.ts';
import { createExperiments } from './experiments.ts';
import { createFamily } from './family.ts';
import { createGroups } from './groups.ts';
import { createKeeping } from './keeping.ts';
import { createRunList } from './list.ts';
import { createLogged } from './logged.ts';
import { createParameters } from './parameters.ts';
import { takeEarlierPoints } from './points/earlier.ts';
import { createPlaceValues } from './points/place-values.ts';
import { openPoints } from './points/points.ts';
import { prepareQueries } from './queries.ts';
import { createRuns } from './runs.ts';
import { createSelection } from './selection.ts';
import { createSettings } from './settings.ts';
import { createTable } from './table.ts';
import { createTags } from './tags.ts';
import { createOwnTables } from './own-tables.ts';
import { createViews } from './views.ts';

export interface TrackingParts {
  readonly store: Store;
  readonly emit: Emit;
}

/** The methods of the room. */
export type Tracking = ReturnType<typeof openTracking>;

/** Opens the room. Runs that were running when the workbench last ended are marked as interrupted. */
export function openTracking({ store, emit }: TrackingParts) {
  const queries = prepareQueries(store.db);
  const points = openPoints(store);
  takeEarlierPoints(store, points);
  const alerts = createAlerts({ db: store.db, emit, points });
  const at = new Date().toISOString();
  store.tx(() => {
    const interrupted = queries.runningTrainings.all();
    queries.logInterrupted.run({ at, line: 'Interrupted: the workbench ended during this run.' });
    queries.interruptRunning.run({ at });
    interrupted.forEach(alerts.ended);
  });
  const experiments = createExperiments({ store, emit });
  const parameters = createParameters(store.db);
  const tags = createTags(store.db, 'run');
  const settings = createSettings(store);
  const places = createPlaceValues(store, points);
  const selection = createSelection({ store, points, settings, places });
  const list = createRunList({ store, selection });
  const runs = createRuns({
    store,
    emit,
    queries,
    experiments,
    points,
    parameters,
    tags,
    list,
    alerts,
    settings,
  });
  const keeping = createKeeping({ store, emit, experiments, points, parameters, tags });
  const logged = createLogged({ store, runs });
  return {
    ...runs,
    ...keeping,
    family: createFamily(store.db),
    experiments,
    alerts,
    table: {
      ...createTable({ store, places, tags, list, selection }),
      ...createGroups({ store, selection }),
      ...createDiffering({ store, selection }),
      ready: selection.ready,
    },
    views: createViews({ store, emit }),
    ownTables: createOwnTables(store),
    /** Runs that programs log. */
    logged,
    opened(): void {
      alerts.resume();
      settings.resume();
    },
    async close(): Promise<void> {
      logged.close();
      settings.close();
      await alerts.close();
    },
    counts: () => ({ runs: queries.runCount.get() ?? 0 }),
    /** Every blob the room names, for `lathe doctor`. */
    blobs: () => queries.blobs.all(),
  };
}
