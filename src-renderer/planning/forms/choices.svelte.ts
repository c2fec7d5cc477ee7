/** @file What the parameters of facts can be: datasets, models, endpoints … of this workspace, by name. */
import { CHECKLISTS } from '../../../src-shared/planning/compliance/status.ts';
import { regulationName, stageName } from '../../../src-shared/planning/fact-words.ts';
import { metricTitle, REPORTED_METRICS } from '../../../src-shared/evaluation/metrics.ts';
import { MEASURES, MEASURES_OF, MEASURE_TITLES } from '../../../src-shared/labeling/agreement/measures.ts';
import { STAGES } from '../../../src-shared/models/stages.ts';
import { SPLITS } from '../../../src-shared/platform/values.ts';
import { TASK_KIND_TABLE } from '../../../src-shared/labeling/tasks/kinds.ts';
import { TARGETS, TASKS, TASK_NAMES, type Target, type Task } from '../../../src-shared/tasks/tasks.ts';
import { useApp } from '../../platform/context.ts';
import { numbered } from '../../platform/names.ts';
import { useQuery } from '../../platform/query.svelte.ts';
import type { Option } from './fields.ts';

/** The newest that a list offers. */
const NEWEST = 200;

/** May be asked for before it is there. */
const USUAL_ALIAS = 'champion';

export interface FactChoices {
  /** Undefined for a parameter that is typed. */
  of(parameter: string): Option[] | undefined;
  /** Whether the workspace was asked. */
  readonly ready: boolean;
}

/**
 * The choices for each parameter, given what is chosen of the others.
 *
 * @param parameters read anew when they change
 * @param task of the model, where that is not to be chosen
 */
export function useChoices(
  parameters: () => Readonly<Record<string, string>> = () => ({}),
  task: () => Task | undefined = () => undefined,
): FactChoices {
  const app = useApp();
  const { client } = app;
  const lists = useQuery({
    load: async (signal) => {
      const [datasets, models, runs, endpoints, versions, projects, tasks, searches, registered] =
        await Promise.all([
          client.datasets.list({ limit: NEWEST }, { signal }),
          client.models.list({ limit: NEWEST }, { signal }),
          client.runs.list({ limit: NEWEST }, { signal }),
          client.serving.list(undefined, { signal }),
          client.versions.list({}, { signal }),
          client.planning.projects(undefined, { signal }),
          client.labeling.tasks({}, { signal }),
          client.search.list(undefined, { signal }),
          client.registry.list(undefined, { signal }),
        ]);
      return {
        datasets: datasets.items,
        models: models.items,
        runs: runs.items,
        endpoints,
        versions,
        projects,
        tasks,
        searches,
        registered,
      };
    },
    on: ['datasets', 'models', 'runs', 'endpoints', 'versions', 'plan', 'schema', 'search', 'registry'],
  });
  const schema = useQuery({
    load: (signal) => {
      const { dataset } = parameters();
      return dataset ? client.labeling.schema({ task: dataset }, { signal }) : null;
    },
    on: ['schema'],
  });

  /** What models of the chosen thing do; everything where nothing is chosen yet. */
  function tasks(): readonly Task[] {
    const given = task();
    if (given) return [given];
    const { model, dataset, endpoint } = parameters();
    const served = lists.data?.endpoints.find(({ name }) => name === endpoint)?.model;
    const chosen = lists.data?.models.find(({ id }) => id === (model ?? served));
    if (chosen) return [chosen.task];
    const target = lists.data?.datasets.find(({ id }) => id === dataset)?.target;
    if (target === undefined) return TASK_NAMES;
    return [...ofTarget(target), ...ofTasks(dataset)];
  }

  function ofTarget(target: Target): readonly Task[] {
    if (TARGETS[target].hasClasses) return ['classify'];
    return TARGETS[target].isNumber ? ['regress', 'reconstruct'] : ['reconstruct', 'generate'];
  }

  /** What models learn of a dataset's annotation tasks. */
  function ofTasks(dataset: string | undefined): readonly Task[] {
    const own = (lists.data?.tasks ?? []).filter((task) => task.dataset === dataset);
    const targets = own.map(({ kind }): Target | null => TASK_KIND_TABLE[kind].target);
    return TASK_NAMES.filter((task) => TASKS[task].learns !== null && targets.includes(TASKS[task].learns));
  }

  function metrics(): Option[] {
    const names = tasks().flatMap((task) => REPORTED_METRICS[task]);
    const each = names.filter((name, i) => names.indexOf(name) === i);
    return each.map((name) => ({ value: name, label: metricTitle(name)[app.preferences.language] }));
  }

  /** Those that the chosen task can have; all where none is chosen yet. */
  function measures(): Option[] {
    const kind = lists.data?.tasks.find(({ id }) => id === parameters()['task'])?.kind;
    return (kind ? MEASURES_OF[kind] : MEASURES).map((value) => ({
      value,
      label: MEASURE_TITLES[value][app.preferences.language],
    }));
  }

  /** Those of the chosen registered model, and the one that most have. */
  function aliases(): Option[] {
    const chosen = lists.data?.registered.find(({ id }) => id === parameters()['registered']);
    const known = (chosen?.aliases ?? []).map(({ alias }) => alias);
    const names = known.includes(USUAL_ALIAS) ? known : [...known, USUAL_ALIAS];
    return names.map((name) => ({ value: name, label: name }));
  }

  const BY_PARAMETER: Readonly<Record<string, () => Option[]>> = {
    dataset: () => (lists.data?.datasets ?? []).map(({ id, name }) => ({ value: id, label: name })),
    model: () => (lists.data?.models ?? []).map((model) => ({ value: model.id, label: numbered(model) })),
    run: () => (lists.data?.runs ?? []).map((run) => ({ value: run.id, label: numbered(run) })),
    search: () => (lists.data?.searches ?? []).map(({ id, name }) => ({ value: id, label: name })),
    registered: () => (lists.data?.registered ?? []).map(({ id, name }) => ({ value: id, label: name })),
    stage: () =>
      STAGES.filter((stage) => stage !== 'none').map((value) => ({
        value,
        label: stageName(value, app.preferences.language),
      })),
    alias: aliases,
    endpoint: () => (lists.data?.endpoints ?? []).map(({ name }) => ({ value: name, label: name })),
    version: () =>
      (lists.data?.versions ?? []).map(({ id, datasetName, number }) => ({
        value: id,
        label: `${datasetName} v${number}`,
      })),
    task: () =>
      (lists.data?.tasks ?? []).map(({ id, dataset, name }) => {
        const of = lists.data?.datasets.find((each) => each.id === dataset)?.name ?? dataset;
        return { value: id, label: name === '' ? of : `${of} · ${name}` };
      }),
    measure: measures,
    project: () =>
      (lists.data?.projects ?? []).map(({ project, body }) => ({ value: project, label: body.name })),
    regulation: () =>
      Object.keys(CHECKLISTS).map((value) => ({
        value,
        label: regulationName(value, app.preferences.language),
      })),
    label: () => (schema.data ?? []).map(({ name }) => ({ value: name, label: name })),
    split: () =>
      SPLITS.map((split) => ({
        value: split,
        label: app.words.planning.forms.fact.splits[split] ?? split,
      })),
    metric: metrics,
  };

  return {
    of: (parameter) => BY_PARAMETER[parameter]?.(),
    get ready(): boolean {
      return lists.data !== undefined;
    },
  };
}
