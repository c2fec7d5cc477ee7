/** @file The rows of the table of runs: what every run has, and of metrics, parameters and tags only what is shown. */
import type { Cell, RunListRequest, TableRow } from '../../src-shared/contract.ts';
import { type ColumnPlace, columnPlace } from '../../src-shared/tracking/table/values.ts';
import { toMetricValue } from '../../src-shared/tracking/values.ts';
import type { Store } from '../platform/store/index.ts';
import { type DirectionOfMetric, aspectOf } from './filter-sql.ts';
import type { RunList } from './list.ts';
import type { PlaceValues } from './points/place-values.ts';
import type { SeriesRow } from './points/queries.ts';
import type { Selection } from './selection.ts';
import type { Tagging } from './tags.ts';

interface Row extends Omit<TableRow, 'cells' | 'starred' | 'tags'> {
  readonly starred: number;
  readonly summary: string;
}

const ROW = `SELECT r.number, r.id, r.name, r.note, r.origin, r.experiment, e.name AS experimentName, r.parent, r.recipe, r.state,
  r.version, r.version_name AS versionName, r.starred, r.archived_at AS archivedAt, r.trashed_at AS trashedAt,
  r.weights_sha256 AS weightsSha256, r.seconds, r.started_at AS startedAt, r.ended_at AS endedAt, r.started_by AS startedBy, r.summary
  FROM runs r JOIN experiments e ON e.id = r.experiment WHERE r.number = ?`;

export interface Named {
  readonly column: string;
  readonly place: Exclude<ColumnPlace, { kind: 'fixed' }>;
}

/** Columns with their names taken apart, without those that every run has. */
export function namedColumns(columns: readonly string[]): Named[] {
  return columns.flatMap((column) => {
    const place = columnPlace(column);
    return place === null || place.kind === 'fixed' ? [] : [{ column, place }];
  });
}

interface TableParts {
  readonly store: Store;
  readonly places: PlaceValues;
  readonly tags: Tagging;
  readonly list: RunList;
  readonly selection: Selection;
}

export function createTable({ store: { db }, places, tags, list, selection }: TableParts) {
  const rowAt = db.prepare<[number], Row>(ROW);
  const parametersOf = db.prepare<[string, string], { name: string; kind: string; value: string | number }>(
    'SELECT name, kind, value FROM run_parameters WHERE run = ? AND name IN (SELECT value FROM json_each(?))',
  );
  const seriesOf = db.prepare<[string, string], SeriesRow>(
    `SELECT number, run, metric, points, not_finite AS notFinite, last, last_step AS lastStep, last_at AS lastAt, least,
     least_step AS leastStep, greatest, greatest_step AS greatestStep, loose FROM metric_series
     WHERE run = ? AND metric IN (SELECT value FROM json_each(?))`,
  );

  function metricCell(
    { place }: Named,
    {
      series,
      summary,
      directionOf,
    }: { series: SeriesRow | undefined; summary: Record<string, number>; directionOf: DirectionOfMetric },
  ): number | undefined {
    if (place.kind === 'result' && Object.hasOwn(summary, place.name)) return summary[place.name];
    if (!series) return undefined;
    if (place.kind === 'place') return places.placeAt(series, place.aspect);
    const isKnown = place.kind !== 'best' || directionOf(place.name) !== null;
    const kind = place.kind;
    const aspect = kind === 'best' || kind === 'min' || kind === 'max' ? kind : 'last';
    const of = isKnown ? aspectOf({ name: place.name, aspect }, directionOf) : 'last';
    if (of === 'min') return series.least ?? NaN;
    return of === 'max' ? (series.greatest ?? NaN) : (series.last ?? NaN);
  }

  function cellsOf(row: Row, wanted: Wanted, directionOf: DirectionOfMetric): Record<string, Cell> {
    const cells: Record<string, Cell> = {};
    if (wanted.parameters.length > 0)
      for (const { name, kind, value } of parametersOf.all(row.id, wanted.parameterNames))
        cells[`parameter:${name}`] = kind === 'boolean' ? value === 1 : value;
    if (wanted.metrics.length === 0) return cells;
    const known = new Map(seriesOf.all(row.id, wanted.metricNames).map((series) => [series.metric, series]));
    const summary: Record<string, number> = row.origin === 'training' ? JSON.parse(row.summary) : {};
    for (const named of wanted.metrics) {
      const value = metricCell(named, { series: known.get(named.place.name), summary, directionOf });
      if (value !== undefined) cells[named.column] = toMetricValue(value);
    }
    return cells;
  }

  return {
    rows({ columns = [], ...asked }: Partial<RunListRequest> & { readonly columns?: readonly string[] }) {
      const wanted = wantedOf(columns);
      const directionOf = selection.direction();
      return list.page(asked, (number): TableRow | undefined => {
        const row = rowAt.get(number);
        if (!row) return undefined;
        const { summary: _, starred, ...rest } = row;
        const own = tags.of(row.id);
        const cells = cellsOf(row, wanted, directionOf);
        for (const { column, place } of wanted.tags) {
          const value = own[place.name];
          if (value !== undefined) cells[column] = value;
        }
        return { ...rest, tags: own, starred: starred === 1, cells };
      });
    },
  };
}

interface Wanted {
  readonly parameters: readonly Named[];
  readonly metrics: readonly Named[];
  readonly tags: readonly Named[];
  /** JSON. */
  readonly parameterNames: string;
  readonly metricNames: string;
}

function wantedOf(columns: readonly string[]): Wanted {
  const all = namedColumns(columns);
  const [parameters, tags] = [
    all.filter(({ place }) => place.kind === 'parameter'),
    all.filter(({ place }) => place.kind === 'tag'),
  ];
  const metrics = all.filter(({ place }) => place.kind !== 'parameter' && place.kind !== 'tag');
  const namesOf = (named: readonly Named[]): string =>
    JSON.stringify([...new Set(named.map(({ place }) => place.name))]);
  return { parameters, metrics, tags, parameterNames: namesOf(parameters), metricNames: namesOf(metrics) };
}
