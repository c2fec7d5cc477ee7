/** @file The team in the window. */
import { defineRoom } from '../platform/room.ts';
import Team from './Team.svelte';

export const team = defineRoom({
  pages: { team: Team },
  rail: [{ name: 'team', icon: 'people', says: (words) => words.team.title, key: 'e', holds: ['team'] }],
});
