/** @file Planning in the window. */
import { hrefTo } from '../platform/routes.ts';
import { later } from '../platform/later.ts';
import { defineRoom } from '../platform/room.ts';

export const planning = defineRoom({
  pages: { plans: later(() => import('./Plans.svelte')), plan: later(() => import('./Plan.svelte')) },
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
