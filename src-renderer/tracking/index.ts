/** @file Runs in the window. */
import { later } from '../platform/later.ts';
import { defineRoom } from '../platform/room.ts';
import { hrefTo } from '../platform/routes.ts';
import { runNames } from './palette.ts';

export const tracking = defineRoom({
  pages: {
    runs: later(() => import('./RunsPage.svelte')),
    run: later(() => import('./Run.svelte')),
    experiments: later(() => import('./Experiments.svelte')),
    compare: later(() => import('./compare/Compare.svelte')),
  },
  rail: [
    {
      name: 'runs',
      icon: 'runs',
      says: ({ shell }) => shell.pages.runs,
      key: 'r',
      holds: ['runs', 'run', 'compare', 'experiments'],
    },
  ],
  actions: (app) =>
    app.may('engineer')
      ? (['import', 'log'] as const).map((open) => ({
          id: `runs-${open}`,
          says: `${app.words.runs.exchange[open]}…`,
          also: 'runs mlflow wandb tensorboard trackio neptune csv 运行 导入 记录',
          run: () => app.router.open(hrefTo('runs', {}, { open })),
        }))
      : [],
  names: runNames,
});
