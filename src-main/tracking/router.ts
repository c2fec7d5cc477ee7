/** @file Procedures of runs and experiments. */
import type { RunListRequest } from '../../src-shared/contract.ts';
import { toMetricValue } from '../../src-shared/tracking/values.ts';
import { pageAt } from '../../src-shared/platform/pages.ts';
import { os } from '../platform/api/implement.ts';
import type { Tracking } from './tracking.ts';

export function runsRouter(tracking: Tracking) {
  const { logged } = tracking;
  return {
    list: os.runs.list.handler(async ({ input }) => {
      await tracking.table.ready(sorted(input));
      return tracking.list(input);
    }),
    matching: os.runs.matching.handler(async ({ input }) => {
      await tracking.table.ready(input);
      return tracking.matching(input);
    }),
    choices: os.runs.choices.handler(() => tracking.choices()),
    get: os.runs.get.handler(({ input }) => tracking.run(input.run)),
    family: os.runs.family.handler(({ input }) => tracking.family(input.run)),
    edit: os.runs.edit.handler(({ input: { run, ...change } }) => {
      tracking.move(run, change);
      return tracking.edit(run, change);
    }),
    keep: os.runs.keep.handler(({ input }) => tracking.keep(input)),
    purge: os.runs.purge.handler(({ input }) => {
      tracking.purge(input.runs);
      return {};
    }),
    create: os.runs.create.handler(({ input, context }) => logged.create(input, context.person.name)),
    record: os.runs.record.handler(({ input }) => {
      logged.log(input);
      return {};
    }),
    beat: os.runs.beat.handler(({ input }) => {
      logged.beat(input.run);
      return {};
    }),
    finish: os.runs.finish.handler(({ input }) => logged.end(input.run, input)),
    series: os.runs.series.handler(({ input }) => tracking.series(input)),
    curves: os.runs.curves.handler(({ input }) => tracking.curves(input)),
    metricNames: os.runs.metricNames.handler(({ input }) => tracking.metricNames(input.runs)),
    metrics: os.runs.metrics.handler(({ input }) => tracking.metricsOf(input.run)),
    history: os.runs.history.handler(({ input }) => {
      const { points, total } = tracking.historyPage(input);
      const items = points.map(({ value, ...point }) => ({ ...point, value: toMetricValue(value) }));
      return pageAt(items, { offset: input.offset, total });
    }),
    parameters: os.runs.parameters.handler(({ input }) => tracking.parametersOf(input)),
    setDirection: os.runs.setDirection.handler(({ input }) => {
      tracking.setDirection(input.metric, input.direction);
      return {};
    }),
    log: os.runs.log.handler(({ input }) => tracking.logOf(input.run)),
    samples: os.runs.samples.handler(({ input }) => tracking.samplesOf(input.run)),
    artifacts: os.runs.artifacts.handler(({ input }) => tracking.artifacts(input.run)),
  };
}

export function experimentsRouter({ experiments }: Tracking) {
  return {
    list: os.experiments.list.handler(({ input }) => experiments.list(input.shelf)),
    get: os.experiments.get.handler(({ input }) => experiments.get(input.experiment)),
    create: os.experiments.create.handler(({ input }) => experiments.create(input.name)),
    edit: os.experiments.edit.handler(({ input: { experiment, ...change } }) =>
      experiments.edit(experiment, change),
    ),
    purge: os.experiments.purge.handler(({ input }) => {
      experiments.purge(input.experiment);
      return {};
    }),
  };
}

/** What is asked of curves: by the filter and the order, of the columns only for the rows of a page. */
const sorted = ({ filter, sort }: Pick<RunListRequest, 'filter' | 'sort'>) => ({
  filter,
  columns: sort ? [sort.column] : [],
});

export function runTableRouter({ table, ownTables }: Tracking) {
  return {
    rows: os.runTable.rows.handler(async ({ input }) => {
      await table.ready(sorted(input));
      return table.rows(input);
    }),
    groups: os.runTable.groups.handler(async ({ input }) => {
      const sort = input.sort ? [input.sort.column] : [];
      await table.ready({ filter: input.filter, columns: [...input.columns, ...sort] });
      return table.groups(input);
    }),
    differing: os.runTable.differing.handler(async ({ input }) => {
      await table.ready(input);
      return table.differing(input);
    }),
    own: os.runTable.own.handler(({ context }) => ownTables.of(context.person.id)),
    keepOwn: os.runTable.keepOwn.handler(({ input, context }) => {
      ownTables.keep(context.person.id, input);
      return {};
    }),
    values: os.runTable.values.handler(({ input }) => table.values(input)),
  };
}

export function runViewsRouter({ views }: Tracking) {
  return {
    list: os.runViews.list.handler(() => views.list()),
    save: os.runViews.save.handler(({ input, context }) =>
      views.save({ ...input, author: context.person.name }),
    ),
    remove: os.runViews.remove.handler(({ input }) => {
      views.remove(input.id);
      return {};
    }),
  };
}
