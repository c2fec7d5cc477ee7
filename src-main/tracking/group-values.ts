/** @file What columns say of very many runs at once: each column is read in one statement, and stands in a list in their order. */
import type { Cell } from '../../src-shared/contract.ts';
import { isSeed } from '../../src-shared/tracking/seed-groups.ts';
import type { Store } from '../platform/store/index.ts';
import { aspectOf } from './filter-sql.ts';
import type { Selection } from './selection.ts';
import type { Named } from './table.ts';

/** As many runs are looked up one by one; of more, the whole column is read. */
const FEW = 500;

/** What a run has in a column, and of a parameter whether that is on or off. */
type ValueRow = readonly [run: string, value: string | number | null, kind?: string];

/** A value for each run in their order; undefined where it has none. */
export type Values = readonly (Cell | undefined)[];

export interface RunValues {
  of(named: Named): Values;
  /** The seed of each run. */
  seeds(): readonly (string | undefined)[];
}

const TRAINED = "r.origin = 'training' AND r.summary <> '{}'";

export function createGroupValues({ store: { db }, selection }: { store: Store; selection: Selection }) {
  const parameterNames = db
    .prepare<[], string>("SELECT name FROM run_columns WHERE kind = 'parameter'")
    .pluck();

  /** Where a metric stands of a curve. */
  function aspectAt({ place }: Named): 'last' | 'least' | 'greatest' {
    if (place.kind !== 'best' && place.kind !== 'min' && place.kind !== 'max') return 'last';
    const directionOf = selection.direction();
    if (place.kind === 'best' && directionOf(place.name) === null) return 'last';
    const aspect = aspectOf({ name: place.name, aspect: place.kind }, directionOf);
    return aspect === 'min' ? 'least' : aspect === 'max' ? 'greatest' : 'last';
  }

  /** The values of a column. @param isFew of the runs `$runs`, looked up one by one */
  function sourceOf(named: Named, isFew: boolean): string {
    const { kind } = named.place;
    const from = (table: string, name: string): string =>
      isFew
        ? `FROM json_each($runs) f CROSS JOIN ${table} ON v.run = f.value AND v.${name} = $name`
        : `FROM ${table} WHERE v.${name} = $name`;
    if (kind === 'parameter') return `SELECT v.run, v.value, v.kind ${from('run_parameters v', 'name')}`;
    if (kind === 'tag') return `SELECT v.run, v.value ${from('run_tags v', 'name')}`;
    const series = 'metric_series v INDEXED BY metric_series_by_metric';
    if (kind === 'place')
      return `SELECT s.run, c.value FROM (SELECT v.run, v.number ${from(series, 'metric')}) s
        JOIN curve_places c ON c.series = s.number AND c.aspect = $aspect AND c.has`;
    return `SELECT v.run, v.${aspectAt(named)} ${from(series, 'metric')}`;
  }

  return (ids: readonly string[]): RunValues => {
    const placeOf = new Map(ids.map((id, place) => [id, place]));
    const isFew = ids.length <= FEW;
    const runs = isFew ? JSON.stringify(ids) : '[]';
    let summaries: readonly (readonly [place: number, Readonly<Record<string, number>>])[] | undefined;

    /** Results that trainings ended with: read once, whatever columns show them. */
    function results(): NonNullable<typeof summaries> {
      const sql = isFew
        ? `SELECT r.id, r.summary FROM json_each($runs) f CROSS JOIN runs r ON r.id = f.value WHERE ${TRAINED}`
        : `SELECT r.id, r.summary FROM runs r WHERE ${TRAINED}`;
      return selection.lists<readonly [string, string]>(sql, { runs }).flatMap(([id, summary]) => {
        const place = placeOf.get(id);
        return place === undefined ? [] : [[place, JSON.parse(summary)] as const];
      });
    }

    return {
      of(named) {
        const { place } = named;
        const values: (Cell | undefined)[] = Array.from({ length: ids.length });
        const aspect = place.kind === 'place' ? place.aspect : '';
        const asked = { name: place.name, aspect, runs };
        for (const [run, value, kind] of selection.lists<ValueRow>(sourceOf(named, isFew), asked)) {
          const at = placeOf.get(run);
          if (at !== undefined && value !== null) values[at] = kind === 'boolean' ? value === 1 : value;
        }
        if (place.kind !== 'result') return values;
        summaries ??= results();
        for (const [at, summary] of summaries)
          if (Object.hasOwn(summary, place.name)) values[at] = summary[place.name];
        return values;
      },
      seeds() {
        const names = JSON.stringify(parameterNames.all().filter(isSeed));
        const seeds: (string | undefined)[] = Array.from({ length: ids.length });
        const rows = selection.lists<ValueRow>(
          `SELECT j.value, min(p.value) FROM json_each($runs) j
           JOIN run_parameters p ON p.run = j.value AND p.name IN (SELECT value FROM json_each($names)) GROUP BY j.value`,
          { runs: JSON.stringify(ids), names },
        );
        for (const [run, seed] of rows) seeds[placeOf.get(run)!] = String(seed);
        return seeds;
      },
    };
  };
}
