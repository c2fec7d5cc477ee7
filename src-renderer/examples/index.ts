/** @file The sample projects in the window. */
import { defineRoom } from '../platform/room.ts';
import Projects from './Projects.svelte';

export const examples = defineRoom({
  pages: { projects: Projects },
  actions: ({ words, router }) => [
    {
      id: 'projects',
      says: words.projects.title,
      also: 'sample project 示例 项目',
      run: () => router.go('projects', {}),
    },
  ],
});
