/** @file Runs in groups of what they have in common, with what each column says over all runs of a group. */
import type { Cell, GroupCell, GroupRequest, RunGroup } from '../../src-shared/contract.ts';
import { pageAt } from '../../src-shared/platform/pages.ts';
import { deviationOf, meanInterval, meanOf } from '../../src-shared/statistics/index.ts';
import { fieldText, quotedText, type Field } from '../../src-shared/tracking/filter/fields.ts';
import { isSeed } from '../../src-shared/tracking/seed-groups.ts';
import { isMetricColumn, type GROUP_KEYS } from '../../src-shared/tracking/table/values.ts';
import { naturalKey, type ListParameters, type Store } from '../platform/store/index.ts';
import { aspectOf } from './filter-sql.ts';
import type { Condition, Selection } from './selection.ts';
import { type Named, namedColumns } from './table.ts';

type Kept = string | number | null;

/** What runs are put in groups by in SQL, and as a field of the filter language. */
const FIXED: Readonly<Record<(typeof GROUP_KEYS)[number], { readonly sql: string; readonly field: Field }>> =
  {
    settings: { sql: 'r.settings', field: { of: 'attribute', name: 'settings' } },
    experiment: {
      sql: '(SELECT e.name FROM experiments e WHERE e.id = r.experiment)',
      field: { of: 'attribute', name: 'experiment' },
    },
    version: { sql: 'r.version_name', field: { of: 'attribute', name: 'version' } },
    recipe: { sql: 'r.recipe', field: { of: 'attribute', name: 'recipe' } },
    state: { sql: 'r.state', field: { of: 'attribute', name: 'state' } },
    startedBy: { sql: 'r.started_by', field: { of: 'attribute', name: 'author' } },
  };

interface Key {
  /** Of where the key stands. */
  readonly join: string;
  readonly sql: string;
  /** Whether it is on or off. */
  readonly kind: string;
  readonly field: Field;
  readonly name: string;
}

function keyOf(key: string, i: number): Key {
  const fixed = Object.entries(FIXED).find(([name]) => name === key)?.[1];
  if (fixed) return { ...fixed, join: '', kind: "'text'", name: '' };
  const name = key.slice(key.indexOf(':') + 1);
  const [table, field, kind]: [string, Field, string] = key.startsWith('tag:')
    ? ['run_tags', { of: 'tag', name }, "'text'"]
    : ['run_parameters', { of: 'parameter', name }, `at${i}.kind`];
  const join = `LEFT JOIN ${table} at${i} ON at${i}.run = r.id AND at${i}.name = $key${i}`;
  return { join, sql: `at${i}.value`, kind, field, name };
}

/** A run with its keys k0, k1 … and their kinds t0, t1 … */
type Member = Readonly<Record<string, Kept>> & { readonly number: number; readonly id: string };

interface Group {
  readonly keys: readonly (Cell | null)[];
  /** Ids of its runs in the order in which they began. */
  readonly runs: readonly string[];
  readonly newest: number;
}

/** As many runs are looked up one by one; of more, the whole column is read. */
const FEW = 500;

/** Results that trainings ended with. */
const RESULTS = `SELECT r.id AS run, j.atom AS value FROM runs r, json_each(r.summary) j
  WHERE r.origin = 'training' AND r.summary <> '{}' AND j.key = $name`;
const RESULTS_OF_FEW = `${RESULTS} AND r.id IN (SELECT value FROM json_each($runs))`;

export function createGroups({ store: { db }, selection }: { store: Store; selection: Selection }) {
  const newest = db.prepare<[number], RunGroup['newest']>(
    'SELECT id, number, name, recipe FROM runs WHERE number = ?',
  );
  const parameterNames = db
    .prepare<[], string>("SELECT name FROM run_columns WHERE kind = 'parameter'")
    .pluck();

  /** Where a metric stands of a curve. */
  function aspectAt({ place }: Named): 'last' | 'least' | 'greatest' {
    if (place.kind !== 'best' && place.kind !== 'min' && place.kind !== 'max') return 'last';
    const directionOf = selection.direction();
    if (place.kind === 'best' && directionOf(place.name) === null) return 'last';
    const aspect = aspectOf({ of: 'metric', name: place.name, aspect: place.kind }, directionOf);
    return aspect === 'min' ? 'least' : aspect === 'max' ? 'greatest' : 'last';
  }

  /** Where the values of a column stand: run, value, kind. */
  function sourceOf(named: Named): string {
    const { kind } = named.place;
    if (kind === 'parameter')
      return 'SELECT p.run, p.value, p.kind FROM run_parameters p WHERE p.name = $name';
    if (kind === 'tag') return "SELECT t.run, t.value, 'text' AS kind FROM run_tags t WHERE t.name = $name";
    return `SELECT s.run, s.${aspectAt(named)} AS value, 'number' AS kind FROM metric_series s WHERE s.metric = $name`;
  }

  /** The values that runs have in a column. */
  function valuesOf(named: Named, runs: readonly string[]): Map<string, Cell> {
    if (named.place.kind === 'step') return new Map();
    const { name } = named.place;
    const source = sourceOf(named);
    const isFew = runs.length <= FEW;
    const asked = { name, runs: isFew ? JSON.stringify(runs) : '[]' };
    const rows = selection.rows<{ run: string; value: Kept; kind: string }>(
      isFew ? `SELECT * FROM (${source}) WHERE run IN (SELECT value FROM json_each($runs))` : source,
      asked,
    );
    const values = new Map<string, Cell>();
    for (const { run, value, kind } of rows)
      if (value !== null) values.set(run, kind === 'boolean' ? value === 1 : value);
    if (named.place.kind === 'result')
      for (const { run, value } of selection.rows<{ run: string; value: number | null }>(
        isFew ? RESULTS_OF_FEW : RESULTS,
        asked,
      ))
        if (value !== null) values.set(run, value);
    return values;
  }

  /** The seed of each run, where runs are put in groups of everything but the seed. */
  function seedsOf(runs: readonly string[]): ReadonlyMap<string, string> {
    const names = JSON.stringify(parameterNames.all().filter(isSeed));
    const rows = selection.rows<{ run: string; seed: Kept }>(
      `SELECT j.value AS run, min(p.value) AS seed FROM json_each($runs) j
       JOIN run_parameters p ON p.run = j.value AND p.name IN (SELECT value FROM json_each($names)) GROUP BY j.value`,
      { runs: JSON.stringify(runs), names },
    );
    return new Map(rows.map(({ run, seed }) => [run, String(seed)]));
  }

  function groupsOf(keys: readonly Key[], { where, parameters }: Condition): Group[] {
    const selected = keys.map(({ sql, kind }, i) => `, ${sql} AS k${i}, ${kind} AS t${i}`).join('');
    const named: ListParameters = {
      ...parameters,
      ...Object.fromEntries(keys.map(({ name }, i) => [`key${i}`, name])),
    };
    const rows = selection.rows<Member>(
      `SELECT r.number, r.id${selected} FROM runs r ${keys.map(({ join }) => join).join(' ')} WHERE ${where} ORDER BY r.number`,
      named,
    );
    const valuesIn = (row: Member) => keys.map((_, k) => valueAt(row, k));
    return [...Map.groupBy(rows, (row) => JSON.stringify(valuesIn(row))).values()].map((members) => ({
      keys: valuesIn(members[0]!),
      runs: members.map(({ id }) => id),
      newest: members.at(-1)!.number,
    }));
  }

  /** What a column says of each group. */
  function cellsOf(named: Named, groups: readonly Group[], isOverSeeds: boolean): (GroupCell | null)[] {
    const runs = groups.flatMap((group) => group.runs);
    const own = valuesOf(named, runs);
    const seeds = isOverSeeds && isMetricColumn(named.column) ? seedsOf(runs) : null;
    return groups.map((group) =>
      cellOf(
        named,
        group.runs.map((run) => ({ seed: seeds?.get(run) ?? run, value: own.get(run) })),
      ),
    );
  }

  /** All groups in their order: the one with the newest run first unless asked for otherwise. */
  function inOrder(groups: readonly Group[], sort: GroupRequest['sort'], isOverSeeds: boolean): Group[] {
    const newestFirst = groups.toSorted((a, b) => b.newest - a.newest);
    if (sort === null) return newestFirst;
    const [named] = namedColumns([sort.column]);
    const cells = named ? cellsOf(named, newestFirst, isOverSeeds) : null;
    const ranked = newestFirst.map((group, i) => ({
      group,
      rank: sort.column === 'runs' ? group.runs.length : rankOf(cells?.[i] ?? null),
    }));
    return ranked.sort((a, b) => compareRanks(a.rank, b.rank, sort.descending)).map(({ group }) => group);
  }

  return {
    groups({
      by,
      columns = [],
      sort = null,
      offset = 0,
      limit = 100,
      ...asked
    }: Partial<GroupRequest> & Pick<GroupRequest, 'by'>) {
      const isOverSeeds = by.includes('settings');
      if (isOverSeeds) selection.fillSettings();
      const keys = by.map(keyOf);
      const all = groupsOf(keys, selection.condition(asked));
      const shown = inOrder(all, sort, isOverSeeds).slice(offset, offset + limit);
      const values = namedColumns(columns).map((named) => ({
        column: named.column,
        cells: cellsOf(named, shown, isOverSeeds),
      }));
      const items = shown.map((group, i): RunGroup => ({
        keys: [...group.keys],
        filter: keys.map(({ field }, k) => filterOf(field, group.keys[k]!)).join(' and '),
        runs: group.runs.length,
        newest: newest.get(group.newest)!,
        cells: Object.fromEntries(
          values.flatMap(({ column, cells }) => (cells[i] ? [[column, cells[i]]] : [])),
        ),
      }));
      return pageAt(items, { offset, total: all.length });
    },
  };
}

type Rank = number | string | null;

function rankOf(cell: GroupCell | null): Rank {
  if (cell === null || cell.kind === 'several') return null;
  if (cell.kind === 'mean') return cell.mean;
  return typeof cell.value === 'string' ? naturalKey(cell.value) : Number(cell.value);
}

/** Numbers before texts, those without a rank last either way. */
function compareRanks(a: Rank, b: Rank, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === 'number' ? -1 : 1;
  return descending ? -order : order;
}

const valueAt = (row: Readonly<Record<string, Kept>>, k: number): Cell | null =>
  row[`t${k}`] === 'boolean' ? row[`k${k}`] === 1 : (row[`k${k}`] ?? null);

function filterOf(field: Field, value: Cell | null): string {
  if (value === null) return `${fieldText(field)} is missing`;
  return `${fieldText(field)} = ${typeof value === 'string' ? quotedText(value) : String(value)}`;
}

/** Null where no run of the group has anything there. */
function cellOf(
  { column }: Named,
  all: readonly { readonly seed: string; readonly value: Cell | undefined }[],
): GroupCell | null {
  if (isMetricColumn(column)) {
    // Of runs with the same seed the first counts, as the others only repeat it.
    const bySeed = new Map<string, number>();
    for (const { seed, value } of all)
      if (typeof value === 'number' && Number.isFinite(value) && !bySeed.has(seed)) bySeed.set(seed, value);
    return meanCell([...bySeed.values()]);
  }
  const different = new Set(all.map(({ value }) => value));
  const [value] = different;
  if (different.size > 1) return { kind: 'several', count: different.size };
  return value === undefined ? null : { kind: 'same', value };
}

function meanCell(values: readonly number[]): GroupCell | null {
  if (values.length === 0) return null;
  const interval = meanInterval(values);
  const { low, high } = interval.applies ? interval : { low: null, high: null };
  const deviation = values.length > 1 ? deviationOf(values) : null;
  return { kind: 'mean', count: values.length, mean: meanOf(values), deviation, low, high };
}
