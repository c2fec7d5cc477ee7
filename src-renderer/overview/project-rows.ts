/** @file A row for each project: its data, its newest version, its best model and what is served. */
import type { Dataset, DatasetVersion, Endpoint, Model } from '../../src-shared/contract.ts';
import { METRICS } from '../../src-shared/evaluation/metrics.ts';
import { TASKS } from '../../src-shared/tasks/tasks.ts';
import { headlineOf, type Headline } from '../evaluation/headline.ts';

export interface ProjectRow {
  readonly dataset: Dataset;
  readonly version: DatasetVersion | undefined;
  /** The best on the test split over all versions of the dataset. */
  readonly best: { readonly model: Model; readonly headline: Headline } | undefined;
  readonly served: readonly Endpoint[];
}

export interface Facts {
  readonly datasets: readonly Dataset[];
  readonly versions: readonly DatasetVersion[];
  readonly models: readonly Model[];
  readonly endpoints: readonly Endpoint[];
}

/** In the order of the datasets. */
export function projectRows({ datasets, versions, models, endpoints }: Facts): ProjectRow[] {
  const datasetOf = new Map(versions.map(({ id, dataset }) => [id, dataset]));
  const tested = Map.groupBy(models, (model) => datasetOf.get(model.tested?.version ?? ''));
  return datasets.map((dataset) => {
    const own = versions.filter((version) => version.dataset === dataset.id);
    const ours = tested.get(dataset.id) ?? [];
    const ids = new Set(ours.map(({ id }) => id));
    return {
      dataset,
      version: own.toSorted((a, b) => b.number - a.number)[0],
      best: bestOf(ours),
      served: endpoints.filter(({ model }) => ids.has(model)),
    };
  });
}

/** Scores of different tasks are not compared: those of the newest model's task count. */
function bestOf(models: readonly Model[]): ProjectRow['best'] {
  const newest = models.toSorted((a, b) => b.number - a.number)[0];
  if (!newest) return undefined;
  const scored = models.flatMap((model) => {
    const headline = headlineOf(model);
    return headline?.split === 'test' && model.task === newest.task ? [{ model, headline }] : [];
  });
  const sign = METRICS[TASKS[newest.task].headline].better === 'lower' ? 1 : -1;
  return scored.toSorted((a, b) => sign * (a.headline.value - b.headline.value))[0];
}
