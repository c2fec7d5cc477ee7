/** @file The tracking room: runs, metrics, logs and artifacts in SQLite. */
import { stateFact } from './facts.ts';
import { alertsRouter } from './alerts/router.ts';
import { experimentsRouter, runTableRouter, runViewsRouter, runsRouter } from './router.ts';
import { openTracking, type TrackingParts } from './tracking.ts';

export type { Logged, NewRun, RunEnd } from './runs.ts';
export { createMlflowDoor } from './mlflow/door.ts';
export { createRunFiles } from './exchange/index.ts';
export type { TrackingParts, Tracking } from './tracking.ts';

/** Opens the room with its facets. */
export function createTracking(parts: TrackingParts) {
  const tracking = openTracking(parts);
  return {
    ...tracking,
    procedures: () => ({
      runs: runsRouter(tracking),
      runTable: runTableRouter(tracking),
      runViews: runViewsRouter(tracking),
      experiments: experimentsRouter(tracking),
      alerts: alertsRouter(tracking),
    }),
    facts: [stateFact(tracking)],
  };
}
