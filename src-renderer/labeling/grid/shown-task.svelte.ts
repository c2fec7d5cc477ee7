/**
 * @file Which annotation task's labels a page about a dataset shows: what its address says, else what this person chose
 * there last, else the task that leads.
 */
import type { Dataset } from '../../../src-shared/contract.ts';
import { TASK_KIND_TABLE } from '../../../src-shared/labeling/tasks/kinds.ts';
import type { AnnotationTask } from '../../../src-shared/labeling/tasks/contract.ts';
import { TARGETS } from '../../../src-shared/tasks/tasks.ts';
import { useApp } from '../../platform/context.ts';
import type { App } from '../../platform/app.svelte.ts';
import { useQuery } from '../../platform/query.svelte.ts';
import { lastTask } from '../last-task.ts';
import { isUnusedFirst, taskInUse } from '../lead-task.ts';

const KEY = 'lathe.data.task.';
/** In the address: the labels of the first task, and no marks of another. */
export const NO_TASK = 'none';

const keyOf = (app: App, dataset: string): string => `${KEY}${app.person?.id ?? ''}.${dataset}`;

/** The id that was asked for: in the address, or by this person before. */
function askedOf(app: App, dataset: string): string | undefined {
  return app.router.query('task') ?? localStorage.getItem(keyOf(app, dataset)) ?? undefined;
}

/** What dialogs and pages about a dataset begin with; undefined where no task is known. */
export function beginningTask(
  app: App,
  dataset: Dataset,
  tasks: readonly AnnotationTask[],
): AnnotationTask | undefined {
  const asked = askedOf(app, dataset.id);
  if (asked === NO_TASK) return tasks.find(({ id }) => id === dataset.id);
  return taskInUse(dataset, tasks, { shown: asked, lastUsed: app.person ? lastTask(app.person.id) : null });
}

/** Shows a task from now on, and whenever this person comes back. */
export function showTask(app: App, dataset: string, task: string): void {
  localStorage.setItem(keyOf(app, dataset), task);
  app.router.filter({ task, show: undefined, sample: undefined }, { replace: true });
}

export const hasPlaces = ({ kind }: Pick<AnnotationTask, 'kind'>): boolean =>
  TARGETS[TASK_KIND_TABLE[kind].target].hasPlaces;

export interface ShownTask {
  /** Whose labels there are to choose from. */
  readonly choices: readonly AnnotationTask[];
  /** Whose labels are shown; undefined until that is known. */
  readonly about: AnnotationTask | undefined;
  /** Whether spans or regions are drawn. */
  readonly draws: boolean;
  /** Whether the workbench keeps its labels from this person. */
  readonly hides: boolean;
  /** The id for requests; undefined for the first. */
  readonly task: string | undefined;
  /** The dataset with the classes and counts of the task. */
  readonly counted: Dataset;
}

export function useShownTask(dataset: () => Dataset): ShownTask {
  const app = useApp();
  const id = $derived(dataset().id);
  const tasks = useQuery({
    load: (signal) => app.client.labeling.tasks({ dataset: id }, { signal }),
    on: () => [{ what: 'annotationTasks', id }],
  });
  const known = $derived(tasks.data ?? []);
  const asked = $derived(askedOf(app, id));
  const about = $derived(beginningTask(app, dataset(), known));
  const choices = $derived(
    known.filter((task) => task.id !== id || task === about || !isUnusedFirst(dataset(), known)),
  );
  const task = $derived.by(() => {
    const shown = tasks.data ? about?.id : asked === NO_TASK ? undefined : asked;
    return shown === id ? undefined : shown;
  });
  const isBlind = ({ resolution }: AnnotationTask): boolean => resolution !== 'last';
  const hides = $derived(
    app.person?.role === 'labeler' &&
      about !== undefined &&
      (isBlind(about) || (about.id === id && known.some((other) => isBlind(other) && !other.retired))),
  );
  const counts = useQuery({
    load: async (signal) =>
      task === undefined
        ? undefined
        : { task, told: await app.client.datasets.get({ dataset: id, task }, { signal }) },
    on: () =>
      task === undefined
        ? []
        : [
            { what: 'labels', id: task },
            { what: 'samples', id },
          ],
  });
  const counted = $derived.by(() => {
    if (task === undefined) return dataset();
    return counts.data?.task === task ? counts.data.told : { ...dataset(), labels: [], labeled: 0 };
  });
  return {
    get choices() {
      return choices;
    },
    get about() {
      return about;
    },
    get draws() {
      return about !== undefined && asked !== NO_TASK && hasPlaces(about);
    },
    get hides() {
      return hides;
    },
    get task() {
      return task;
    },
    get counted() {
      return counted;
    },
  };
}
