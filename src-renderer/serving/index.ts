/** @file Serving in the window. */
import { later } from '../platform/later.ts';
import { defineRoom } from '../platform/room.ts';

const serve = later(() => import('./Serve.svelte'));

export const serving = defineRoom({
  pages: { serve, endpoint: serve },
  rail: [
    {
      name: 'serve',
      icon: 'serve',
      says: ({ shell }) => shell.pages.serve,
      key: 's',
      holds: ['serve', 'endpoint'],
    },
  ],
});
