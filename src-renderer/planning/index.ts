/** @file Planning in the window. */
import { hrefTo } from '../platform/routes.ts';
import { defineRoom } from '../platform/room.ts';
import Plan from './Plan.svelte';
import Plans from './Plans.svelte';

export const planning = defineRoom({
  pages: { plans: Plans, plan: Plan },
  rail: [
    {
      name: 'plans',
      icon: 'plan',
      says: (words) => words.planning.title,
      key: 'p',
      holds: ['plans', 'plan'],
    },
  ],
  names: {
    title: (words) => words.planning.projects,
    find: async ({ client }, search) =>
      (await client.planning.projects())
        .filter(({ body }) => body.name.toLowerCase().includes(search.toLowerCase()))
        .map(({ project, body }) => ({ id: project, says: body.name, href: hrefTo('plan', { project }) })),
  },
});
