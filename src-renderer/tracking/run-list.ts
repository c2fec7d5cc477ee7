/** @file The list of runs as the page shows it: read by the page, kept fresh run by run. */
import type { Run, RunChoices, RunFilters, RunListRequest } from '../../src-shared/contract.ts';
import { RUN_STATES, type RunColumn, isRunColumn } from '../../src-shared/tracking/values.ts';
import type { App } from '../platform/app.svelte.ts';
import type { LiveRowsOptions } from '../platform/live-rows.svelte.ts';
import type { Sort } from '../ui/grid/columns.ts';

/** What of all runs is shown, in which order. */
export type RunSelection = Pick<RunListRequest, 'search' | 'filters' | 'sort'>;

/** Every run, the newest first. */
export const ALL_RUNS: RunSelection = { search: '', filters: {}, sort: null };

/** What a person asked for in the address and at the grid's head, as the workbench takes it. */
export function selectionOf(
  query: { readonly search: string | undefined; readonly state: string | undefined },
  sort: Sort | null,
): RunSelection {
  const state = RUN_STATES.find((known) => known === query.state);
  return {
    search: query.search ?? '',
    filters: state ? { state } : {},
    sort: sort && isRunColumn(sort.column) ? { column: sort.column, descending: sort.descending } : null,
  };
}

/** What a run stands at in a column; undefined where it has nothing there. */
export function sortValue(run: Run, column: RunColumn): unknown {
  if (column.startsWith('result:')) return run.summary[column.slice('result:'.length)];
  if (column.startsWith('parameter:')) return run.parameters[column.slice('parameter:'.length)];
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
export function placeIn(run: Run, { search, filters, sort }: RunSelection): string {
  return JSON.stringify([
    sort && sortValue(run, sort.column),
    filters.state && run.state,
    search && [run.name, run.versionName, run.note],
    run.trashedAt,
    run.archivedAt,
  ]);
}

/**
 * Whether what runs can be filtered by, or the columns that they have, may be others now. A running run that was not
 * known before only has an epoch more; any other may just have come to its state.
 */
export function choicesMayDiffer(
  { states, results }: Pick<RunChoices, 'states' | 'results'>,
  run: Run,
  before: Run | undefined,
): boolean {
  if (Object.keys(run.summary).some((name) => !results.includes(name))) return true;
  if (before) return run.state !== before.state;
  return run.state !== 'running' || !states.some(({ state }) => state === 'running');
}

/** How runs are read. @param selection what is shown; asked whenever something is read */
export function runRows(client: App['client'], selection: () => RunSelection): LiveRowsOptions<Run> {
  return {
    keyOf: ({ id }) => id,
    page: (page, signal) => client.runs.list({ ...selection(), ...page }, { signal }),
    row: (run, signal) => client.runs.get({ run }, { signal }),
    placeOf: (run) => placeIn(run, selection()),
    arranged: () => {
      const { search, filters, sort } = selection();
      return sort !== null || search !== '' || filters.state !== undefined;
    },
  };
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
