/** @file Datasets in the window; versions and sample projects are found there too. */
import { defineRoom } from '../platform/room.ts';
import Data from './Data.svelte';
import Dataset from './Dataset.svelte';
import Import from './Import.svelte';
import { datasetNames } from './palette.ts';

export const datasets = defineRoom({
  pages: { data: Data, dataset: Dataset, import: Import },
  rail: [
    {
      name: 'data',
      icon: 'data',
      says: ({ shell }) => shell.pages.data,
      key: 'd',
      holds: ['data', 'projects', 'import', 'dataset'],
    },
  ],
  actions: ({ words, router }) => [
    {
      id: 'import',
      says: words.shell.actions.import,
      also: 'import data 导入 数据',
      run: () => router.go('import', {}),
    },
  ],
  names: datasetNames,
});
