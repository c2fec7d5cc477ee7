/** @file Serving in the window. */
import { defineRoom } from '../platform/room.ts';
import Serve from './Serve.svelte';

export const serving = defineRoom({
  pages: { serve: Serve, endpoint: Serve },
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
