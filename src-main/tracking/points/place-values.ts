/**
 * @file What all curves of a metric stand at at a step, or smoothed: read from each curve once, when something is first sorted
 * or filtered by it, and kept beside the database in a table of this connection alone until the curve is another.
 */
import type { Statement } from 'better-sqlite3';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { PlaceAspect } from '../../../src-shared/tracking/table/values.ts';
import type { Store } from '../../platform/store/index.ts';
import { createPlaces } from './places.ts';
import type { Points } from './points.ts';

/** What of a metric is asked for. */
export interface PlaceOf {
  readonly metric: string;
  readonly aspect: PlaceAspect;
}

/** Curves that are read before anything else gets its turn. */
const SLICE = 200;
/** Metrics and aspects of which values are kept. */
const MOST_KEPT = 100;

const MAKE = `
  CREATE TEMP TABLE IF NOT EXISTS curve_places (
    series INTEGER NOT NULL,
    aspect TEXT NOT NULL,
    has INTEGER NOT NULL, -- 0: the curve has nothing there
    value REAL, -- null: NaN
    PRIMARY KEY (series, aspect)
  ) STRICT, WITHOUT ROWID;
  CREATE TEMP TRIGGER IF NOT EXISTS curve_places_of_more AFTER UPDATE ON main.metric_series BEGIN
    DELETE FROM curve_places WHERE series = old.number;
  END;
  CREATE TEMP TRIGGER IF NOT EXISTS curve_places_of_gone AFTER DELETE ON main.metric_series BEGIN
    DELETE FROM curve_places WHERE series = old.number;
  END;`;

interface Statements {
  readonly unread: Statement<[PlaceOf & { limit: number }], { number: number; points: number }>;
  readonly keep: Statement<[{ series: number; aspect: string; has: number; value: number | null }]>;
  readonly clear: Statement<[]>;
}

/** Whether a run has a value there, and the value: conditions on `runs r`. @param name, aspect parameters of the statement */
export function placeSql(
  name: string,
  aspect: string,
): { readonly value: string; readonly isMissing: string } {
  const rows = `FROM metric_series s INDEXED BY metric_series_by_metric
    JOIN curve_places v ON v.series = s.number AND v.aspect = ${aspect} WHERE s.metric = ${name} AND s.run = r.id AND v.has`;
  return { value: `(SELECT v.value ${rows})`, isMissing: `NOT EXISTS (SELECT 1 ${rows})` };
}

export type PlaceValues = ReturnType<typeof createPlaceValues>;

export function createPlaceValues(store: Store, points: Points) {
  const { db } = store;
  const placeAt = createPlaces(db, points);
  const known = new Set<string>();
  let made: Statements | undefined;

  /** Made when it is first needed: as long as it is there, each point that is logged looks into it. */
  function statements(): Statements {
    if (made) return made;
    db.exec(MAKE);
    made = {
      unread: db.prepare(
        `SELECT s.number, s.points FROM metric_series s INDEXED BY metric_series_by_metric WHERE s.metric = $metric
           AND NOT EXISTS (SELECT 1 FROM curve_places v WHERE v.series = s.number AND v.aspect = $aspect) LIMIT $limit`,
      ),
      keep: db.prepare('INSERT INTO curve_places VALUES ($series, $aspect, $has, $value)'),
      clear: db.prepare('DELETE FROM curve_places'),
    };
    return made;
  }

  function remember({ metric, aspect }: PlaceOf): void {
    if (known.size >= MOST_KEPT) {
      known.clear();
      statements().clear.run();
    }
    known.add(`${aspect}:${metric}`);
  }

  /** Reads some curves. @returns whether all are read */
  function readSome({ metric, aspect }: PlaceOf): boolean {
    const { unread, keep } = statements();
    const curves = unread.all({ metric, aspect, limit: SLICE });
    if (curves.length > 0)
      store.tx(() => {
        for (const curve of curves) {
          const value = placeAt(curve, aspect);
          const has = Number(value !== undefined);
          keep.run({
            series: curve.number,
            aspect,
            has,
            value: value === undefined || Number.isNaN(value) ? null : value,
          });
        }
      });
    return curves.length < SLICE;
  }

  return {
    placeAt,
    /** After this {@link placeSql} tells of every run. */
    read(places: readonly PlaceOf[]): void {
      places.forEach(remember);
      for (const place of places) while (!readSome(place));
    },
    /** The same, and others get their turn meanwhile. */
    async readCalmly(places: readonly PlaceOf[]): Promise<void> {
      places.forEach(remember);
      for (const place of places) while (!readSome(place)) await yieldToEventLoop();
    },
  };
}
