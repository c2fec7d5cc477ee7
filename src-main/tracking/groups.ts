/** @file Runs in groups of what they have in common, with what each column says over all runs of a group. */
import type { Cell, GroupCell, GroupRequest, RunGroup } from '../../src-shared/contract.ts';
import { pageAt } from '../../src-shared/platform/pages.ts';
import { deviationOf, meanInterval, meanOf } from '../../src-shared/statistics/index.ts';
import { fieldText, quotedText, type Field } from '../../src-shared/tracking/filter/fields.ts';
import { isMetricColumn, type GROUP_KEYS } from '../../src-shared/tracking/table/values.ts';
import { naturalKey, type ListParameters, type Store } from '../platform/store/index.ts';
import { type Values, createGroupValues } from './group-values.ts';
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
  const [column, field, kind]: [string, Field, string] = key.startsWith('tag:')
    ? ['value FROM run_tags', { of: 'tag', name }, "'text'"]
    : ['value, kind FROM run_parameters', { of: 'parameter', name }, `at${i}.kind`];
  // Read as a whole from the index by names, which LIMIT keeps apart: to look each run up takes three times as long.
  const join = `LEFT JOIN (SELECT run, ${column} WHERE name = $key${i} LIMIT -1) at${i} ON at${i}.run = r.id`;
  return { join, sql: `at${i}.value`, kind, field, name };
}

/** A run: its number, its id, its keys and after them their kinds. Rows of very many runs are read as lists. */
type Member = readonly [number: number, id: string, ...keys: Kept[]];

interface Group {
  readonly keys: readonly (Cell | null)[];
  /** Ids of its runs in the order in which they began. */
  readonly runs: readonly string[];
  readonly newest: number;
}

export function createGroups({ store, selection }: { store: Store; selection: Selection }) {
  const newest = store.db.prepare<[number], RunGroup['newest']>(
    'SELECT id, number, name, recipe FROM runs WHERE number = ?',
  );
  const valuesOf = createGroupValues({ store, selection });

  function groupsOf(keys: readonly Key[], { where, parameters }: Condition): Group[] {
    const selected = [...keys.map(({ sql }) => `, ${sql}`), ...keys.map(({ kind }) => `, ${kind}`)].join('');
    const named: ListParameters = {
      ...parameters,
      ...Object.fromEntries(keys.map(({ name }, i) => [`key${i}`, name])),
    };
    const rows = selection.lists<Member>(
      `SELECT r.number, r.id${selected} FROM runs r ${keys.map(({ join }) => join).join(' ')} WHERE ${where} ORDER BY r.number`,
      named,
    );
    const members = Map.groupBy(rows, (row) => keyText(row, keys.length));
    return Array.from(members.values(), (own) => ({
      keys: keys.map((_, k) => valueAt(own[0]!, k, keys.length)),
      runs: own.map(([, id]) => id),
      newest: own.at(-1)![0],
    }));
  }

  /** All groups in their order: the one with the newest run first unless asked for otherwise. */
  function inOrder(groups: readonly Group[], sort: GroupRequest['sort'], isOverSeeds: boolean): Group[] {
    const newestFirst = groups.toSorted((a, b) => b.newest - a.newest);
    if (sort === null) return newestFirst;
    const [named] = namedColumns([sort.column]);
    const cells = named && cellsIn(newestFirst, isOverSeeds)(named);
    const ranked = newestFirst.map((group, i) => ({
      group,
      rank: sort.column === 'runs' ? group.runs.length : rankOf(cells?.[i] ?? null),
    }));
    return ranked.sort((a, b) => compareRanks(a.rank, b.rank, sort.descending)).map(({ group }) => group);
  }

  /** What a column says of each group. */
  function cellsIn(groups: readonly Group[], isOverSeeds: boolean): (named: Named) => (GroupCell | null)[] {
    const read = valuesOf(groups.flatMap(({ runs }) => runs));
    let seeds: ReturnType<typeof read.seeds> | undefined;
    return (named) => {
      const values = read.of(named);
      const isMetric = isMetricColumn(named.column);
      if (isMetric && isOverSeeds) seeds ??= read.seeds();
      let end = 0;
      return groups.map(({ runs }) => {
        const from = end;
        end += runs.length;
        return isMetric
          ? meanCell(finiteIn(values, { from, end, seeds }))
          : commonCell(values.slice(from, end));
      });
    };
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
      const all = groupsOf(
        keys,
        selection.condition({ ...asked, columns: [...columns, ...(sort ? [sort.column] : [])] }),
      );
      const shown = inOrder(all, sort, isOverSeeds).slice(offset, offset + limit);
      const cellsOf = cellsIn(shown, isOverSeeds);
      const values = namedColumns(columns).map((named) => ({ column: named.column, cells: cellsOf(named) }));
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

/** What stands for the keys of a run: different for different kinds of a value. */
function keyText(row: Member, keys: number): string {
  if (keys > 1) return JSON.stringify(row.slice(2));
  const [, , value = null, kind] = row;
  return value === null ? '' : `${typeof value} ${kind} ${value}`;
}

function valueAt(row: Member, k: number, keys: number): Cell | null {
  const [value = null, kind] = [row[k + 2], row[k + 2 + keys]];
  return kind === 'boolean' ? value === 1 : value;
}

function filterOf(field: Field, value: Cell | null): string {
  if (value === null) return `${fieldText(field)} is missing`;
  return `${fieldText(field)} = ${typeof value === 'string' ? quotedText(value) : String(value)}`;
}

/** The finite values of a group; of runs with the same seed the first counts, as the others only repeat it. */
function finiteIn(
  values: Values,
  { from, end, seeds }: { from: number; end: number; seeds: readonly (string | undefined)[] | undefined },
): number[] {
  const finite: number[] = [];
  const known = new Set<string>();
  for (let i = from; i < end; i++) {
    const value = values[i];
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    const seed = seeds?.[i];
    if (seed !== undefined && known.has(seed)) continue;
    if (seed !== undefined) known.add(seed);
    finite.push(value);
  }
  return finite;
}

/** What all runs of a group have, or how many different values; null where none has anything. */
function commonCell(values: Values): GroupCell | null {
  const different = new Set(values);
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
