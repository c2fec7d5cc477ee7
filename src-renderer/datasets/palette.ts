/** @file What the palette knows of datasets. */
import type { Names } from '../platform/room.ts';
import { hrefTo } from '../platform/routes.ts';

const MOST = 50;

export const datasetNames: Names = {
  title: ({ shell }) => shell.palette.groups.datasets,
  find: async ({ client }, search, signal) => {
    const { items } = await client.datasets.list({ search, limit: MOST }, { signal });
    return items.map(({ id, name }) => ({ id, says: name, href: hrefTo('dataset', { dataset: id }) }));
  },
  offers: ({ words, router }, { id, says }) => [
    {
      id: 'label-newest',
      says: words.data.palette.label(says),
      also: 'label annotate 标注',
      run: () => router.go('labelDataset', { dataset: id }),
    },
    {
      id: 'freeze-newest',
      says: words.data.palette.versions(says),
      also: 'freeze version split 冻结 版本',
      run: () => router.open(hrefTo('dataset', { dataset: id }, { tab: 'versions' })),
    },
  ],
};
