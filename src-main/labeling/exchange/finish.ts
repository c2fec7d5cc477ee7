/** @file A file of annotations was read whole: its task is made or its schema extended, then its answers are taken. */
import { setImmediate } from 'node:timers/promises';
import type { AnnotationReport } from '../../../src-shared/labeling/exchange/contract.ts';
import type { Person } from '../../../src-shared/platform/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { classCalled, ensureClass, inSchema } from '../classes.ts';
import { makeStates, sweepTask, type TaskParts } from '../task-room.ts';
import type { TaskRow } from '../task-queries.ts';
import type { Imports } from './imports.ts';
import type { ExchangeQueries } from './queries.ts';
import type { Target } from './read-spec.ts';

interface FinishParts extends TaskParts {
  readonly exchange: ExchangeQueries;
  readonly imports: Imports;
}

export interface ReadImport {
  readonly id: string;
  readonly target: Target;
  readonly newTask: { readonly id: string; readonly name: string } | null;
  readonly report: AnnotationReport;
  readonly person: Person;
}

/** @throws AppError `labeling.annotationNothing` where no answer can be taken */
export async function finishImport(parts: FinishParts, read: ReadImport): Promise<void> {
  const { store, imports, exchange } = parts;
  const { id, report, newTask } = read;
  if (report.taken === 0) {
    await imports.sweep(id);
    const { fileName: file, items, matched } = report;
    throw new AppError('labeling.annotationNothing', { file, items, matched });
  }
  const begin = (task: string): void => {
    addClasses(parts, task, report);
    imports.read(id, report);
  };
  if (newTask) await makeTask(parts, read, () => begin(newTask.id));
  else
    store.tx(() => {
      const { task } = exchange.import.get(id)!;
      begin(task);
      extendSchema(parts, task, report);
    });
  await imports.apply(id);
}

/** The task is there with the first of its answers on their way, or not at all. */
async function makeTask(
  parts: FinishParts,
  { target, newTask, report, person }: ReadImport,
  made: () => void,
) {
  const { store, queries, now } = parts;
  const row: TaskRow = {
    id: newTask!.id,
    dataset: target.dataset,
    name: newTask!.name,
    kind: report.kind,
    options: JSON.stringify(report.options),
    guidelines: '',
    resolution: 'last',
    answersPerItem: 1,
    askAgain: 0,
    schemaVersion: 1,
    retired: 0,
    making: 1,
    settled: null,
    createdAt: now().toISOString(),
    createdBy: person.name,
  };
  store.tx(() => queries.addTask.run(row));
  const port = {
    progress: () => undefined,
    yieldToEventLoop: async (): Promise<void> => void (await setImmediate()),
  };
  try {
    await makeStates(parts, row, port, made);
  } catch (thrown) {
    await sweepTask(parts, row.id, () => false);
    throw thrown;
  }
}

/** Adds the classes that answers name, in the order of the file, with their parents. */
function addClasses({ queries }: FinishParts, task: string, { classes }: AnnotationReport): void {
  const added = classes.filter(({ isNew }) => isNew);
  for (const { name } of added) ensureClass(queries, task, name);
  const known = inSchema(queries.classes.all(task));
  for (const { name, parent } of added) {
    const row = classCalled(known, name);
    const above = parent === null ? undefined : classCalled(known, parent);
    if (row && above && row.parent === null && above.id !== row.id)
      queries.describeClass.run({ ...row, parent: above.id });
  }
  if (added.length > 0) queries.bumpSchema.run(task);
}

/** What the answers need of the schema was asked to be added. */
function extendSchema({ queries }: FinishParts, task: string, { options }: AnnotationReport): void {
  const row = queries.task.get(task);
  const json = JSON.stringify(options);
  if (!row || row.options === json) return;
  queries.updateTask.run({ ...row, options: json, schemaVersion: row.schemaVersion + 1 });
}
