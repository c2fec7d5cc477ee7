/** @file Runs in the window. */
import { defineRoom } from '../platform/room.ts';
import Run from './Run.svelte';
import Runs from './Runs.svelte';
import { runNames } from './palette.ts';

export const tracking = defineRoom({
  pages: { runs: Runs, run: Run },
  rail: [
    { name: 'runs', icon: 'runs', says: ({ shell }) => shell.pages.runs, key: 'r', holds: ['runs', 'run'] },
  ],
  names: runNames,
});
