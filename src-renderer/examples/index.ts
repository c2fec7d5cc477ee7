/** @file The sample projects in the window. */
import { defineRoom } from '../platform/room.ts';
import Projects from './Projects.svelte';

export const examples = defineRoom({
  pages: { projects: Projects },
});
