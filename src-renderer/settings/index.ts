/** @file Settings in the window. */
import { defineRoom } from '../platform/room.ts';
import Settings from './Settings.svelte';

export const settings = defineRoom({
  pages: { settings: Settings },
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
