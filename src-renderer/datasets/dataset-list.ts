/** @file The list of datasets as the page shows it: read by the page, kept fresh dataset by dataset. */
import type { Dataset, DatasetListRequest } from '../../src-shared/contract.ts';
import { DATASET_COLUMNS } from '../../src-shared/datasets/values.ts';
import type { App } from '../platform/app.svelte.ts';
import type { LiveRowsOptions } from '../platform/live-rows.svelte.ts';
import type { Sort } from '../ui/grid/columns.ts';

/** What of all datasets is shown, in which order. */
export type DatasetSelection = Pick<DatasetListRequest, 'search' | 'sort'>;

export function datasetSelection(search: string, sort: Sort | null): DatasetSelection {
  const column = DATASET_COLUMNS.find((known) => known === sort?.column);
  return { search, sort: sort && column ? { column, descending: sort.descending } : null };
}

/** Everything of a dataset that decides where it stands in a selection, and whether it is in it. */
export function placeIn(dataset: Dataset, { search, sort }: DatasetSelection): string {
  return JSON.stringify([
    sort && (sort.column === 'created' ? dataset.createdAt : dataset[sort.column]),
    search && dataset.name,
  ]);
}

/** How datasets are read. @param selection what is shown; asked whenever something is read */
export function datasetRows(
  client: App['client'],
  selection: () => DatasetSelection,
): LiveRowsOptions<Dataset> {
  return {
    keyOf: ({ id }) => id,
    page: (page, signal) => client.datasets.list({ ...selection(), ...page }, { signal }),
    row: (dataset, signal) => client.datasets.get({ dataset }, { signal }),
    placeOf: (dataset) => placeIn(dataset, selection()),
    arranged: () => selection().sort !== null || selection().search !== '',
  };
}
