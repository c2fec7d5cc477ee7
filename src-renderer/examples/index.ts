/** @file The sample projects in the window. */
import { later } from '../platform/later.ts';
import { defineRoom } from '../platform/room.ts';

export const examples = defineRoom({
  pages: { projects: later(() => import('./Projects.svelte')) },
  actions: ({ words, router }) => [
    {
      id: 'projects',
      says: words.projects.title,
      also: 'sample project 示例 项目',
      run: () => router.go('projects', {}),
    },
  ],
});
