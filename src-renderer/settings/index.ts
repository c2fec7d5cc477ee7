/** @file Settings in the window. */
import { later } from '../platform/later.ts';
import { defineRoom } from '../platform/room.ts';

export const settings = defineRoom({
  pages: { settings: later(() => import('./Settings.svelte')) },
  rail: [
    {
      name: 'settings',
      icon: 'settings',
      says: ({ shell }) => shell.pages.settings,
      key: ',',
      holds: ['settings'],
    },
  ],
});
