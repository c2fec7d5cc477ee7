/** @file Datasets in the window; versions and sample projects are found there too. */
import { later } from '../platform/later.ts';
import { defineRoom } from '../platform/room.ts';
import { datasetNames } from './palette.ts';

export const datasets = defineRoom({
  pages: {
    data: later(() => import('./Data.svelte')),
    dataset: later(() => import('./Dataset.svelte')),
    import: later(() => import('./Import.svelte')),
  },
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
