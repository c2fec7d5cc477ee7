/** @file What the parameters of facts can be: datasets, models, endpoints … of this workspace, by name. */
import { metricTitle, REPORTED_METRICS } from '../../../src-shared/evaluation/metrics.ts';
import { SPLITS } from '../../../src-shared/platform/values.ts';
import { TARGETS, TASK_NAMES, type Task } from '../../../src-shared/tasks/tasks.ts';
import { useApp } from '../../platform/context.ts';
import { numbered } from '../../platform/names.ts';
import { useQuery } from '../../platform/query.svelte.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The newest that a list offers. */
const NEWEST = 200;

/** The choices for each parameter, given what is chosen of the others. @param parameters read anew when they change */
export function useChoices(parameters: () => Readonly<Record<string, string>>) {
  const app = useApp();
  const { client } = app;
  const lists = useQuery({
    load: async (signal) => {
      const [datasets, models, runs, endpoints, versions] = await Promise.all([
        client.datasets.list({ limit: NEWEST }, { signal }),
        client.models.list({ limit: NEWEST }, { signal }),
        client.runs.list({ limit: NEWEST }, { signal }),
        client.serving.list(undefined, { signal }),
        client.versions.list({}, { signal }),
      ]);
      return {
        datasets: datasets.items,
        models: models.items,
        runs: runs.items,
        endpoints,
        versions,
      };
    },
    on: ['datasets', 'models', 'runs', 'endpoints', 'versions'],
  });
  const schema = useQuery({
    load: (signal) => {
      const { dataset } = parameters();
      return dataset ? client.labeling.schema({ dataset }, { signal }) : null;
    },
    on: ['schema'],
  });

  /** What models of the chosen thing do; everything where nothing is chosen yet. */
  function tasks(): readonly Task[] {
    const { model, dataset, endpoint } = parameters();
    const served = lists.data?.endpoints.find(({ name }) => name === endpoint)?.model;
    const chosen = lists.data?.models.find(({ id }) => id === (model ?? served));
    if (chosen) return [chosen.task];
    const target = lists.data?.datasets.find(({ id }) => id === dataset)?.target;
    if (target === undefined) return TASK_NAMES;
    if (TARGETS[target].hasClasses) return ['classify'];
    return TARGETS[target].isNumber ? ['regress', 'reconstruct'] : ['reconstruct', 'generate'];
  }

  function metrics(): Choice[] {
    const names = tasks().flatMap((task) => REPORTED_METRICS[task]);
    const each = names.filter((name, i) => names.indexOf(name) === i);
    return each.map((name) => ({ value: name, label: metricTitle(name)[app.preferences.language] }));
  }

  const BY_PARAMETER: Readonly<Record<string, () => Choice[]>> = {
    dataset: () => (lists.data?.datasets ?? []).map(({ id, name }) => ({ value: id, label: name })),
    model: () => (lists.data?.models ?? []).map((model) => ({ value: model.id, label: numbered(model) })),
    run: () => (lists.data?.runs ?? []).map((run) => ({ value: run.id, label: numbered(run) })),
    endpoint: () => (lists.data?.endpoints ?? []).map(({ name }) => ({ value: name, label: name })),
    version: () =>
      (lists.data?.versions ?? []).map(({ id, datasetName, number }) => ({
        value: id,
        label: `${datasetName} v${number}`,
      })),
    label: () => (schema.data ?? []).map(({ name }) => ({ value: name, label: name })),
    split: () =>
      SPLITS.map((split) => ({
        value: split,
        label: app.words.planning.gates.form.splits[split] ?? split,
      })),
    metric: metrics,
  };

  return {
    /** Undefined for a parameter that is typed. */
    of: (parameter: string): Choice[] | undefined => BY_PARAMETER[parameter]?.(),
    get ready(): boolean {
      return lists.data !== undefined;
    },
  };
}
