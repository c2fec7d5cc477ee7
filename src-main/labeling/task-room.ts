/** @file Makes, changes and closes annotation tasks. Whatever touches every item goes on in slices that can be cut off. */
import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import type { ClassChange, LabelClass } from '../../src-shared/labeling/classes.ts';
import type { AnnotationTask, taskProcedures } from '../../src-shared/labeling/tasks/contract.ts';
import { TASK_KIND_TABLE } from '../../src-shared/labeling/tasks/kinds.ts';
import type { Person } from '../../src-shared/platform/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { Pool, SlicePort } from '../platform/pool/index.ts';
import type { Store } from '../platform/store/index.ts';
import { countUse, type ClassUse } from './class-use.ts';
import { ensureClass, readSchema, writeSchema, type ClassMove } from './classes.ts';
import type { Leases } from './leases.ts';
import type { Queries } from './queries.ts';
import { settle } from './settle.ts';
import { requireResolution, tellTask, type Task, type Tasks } from './tasks.ts';
import type { TaskRow } from './task-queries.ts';
import type { FrozenVersions, LabelingSamples } from './types.ts';
import { weighTask } from './weigh.ts';

/** Rows in one transaction; some milliseconds. */
const MADE = 2000;
const SETTLED = 200;

type InputOf<Name extends keyof typeof taskProcedures> = z.infer<
  NonNullable<(typeof taskProcedures)[Name]['~orpc']['inputSchema']>
>;

export interface TaskParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly emit: Emit;
  readonly queries: Queries;
  readonly samples: LabelingSamples;
  readonly tasks: Tasks;
  readonly leases: Leases;
  readonly frozen: FrozenVersions;
  readonly now: () => Date;
}

export function createTaskRoom(parts: TaskParts) {
  const { store, pool, emit, queries, samples, tasks, leases, now } = parts;
  const settling = new Set<string>();
  let closing = false;
  const changed = (dataset: string): void => emit({ type: 'changed', what: 'annotationTasks', id: dataset });

  /** Goes on making the stored states of a task follow its rules. */
  function resettle(task: Task): void {
    if (settling.has(task.id)) return;
    settling.add(task.id);
    const title = { kind: 'labels', title: titleOf(samples, task), subject: task.id, unit: 'items' } as const;
    const job = pool.here(title, (port) => settleAll(parts, task.id, port));
    // The job says what became of it.
    void job.result
      .then(() => changed(task.dataset))
      .catch(() => undefined)
      .finally(() => settling.delete(task.id));
  }

  return {
    tasks: ({ dataset }: InputOf<'tasks'>): AnnotationTask[] =>
      (dataset === undefined ? tasks.open() : tasks.of(dataset)).map((task) => tellTask(queries, task)),

    task: ({ task }: InputOf<'task'>): AnnotationTask => tellTask(queries, tasks.require(task)),

    /**
     * Starts making a task.
     *
     * @throws AppError `labeling.taskUnfit`, `labeling.resolutionUnfit`, `labeling.taskNamed`
     */
    createTask(input: InputOf<'createTask'>, person: Person): { task: string; job: string } {
      const { kind: data } = samples.requireDataset(input.dataset);
      if (!TASK_KIND_TABLE[input.kind].of.includes(data))
        throw new AppError('labeling.taskUnfit', { kind: input.kind, data });
      requireResolution(input.kind, input);
      requireFreeName(tasks, input.dataset, { name: input.name });
      const row: TaskRow = {
        id: createId('task'),
        dataset: input.dataset,
        name: input.name,
        kind: input.kind,
        options: JSON.stringify(input.options),
        guidelines: input.guidelines,
        resolution: input.resolution,
        answersPerItem: input.answersPerItem,
        askAgain: input.askAgain,
        schemaVersion: 1,
        retired: 0,
        making: 1,
        settled: null,
        createdAt: now().toISOString(),
        createdBy: person.name,
      };
      store.tx(() => {
        queries.addTask.run(row);
        addClasses(queries, row.id, input.classes);
      });
      const title = { kind: 'labels', title: input.name, subject: row.id, unit: 'items' } as const;
      const job = pool.here(title, async (port) => {
        try {
          await makeStates(parts, row, port);
        } catch (thrown) {
          // A workbench that closes leaves the rest to the next one.
          await sweepTask(parts, row.id, () => closing);
          throw thrown;
        }
      });
      void job.result.then(() => changed(row.dataset)).catch(() => undefined);
      return { task: row.id, job: job.id };
    },

    /** @throws AppError `labeling.resolutionUnfit`, `labeling.taskNamed` */
    changeTask(input: InputOf<'changeTask'>): AnnotationTask {
      const task = tasks.require(input.task);
      const { name = task.name, guidelines = task.guidelines, options = task.options } = input;
      const { resolution = task.resolution, answersPerItem = task.answersPerItem } = input;
      requireResolution(task.kind, { resolution, answersPerItem });
      if (name !== '') requireFreeName(tasks, task.dataset, { name, but: task.id });
      const otherRules = resolution !== task.resolution || answersPerItem !== task.answersPerItem;
      const otherSchema = JSON.stringify(options) !== JSON.stringify(task.options);
      queries.updateTask.run({
        ...task,
        name,
        guidelines,
        options: JSON.stringify(options),
        resolution,
        answersPerItem,
        askAgain: input.askAgain ?? task.askAgain,
        schemaVersion: task.schemaVersion + Number(otherSchema),
        settled: otherRules ? 0 : task.settled,
      });
      leases.forget(task.id);
      const after = tasks.require(task.id);
      if (after.settled !== null) resettle(after);
      changed(task.dataset);
      return tellTask(queries, after);
    },

    /** How much names each class of a task now: what a change of the schema would touch. */
    classUse: ({ task }: InputOf<'classUse'>): Promise<ClassUse[]> => countUse(queries, tasks.require(task)),

    /**
     * Makes the schema exactly these classes. Answers of those that leave count as `moves` says, from the next moments on.
     *
     * @throws AppError `labeling.classInUse` and the like; then nothing changed
     */
    setSchema(
      input: { task: string; classes: readonly ClassChange[]; moves?: readonly ClassMove[] },
      _person: Person,
    ): LabelClass[] {
      const { id } = tasks.require(input.task);
      const before = queries.moved.all(id);
      store.tx(() => {
        writeSchema(queries, id, input);
        queries.bumpSchema.run(id);
        // What counts otherwise now, or again as itself, is resolved anew.
        if (JSON.stringify(queries.moved.all(id)) !== JSON.stringify(before)) queries.setSettled.run(0, id);
      });
      leases.forget(id);
      const after = tasks.require(id);
      if (after.settled !== null) resettle(after);
      emit({ type: 'changed', what: 'schema', id });
      return readSchema(queries, id);
    },

    retireTask({ task: id, retired }: InputOf<'retireTask'>): AnnotationTask {
      const task = tasks.require(id);
      queries.updateTask.run({ ...task, options: JSON.stringify(task.options), retired: Number(retired) });
      changed(task.dataset);
      return tellTask(queries, tasks.require(id));
    },

    /** Computes weights from all answers, then resolves every item by them. @throws AppError `labeling.notWeighted` */
    resolve({ task: id }: InputOf<'resolve'>): { job: string } {
      const task = tasks.require(id);
      if (task.resolution !== 'weighted') throw new AppError('labeling.notWeighted');
      const job = weighTask(parts, { task, title: titleOf(samples, task) }, () => {
        queries.setSettled.run(0, task.id);
        resettle(tasks.require(task.id));
      });
      return { job };
    },

    /** Goes on with what the last workbench left: clears half-made tasks away, resolves what waits for it. */
    opened(): void {
      for (const row of queries.unfinishedTasks.all()) {
        if (row.making === 1) void sweepTask(parts, row.id, () => closing).catch(console.error);
        else resettle(tasks.parse(row));
      }
    },

    close(): void {
      closing = true;
    },
  };
}

export function titleOf(samples: LabelingSamples, task: Task): string {
  return task.name || samples.requireDataset(task.dataset).name;
}

export function requireFreeName(
  tasks: Tasks,
  dataset: string,
  { name, but }: { name: string; but?: string },
): void {
  const others = tasks.besideFirst(dataset).filter(({ id }) => id !== but);
  if (others.some((other) => other.name === name)) throw new AppError('labeling.taskNamed', { name });
}

/** The classes of a new task. @throws AppError what `writeSchema` throws */
function addClasses(queries: Queries, task: string, classes: InputOf<'createTask'>['classes']): void {
  for (const each of classes) ensureClass(queries, task, typeof each === 'string' ? each : each.name);
  if (classes.every((each) => typeof each === 'string')) return;
  const asChange = (each: (typeof classes)[number]) =>
    typeof each === 'string' ? { name: each, key: '', guideline: '' } : each;
  writeSchema(queries, task, { classes: classes.map(asChange) });
}

/** Gives every item of the dataset its state, those among them that come meanwhile. @param made called in the last transaction */
export async function makeStates(
  { store, queries, samples }: Pick<TaskParts, 'store' | 'queries' | 'samples'>,
  { id, dataset, resolution }: TaskRow,
  port: SlicePort,
  made: () => void = () => undefined,
): Promise<void> {
  const wanting = Number(resolution !== 'last');
  for (let from = 0; ;) {
    const total = samples.requireDataset(dataset).samples;
    const until = Math.min(from + MADE, total);
    store.tx(() => {
      let added = 0;
      for (let position = from; position < until; position++)
        added += queries.addEmptyState.run({ task: id, position, wanting }).changes;
      queries.count.run({
        task: id,
        total: added,
        labeled: 0,
        skipped: 0,
        flagged: 0,
        disputed: 0,
        wanting: added * wanting,
        imported: 0,
        decided: 0,
      });
      if (until < total) return;
      queries.updateTask.run({ ...queries.task.get(id)!, making: 0 });
      made();
    });
    port.progress(until, total);
    if (until === total) return;
    from = until;
    await port.yieldToEventLoop();
  }
}

/** Leaves nothing of a task that nobody has seen, unless the workbench closes before. */
export async function sweepTask(
  { store, queries }: Pick<TaskParts, 'store' | 'queries'>,
  task: string,
  isClosing: () => boolean,
): Promise<void> {
  for (let left = true; left;) {
    if (isClosing()) return;
    left = store.tx(() => queries.dropStates.run({ task, limit: MADE }).changes > 0);
    await setImmediate();
  }
  if (isClosing()) return;
  store.tx(() => {
    queries.dropCounts.run(task);
    queries.dropTaskClasses.run(task);
    queries.dropTask.run(task);
  });
}

/** Goes on from where it was cut off; a change of rules meanwhile begins again. */
async function settleAll(parts: TaskParts, id: string, port: SlicePort): Promise<void> {
  const { store, queries } = parts;
  while (store.tx(() => settleSlice(parts, id))) {
    const at = queries.task.get(id)?.settled ?? 0;
    port.progress(at, queries.counts.get(id)?.total ?? null);
    await port.yieldToEventLoop();
  }
}

/** @returns whether there is more */
function settleSlice({ queries, tasks }: TaskParts, id: string): boolean {
  const row = queries.task.get(id);
  if (row === undefined || row.settled === null) return false;
  const task = tasks.parse(row);
  const positions = queries.positionsFrom.all({ task: id, from: row.settled, limit: SETTLED });
  for (const position of positions) settle(queries, task, position);
  queries.setSettled.run(positions.length === 0 ? null : positions.at(-1)! + 1, id);
  return positions.length > 0;
}
