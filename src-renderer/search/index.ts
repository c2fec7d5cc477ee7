/** @file Searches and the queue in the window; their rail row is that of training. */
import { defineRoom } from '../platform/room.ts';
import Search from './Search.svelte';
import Searches from './Searches.svelte';

export const search = defineRoom({
  pages: { searches: Searches, search: Search },
  actions: ({ words, router }) => [
    {
      id: 'searches',
      says: words.search.title,
      also: 'search sweep hyperparameter queue 超参数搜索 队列',
      run: () => router.go('searches', {}),
    },
  ],
});
