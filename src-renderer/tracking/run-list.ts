/** @file The list of runs as the page shows it: read by the page, kept fresh run by run. */
import type {
  Run,
  RunChoices,
  RunFilters,
  RunListRequest,
  RunState,
  Shelf,
  TableRow,
} from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import {
  MOST_TABLE_COLUMNS,
  type RunColumn,
  columnPlace,
  isRunColumn,
} from '../../src-shared/tracking/table/values.ts';
import { RUN_STATES, SHELVES } from '../../src-shared/tracking/values.ts';
import type { App } from '../platform/app.svelte.ts';
import type { LiveRowsOptions } from '../platform/live-rows.svelte.ts';
import type { Sort } from '../ui/grid/columns.ts';

/** What of all runs is shown, in which order. */
export type RunSelection = Pick<RunListRequest, 'search' | 'filters' | 'filter' | 'pinned' | 'sort'>;

/** Every run, the newest first. */
export const ALL_RUNS: RunSelection = { search: '', filters: {}, filter: '', pinned: [], sort: null };

/** Which runs those are, in whatever order, as text. */
export const whichRuns = ({ search, filters, filter }: RunSelection): string =>
  JSON.stringify({ search, filters, filter });

/** In which columns runs differ; null where it is not asked. @param which of {@link whichRuns}, or empty */
export function differingColumns(
  client: App['client'],
  which: string,
  signal: AbortSignal,
): Promise<{ readonly columns: readonly string[] }> | null {
  const asked: Pick<RunSelection, 'search' | 'filters' | 'filter'> | null =
    which === '' ? null : JSON.parse(which);
  return asked && client.runTable.differing(asked, { signal });
}

/** What a person asked for in the address. */
export interface AskedInAddress {
  readonly search?: string | undefined;
  readonly state?: string | undefined;
  readonly filter?: string | undefined;
  readonly shelf?: string | undefined;
  readonly unfinished?: string | undefined;
  /** With the runs of searches and bisections. */
  readonly searches?: string | undefined;
}

export const shelfOf = (text: string | undefined): Shelf =>
  SHELVES.find((known) => known === text) ?? 'active';

/** What a person asked for in the address and at the grid's head, as the workbench takes it. */
export function selectionOf(
  query: AskedInAddress,
  sort: Sort | null,
  pinned: readonly string[] = [],
): RunSelection {
  const state = RUN_STATES.find((known) => known === query.state);
  const shelf = shelfOf(query.shelf);
  return {
    search: query.search ?? '',
    filter: query.filter ?? '',
    filters: {
      ...(state && { state }),
      ...(shelf !== 'active' && { shelf }),
      ...(query.unfinished !== undefined && { unfinished: true }),
      ...(query.searches === undefined && { ofSearch: false }),
    },
    pinned: [...pinned],
    sort: sort && isRunColumn(sort.column) ? { column: sort.column, descending: sort.descending } : null,
  };
}

/** What a run stands at in a column; undefined where it has nothing there. */
export function sortValue(run: TableRow, column: string): unknown {
  if (columnPlace(column)?.kind !== 'fixed') return run.cells[column];
  const fixed: Readonly<Record<string, unknown>> = {
    ...run,
    version: run.versionName,
    experiment: run.experimentName,
    duration: run.seconds,
    started: run.startedAt,
    weights: run.weightsSha256,
  };
  return fixed[column];
}

/** Everything of a run that decides where it stands in a selection, and whether it is in it. */
export function placeIn(run: TableRow, { search, filters, filter, sort }: RunSelection): string {
  return JSON.stringify([
    sort && sortValue(run, sort.column),
    (filters.state ?? filters.unfinished) && run.state,
    search && [run.name, run.versionName, run.note, run.tags],
    // A filter may ask for anything of it.
    filter && run,
    run.trashedAt,
    run.archivedAt,
  ]);
}

/**
 * Whether what runs can be filtered by, or the columns that they have, may be others now. A running run that was not
 * known before only has an epoch more; any other may just have come to its state.
 */
export function choicesMayDiffer(
  { states }: Pick<RunChoices, 'states'>,
  run: TableRow,
  before: TableRow | undefined,
): boolean {
  if (before) return run.state !== before.state;
  return run.state !== 'running' || !states.some(({ state }) => state === 'running');
}

/** The states that can be asked for, with undefined for all: those that any run in use has, elsewhere each. */
export function stateChips(
  states: RunChoices['states'],
  { shelf = 'active', state: asked }: Pick<RunFilters, 'shelf' | 'state'>,
): readonly (RunState | undefined)[] {
  const isThere = (state: RunState): boolean => states.some((counted) => counted.state === state);
  return [
    undefined,
    ...RUN_STATES.filter((state) => shelf !== 'active' || state === asked || isThere(state)),
  ];
}

/** A row, and the columns by name that it was read with. */
export type ShownRow = TableRow & { readonly read: ReadonlySet<string> };

/** How runs are read. @param shown what is shown and by which columns; asked whenever something is read */
export function runRows(
  client: App['client'],
  shown: () => { readonly selection: RunSelection; readonly columns: readonly string[] },
): LiveRowsOptions<ShownRow> {
  return {
    keyOf: ({ id }) => id,
    async page(page, signal) {
      const { selection, columns } = shown();
      const named = columnsOf(columns, selection);
      const { items, ...rest } = await client.runTable.rows(
        { ...selection, ...page, columns: named },
        { signal },
      );
      const read = new Set<string>(named);
      return { ...rest, items: items.map((row) => ({ ...row, read })) };
    },
    async row(run, signal) {
      const { selection, columns } = shown();
      const filters = { ids: [run] };
      const named = columnsOf(columns, selection);
      const { items } = await client.runTable.rows({ filters, columns: named }, { signal });
      const [row] = items;
      if (!row) throw new AppError('house.notFound', { what: 'run', id: run });
      return { ...row, read: new Set<string>(named) };
    },
    placeOf: (run) => placeIn(run, shown().selection),
    arranged: () => {
      const { search, filters, filter, sort } = shown().selection;
      // Of which search a run is does not change.
      const { ofSearch: _, ...changing } = filters;
      return sort !== null || search !== '' || filter !== '' || Object.keys(changing).length > 0;
    },
  };
}

/** Whole runs as they are read where the newest are shown. */
export function newestRuns(client: App['client']): LiveRowsOptions<Run> {
  return {
    keyOf: ({ id }) => id,
    page: (page, signal) => client.runs.list(page, { signal }),
    row: (run, signal) => client.runs.get({ run }, { signal }),
    placeOf: ({ trashedAt, archivedAt }) => JSON.stringify([trashedAt, archivedAt]),
  };
}

/** Those shown by name, and what is sorted by, so that a run tells when it moves. */
function columnsOf(columns: readonly string[], { sort }: RunSelection): RunColumn[] {
  const named = [...columns, ...(sort ? [sort.column] : [])].filter(
    (column) => columnPlace(column)?.kind !== 'fixed',
  );
  return [...new Set(named.filter(isRunColumn))].slice(0, MOST_TABLE_COLUMNS);
}

/** Those of a selection that were picked, in its order. */
export async function pickedRuns(
  client: App['client'],
  { selection, ids, most }: { selection: RunSelection; ids: readonly string[]; most: number },
  signal: AbortSignal,
): Promise<{ readonly items: readonly Run[]; readonly total: number }> {
  const filters: RunFilters = { ...selection.filters, ids: ids.slice(0, MOST_PICKED) };
  return client.runs.list({ ...selection, filters, limit: most }, { signal });
}

/** As many as the workbench takes. */
const MOST_PICKED = 1000;
