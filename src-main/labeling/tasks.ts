/** @file Annotation tasks by id; the id of a dataset means its first task. */
import { KINDS } from '../../src-shared/kinds/kinds.ts';
import { NO_LABEL_COUNTS } from '../../src-shared/labeling/counts.ts';
import type { AnnotationTask } from '../../src-shared/labeling/tasks/contract.ts';
import { TASK_KIND_TABLE, type Resolution, type TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';
import { SchemaOptions } from '../../src-shared/labeling/tasks/schema.ts';
import type { DawidSkene } from '../../src-shared/labeling/resolution/dawid-skene.ts';
import { AppError, toAppError } from '../../src-shared/platform/errors.ts';
import type { Queries } from './queries.ts';
import type { TaskRow } from './task-queries.ts';
import type { LabelingSamples } from './types.ts';

/** What Dawid and Skene's method made of answers; people and answers by their place in the lists. */
export interface Weights {
  readonly model: Pick<DawidSkene, 'priors' | 'confusions'>;
  readonly people: readonly string[];
  readonly answers: readonly string[];
}

export interface Task extends Omit<TaskRow, 'options'> {
  readonly options: SchemaOptions;
  /** Several people answer an item, and nobody sees what the others said. */
  readonly blind: boolean;
  /** A first task beside a blind one: who answers that may not read here what the file said. */
  readonly hidesFile: boolean;
  /** Of a `weighted` task whose answers were weighed. */
  readonly weights: Weights | null;
}

/** What a dataset that has only its first task has until something is said of that. */
export function firstTask(dataset: string): TaskRow {
  return {
    id: dataset,
    dataset,
    name: '',
    kind: 'classification',
    options: '{}',
    guidelines: '',
    resolution: 'last',
    answersPerItem: 1,
    askAgain: 0,
    schemaVersion: 1,
    retired: 0,
    making: 0,
    settled: null,
    createdAt: '1970-01-01T00:00:00.000Z',
    createdBy: 'Lathe',
  };
}

const isOpenAndBlind = ({ resolution, retired }: TaskRow): boolean => resolution !== 'last' && retired === 0;

/** Reads tasks; what was parsed is kept until it changes. */
export class Tasks {
  readonly #queries: Queries;
  readonly #samples: LabelingSamples;
  readonly #now: () => Date;
  readonly #options = new Map<string, { json: string; options: SchemaOptions }>();
  readonly #weights = new Map<string, { at: string; weights: Weights }>();

  constructor({ queries, samples, now }: { queries: Queries; samples: LabelingSamples; now: () => Date }) {
    this.#queries = queries;
    this.#samples = samples;
    this.#now = now;
  }

  /** @throws AppError `house.notFound` for a task that is not there, or whose dataset is gone */
  require(id: string): Task {
    const row = this.#queries.task.get(id);
    if (row === undefined) return this.parse(this.first(id));
    if (row.making === 1) throw new AppError('house.notFound', { what: 'task', id });
    this.#samples.requireDataset(row.dataset);
    return this.parse(row);
  }

  /** The first task of a dataset; kept from when it is first asked for. @throws AppError `house.notFound` */
  first(dataset: string): TaskRow {
    const row = this.#queries.task.get(dataset);
    const { kind } = this.#samples.requireDataset(dataset);
    if (row) return row;
    const made = { ...firstTask(dataset), createdAt: this.#now().toISOString() };
    if (KINDS[kind].hasClasses) this.#queries.addTask.run(made);
    return made;
  }

  /** Of a dataset whose samples are being stored: it may not be open yet. */
  ofImport(dataset: string): Task {
    return this.parse(this.#queries.task.get(dataset) ?? firstTask(dataset));
  }

  /** Whose labels something holds that outlives its dataset. @param task null for what came with the file */
  ofOrigin(dataset: string, task: string | null): Task {
    return this.parse(this.#queries.task.get(task ?? dataset) ?? firstTask(dataset));
  }

  /** The other tasks of a dataset, those that are being made among them. */
  besideFirst(dataset: string): Task[] {
    return this.#queries.tasksOf
      .all(dataset)
      .filter(({ id }) => id !== dataset)
      .map((row) => this.parse(row));
  }

  /** Those that people see, the first one first. @throws AppError `house.notFound` */
  of(dataset: string): Task[] {
    const others = this.besideFirst(dataset).filter(({ making }) => making === 0);
    return [this.parse(this.first(dataset)), ...others];
  }

  /** Of every dataset that is there. */
  open(): Task[] {
    return this.#queries.openTasks
      .all()
      .filter(({ dataset }) => this.#isThere(dataset))
      .map((row) => this.parse(row));
  }

  #isThere(dataset: string): boolean {
    try {
      this.#samples.requireDataset(dataset);
      return true;
    } catch (thrown) {
      if (toAppError(thrown).key === 'house.notFound') return false;
      throw thrown;
    }
  }

  parse(row: TaskRow): Task {
    return {
      ...row,
      options: this.#optionsOf(row),
      blind: row.resolution !== 'last',
      hidesFile: row.id === row.dataset && this.#queries.tasksOf.all(row.dataset).some(isOpenAndBlind),
      weights: row.resolution === 'weighted' ? this.#weightsOf(row.id) : null,
    };
  }

  #optionsOf({ id, options: json }: TaskRow): SchemaOptions {
    const known = this.#options.get(id);
    if (known?.json === json) return known.options;
    const options = SchemaOptions.parse(JSON.parse(json));
    this.#options.set(id, { json, options });
    return options;
  }

  #weightsOf(id: string): Weights | null {
    const row = this.#queries.weights.get(id);
    if (row === undefined) return null;
    const known = this.#weights.get(id);
    if (known?.at === row.at) return known.weights;
    // What `weigh` stored.
    const weights = JSON.parse(row.result) as Weights;
    this.#weights.set(id, { at: row.at, weights });
    return weights;
  }
}

/** A task as it is told. */
export function tellTask(queries: Queries, task: Task): AnnotationTask {
  const { id, dataset, name, kind, options, guidelines, resolution, answersPerItem, askAgain } = task;
  const counted = queries.counts.get(id);
  const { total, labeled, skipped, flagged } = counted ?? NO_LABEL_COUNTS;
  const { disputed, wanting, imported } = counted ?? { disputed: 0, wanting: 0, imported: 0 };
  return {
    id,
    dataset,
    name,
    kind,
    options,
    guidelines,
    resolution,
    answersPerItem,
    askAgain,
    schemaVersion: task.schemaVersion,
    retired: task.retired === 1,
    resolving: task.settled !== null,
    stale: isStale(queries, task),
    counts: { total, labeled, skipped, flagged, disputed, wanting, imported },
    createdAt: new Date(task.createdAt).toISOString(),
    createdBy: task.createdBy,
  };
}

function isStale(queries: Queries, { id, resolution }: Task): boolean | null {
  if (resolution !== 'weighted') return null;
  const weights = queries.weights.get(id);
  return weights === undefined ? null : weights.decided !== (queries.counts.get(id)?.decided ?? 0);
}

/** @throws AppError `labeling.resolutionUnfit` */
export function requireResolution(
  kind: TaskKind,
  { resolution, answersPerItem }: { resolution: Resolution; answersPerItem: number },
): void {
  if (!RESOLUTION_FITS[resolution](kind, answersPerItem))
    throw new AppError('labeling.resolutionUnfit', { kind, resolution, people: answersPerItem });
}

/** Total: whether answers of a kind can become one so, with so many people an item. */
const RESOLUTION_FITS: Readonly<Record<Resolution, (kind: TaskKind, people: number) => boolean>> = {
  last: (_kind, people) => people === 1,
  majority: (kind) => TASK_KIND_TABLE[kind].vote !== 'none',
  weighted: (kind) => TASK_KIND_TABLE[kind].vote === 'class' || TASK_KIND_TABLE[kind].vote === 'number',
  adjudicated: () => true,
};
