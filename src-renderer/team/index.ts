/** @file The team in the window. */
import { later } from '../platform/later.ts';
import { hrefTo } from '../platform/routes.ts';
import { defineRoom } from '../platform/room.ts';

export const team = defineRoom({
  pages: { team: later(() => import('./Team.svelte')) },
  actions: (app) =>
    app.may('engineer')
      ? [
          {
            id: 'holidays',
            says: `${app.words.planning.work.schedule.holidays}…`,
            also: 'read holidays calendar file ics csv 节假日 假期 日历 文件',
            run: () => app.router.open(hrefTo('team', {}, { part: 'calendar', open: 'holidays' })),
          },
        ]
      : [],
  rail: [{ name: 'team', icon: 'people', says: (words) => words.team.title, key: 'e', holds: ['team'] }],
});
