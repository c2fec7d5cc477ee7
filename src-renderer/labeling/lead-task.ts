/** @file Which of a dataset's tasks leads: the one that was used last, else the one that holds the work. Pure. */
import type { Dataset } from '../../src-shared/contract.ts';
import type { AnnotationTask } from '../../src-shared/labeling/tasks/contract.ts';

/** What is asked of a task here. */
type Led = Pick<AnnotationTask, 'id' | 'retired'> & {
  readonly counts: Pick<AnnotationTask['counts'], 'total' | 'labeled' | 'skipped'>;
};

/** Items of a task that nobody answered or set aside. */
export const waitingIn = ({ counts }: Pick<Led, 'counts'>): number =>
  Math.max(0, counts.total - counts.labeled - counts.skipped);

/** Every dataset has a first task. Where others were made and it has neither classes nor labels, nobody means it. */
export function isUnusedFirst(
  { id, labels, labeled }: Pick<Dataset, 'id' | 'labels' | 'labeled'>,
  tasks: readonly Led[],
): boolean {
  return labels.length === 0 && labeled === 0 && tasks.some((task) => task.id !== id && !task.retired);
}

/** Undefined where no task is known yet: then it is the first. @param lastUsed the id of a task of whatever dataset */
export function leadTask<One extends Led>(
  dataset: Pick<Dataset, 'id' | 'labels' | 'labeled'>,
  tasks: readonly One[],
  lastUsed: string | null,
): One | undefined {
  const open = tasks.filter(({ retired }) => !retired);
  const used = open.find(({ id }) => id === lastUsed);
  if (used) return used;
  const others = open.filter(({ id }) => id !== dataset.id);
  if (!isUnusedFirst(dataset, tasks)) return open.find(({ id }) => id === dataset.id);
  return others.find((task) => waitingIn(task) > 0) ?? others[0];
}

/** What a dialog about a dataset begins with: the task that is shown beside it, else the one that leads. */
export function taskInUse<One extends Led>(
  dataset: Pick<Dataset, 'id' | 'labels' | 'labeled'>,
  tasks: readonly One[],
  { shown, lastUsed }: { shown: string | undefined; lastUsed: string | null },
): One | undefined {
  return tasks.find(({ id }) => id === shown) ?? leadTask(dataset, tasks, lastUsed);
}
