/** @file Bisections: which change between two versions of a dataset costs a metric. */
import type {
  Bisection,
  BisectionSummary,
  BisectRequest,
  BisectSample,
  Person,
} from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import { batchesOf } from '../../../src-shared/search/bisect/groups.ts';
import { BISECTED_METRICS } from '../../../src-shared/search/tasks.ts';
import { versionName } from '../../../src-shared/versions/name.ts';
import type { Store } from '../../platform/store/index.ts';
import type { Training } from '../../training/index.ts';
import type { Versions } from '../../versions/index.ts';
import type { Queries } from '../queries.ts';
import type { BisectionRow, BisectQueries } from './queries.ts';
import type { BisectDefinition, BisectReading } from './reading.ts';

export interface BisectParts {
  readonly store: Store;
  readonly queries: Queries;
  readonly bisectQueries: BisectQueries;
  readonly bisectReading: BisectReading;
  readonly versions: Pick<Versions, 'get' | 'changes' | 'requireShown'>;
  readonly training: Pick<Training, 'recipes' | 'check'>;
  readonly changed: (id: string) => void;
  /** Has the queue look again. */
  readonly wake: () => void;
}

interface BatchRequest {
  readonly bisection: string;
  readonly batch: number;
  readonly offset: number;
  readonly limit: number;
}

export function openBisections(parts: BisectParts) {
  const { store, queries, bisectQueries, bisectReading: reading, versions, changed, wake } = parts;

  function row(id: string): BisectionRow {
    const known = bisectQueries.bisection.get(id);
    if (!known) throw new AppError('house.notFound', { what: 'bisection', id });
    return known;
  }

  return {
    list: (): BisectionSummary[] => bisectQueries.bisections.all().map(reading.summary),

    get: ({ bisection }: { bisection: string }): Bisection => reading.whole(row(bisection)),

    /** @throws AppError `search.sameVersions`, `search.noSuchMetric`, as `versions.changes` does and as training does */
    async start(request: BisectRequest, person: Pick<Person, 'name'>): Promise<BisectionSummary> {
      const definition = definitionFor(parts.training, request);
      const [good, bad] = [versions.get({ version: request.good }), versions.get({ version: request.bad })];
      const [goodName, badName] = [versionName(good), versionName(bad)];
      const changes = await versions.changes(request);
      if (changes.length === 0) throw new AppError('search.sameVersions', { good: goodName, bad: badName });
      const { batches, batchOf } = batchesOf(changes, request.by);
      const id = createId('bisection');
      store.tx(() => {
        const name = request.name ?? `${goodName} → v${bad.number} · ${(bisectQueries.count.get() ?? 0) + 1}`;
        const at = new Date().toISOString();
        queries.addWork.run({ id, kind: 'bisection', name, request: null, at, by: person.name });
        bisectQueries.addBisection.run({
          id,
          good: good.id,
          bad: bad.id,
          goodName,
          badName,
          dataset: bad.dataset,
          definition: JSON.stringify(definition),
          batches: JSON.stringify(batches),
          seeds: request.seeds,
          trainings: request.trainings,
        });
        for (const [seq, { sample, change, before, after, text }] of changes.entries())
          bisectQueries.addChange.run({
            bisection: id,
            seq,
            batch: batchOf[seq]!,
            sample,
            change,
            before,
            after,
            text,
          });
      });
      changed(id);
      wake();
      return reading.summary(row(id));
    },

    /** @throws AppError `search.fewerThanBefore` */
    continue({ bisection: id, trainings, seeds }: { bisection: string; trainings: number; seeds: number }) {
      store.tx(() => {
        const before = row(id);
        const isMore = trainings > before.trainings || seeds > before.seeds;
        const isOver = before.state !== 'running' && before.state !== 'waiting' && before.state !== 'paused';
        const isCutOff = before.state === 'stopped' || before.state === 'failed';
        if (trainings < before.trainings || seeds < before.seeds || !(isMore || isCutOff))
          throw new AppError('search.fewerThanBefore', { trainings, seeds });
        bisectQueries.setLimits.run({ id, trainings, seeds });
        if (!isOver) return;
        queries.toEnd.run(id);
        queries.setState.run({ id, state: 'waiting', error: null, at: null });
      });
      changed(id);
      wake();
      return reading.summary(row(id));
    },

    /** @throws AppError `labeling.answersHidden` */
    samples({ bisection, batch, offset, limit }: BatchRequest, person: Pick<Person, 'role'>) {
      const { good, bad, batches: kept } = row(bisection);
      for (const version of [good, bad]) versions.requireShown(version, person);
      const batches = JSON.parse(kept) as { samples: number }[];
      const items = bisectQueries.samples
        .all({ bisection, batch, offset, limit })
        .map((sample): BisectSample => ({ ...sample, contradicted: sample.contradicted === 1 }));
      return { total: batches[batch]?.samples ?? 0, items };
    },
  };
}

export type BisectionsRoom = ReturnType<typeof openBisections>;

/** @throws AppError `search.noSuchMetric`, and as training does */
function definitionFor(training: BisectParts['training'], request: BisectRequest): BisectDefinition {
  const { recipe: name, parameters, by } = request;
  for (const version of [request.good, request.bad]) training.check({ version, recipe: name, parameters });
  const recipe = training.recipes().find((one) => one.name === name)!;
  const metrics: readonly string[] = BISECTED_METRICS[recipe.task];
  const metric = request.metric ?? metrics[0] ?? '';
  if (!metrics.includes(metric))
    throw new AppError('search.noSuchMetric', { recipe: name, metric, metrics: metrics.join(', ') });
  return { recipe: name, parameters, metric, by };
}
