/** @file Searches and the queue in the window; their rail row is that of training. */
import { later } from '../platform/later.ts';
import { defineRoom } from '../platform/room.ts';

export const search = defineRoom({
  pages: {
    searches: later(() => import('./Searches.svelte')),
    search: later(() => import('./Search.svelte')),
    bisection: later(() => import('./bisect/Bisection.svelte')),
  },
  actions: ({ words, router }) => [
    {
      id: 'searches',
      says: words.search.title,
      also: 'search sweep hyperparameter queue 超参数搜索 队列',
      run: () => router.go('searches', {}),
    },
  ],
});
