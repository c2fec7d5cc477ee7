/** @file The team in the window. */
import { later } from '../platform/later.ts';
import { defineRoom } from '../platform/room.ts';

export const team = defineRoom({
  pages: { team: later(() => import('./Team.svelte')) },
  rail: [{ name: 'team', icon: 'people', says: (words) => words.team.title, key: 'e', holds: ['team'] }],
});
