/** @file The overview in the window. */
import { defineRoom } from '../platform/room.ts';
import Overview from './Overview.svelte';

export const overview = defineRoom({
  pages: { overview: Overview },
  rail: [
    {
      name: 'overview',
      icon: 'overview',
      says: ({ shell }) => shell.pages.overview,
      key: 'o',
      holds: ['overview'],
    },
  ],
});
