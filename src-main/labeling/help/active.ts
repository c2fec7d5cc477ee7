/** @file Active learning: after so many answers a classifier learns again, its score is kept, and the queue follows it. */
import { LEARNING_METRICS, type ActiveOrder } from '../../../src-shared/labeling/help/values.ts';
import type { ActiveLearning, LearningPoint } from '../../../src-shared/labeling/help/contract.ts';
import { activeOrdersOf, needsModel } from '../../../src-shared/labeling/help/kinds.ts';
import type { Person } from '../../../src-shared/platform/contract.ts';
import { AppError, toWire, type WireError } from '../../../src-shared/platform/errors.ts';
import { TASKS } from '../../../src-shared/tasks/tasks.ts';
import { learnJob } from '../jobs.ts';
import { AnswerClasses, isLearnable, requireOrder } from '../queues/classes.ts';
import { chooseItems, itemsFor } from '../queues/material.ts';
import { rankTask } from '../queues/rank-task.ts';
import { COMPUTES_SECONDS, type HelpParts } from '../queues/rank.ts';
import type { Task } from '../tasks.ts';
import type { LabelingTraining } from '../types.ts';
import type { LearnResult, Saving } from '../worker/learn.ts';
import type { ActiveRow } from './queries.ts';

const SECOND = 1000;
const SEED = 1;

/** Off, as every task begins. */
const OFF = {
  active: 0,
  ordering: 'margin',
  every: 50,
  learnedAt: 0,
  saving: null,
  recipe: null,
  person: '',
  personName: '',
} as const;

interface Settings {
  readonly on: boolean;
  readonly order: ActiveOrder;
  readonly every: number;
  readonly recipe: string | null;
}

type ActiveParts = HelpParts & { readonly training: LabelingTraining };

export class Active {
  readonly #parts: ActiveParts;
  readonly #learning = new Set<string>();
  /** By task: why it did not learn. */
  readonly #problems = new Map<string, WireError>();
  readonly #titleOf: (task: Task) => string;

  constructor(parts: ActiveParts, titleOf: (task: Task) => string) {
    this.#parts = parts;
    this.#titleOf = titleOf;
  }

  read(task: Task): ActiveLearning {
    const row = this.#rowOf(task);
    return {
      on: row.active === 1,
      order: orderOf(task, row),
      every: row.every,
      recipe: row.recipe,
      until: Math.max(0, row.learnedAt + row.every - this.#labels(task)),
      learning: this.#learning.has(task.id),
      problem: this.#problems.get(task.id) ?? null,
      // As they were stored.
      points: this.#parts.queries.learningPoints
        .all(task.id)
        .map((point) => JSON.parse(point) as LearningPoint),
      saving: row.saving === null ? null : (JSON.parse(row.saving) as Saving),
    };
  }

  /** Starts or pauses it. It learns at once when it is started. @throws AppError `labeling.helpUnfit`, `labeling.orderByModel` */
  set(task: Task, { on, order, every, recipe }: Settings, person: Person): ActiveLearning {
    if (on) requireLearner(task, { order, recipe });
    const { queries, emit } = this.#parts;
    const { id, name } = person;
    const before = this.#rowOf(task);
    const row = {
      ...before,
      active: Number(on),
      ordering: order,
      every,
      recipe,
      person: id,
      personName: name,
    };
    queries.saveActive.run(row);
    emit({ type: 'changed', what: 'labelingHelp', id: task.id });
    if (on) this.#learn(task, row);
    return this.read(task);
  }

  /** Told after answers were saved; cheap until it is time to learn again. */
  answered(task: Task): void {
    const row = this.#parts.queries.activeLearning.get(task.id);
    if (!row || row.active === 0 || this.#learning.has(task.id)) return;
    if (this.#labels(task) - row.learnedAt >= row.every) this.#learn(task, row);
  }

  #rowOf({ id }: Task): ActiveRow {
    return this.#parts.queries.activeLearning.get(id) ?? { task: id, ...OFF };
  }

  #labels({ id }: Task): number {
    return this.#parts.queries.counts.get(id)?.labeled ?? 0;
  }

  #learn(task: Task, row: ActiveRow): void {
    if (this.#learning.has(task.id)) return;
    this.#learning.add(task.id);
    this.#parts.queries.saveActive.run({ ...row, learnedAt: this.#labels(task) });
    this.#problems.delete(task.id);
    // It goes on when there are more labels; why it did not learn now is told beside it.
    void this.#learnAndRank(task, row)
      .catch((thrown: unknown) => this.#problems.set(task.id, toWire(thrown)))
      .finally(() => {
        this.#learning.delete(task.id);
        this.#parts.emit({ type: 'changed', what: 'labelingHelp', id: task.id });
      });
  }

  async #learnAndRank(task: Task, row: ActiveRow): Promise<void> {
    const title = this.#titleOf(task);
    const began = this.#parts.now();
    const labels = this.#labels(task);
    const model = row.recipe === null ? null : await this.#train(task, row, row.recipe);
    const order = orderOf(task, row);
    // The queue comes first: people wait for it.
    await rankTask(this.#parts, { task, title, order, seed: SEED, filter: {}, person: '', model }).result;
    if (isLearnable(task.kind)) await this.#score(task, { title, began });
    else if (model !== null) this.#keepModel(task, { model, began, labels });
  }

  /** What the run found on its validation split; a model that was not compared leaves no point. */
  #keepModel(task: Task, { model, began, labels }: { model: string; began: Date; labels: number }): void {
    const { task: does, summary } = this.#parts.models.get(model);
    const metric = LEARNING_METRICS.find((each) => each === TASKS[does].headline);
    const value = metric && summary[`validation.${metric}`];
    if (value === undefined) return;
    this.#keepPoint(task, { labels, metric: metric!, value, low: null, high: null }, began);
  }

  /** @returns a model that can be asked at once */
  #train({ dataset, id: task }: Task, row: ActiveRow, recipe: string): Promise<string | null> {
    const person: Person = { id: row.person, name: row.personName, role: 'engineer' };
    return this.#parts.training.retrain({ dataset, task, recipe }, person);
  }

  async #score(task: Task, { title, began }: { title: string; began: Date }): Promise<void> {
    const { pool, queries } = this.#parts;
    const classes = new AnswerClasses(queries, task);
    const request = { task, order: 'labelErrors', seed: SEED, filter: {}, person: '', model: null } as const;
    const chosen = await chooseItems(this.#parts, classes, request);
    const names = classes.names(queries, task);
    await pool.run(learnJob, {
      spec: { seed: SEED, classes: names.length },
      kind: 'labels',
      title,
      subject: task.id,
      unit: 'steps',
      silenceSeconds: COMPUTES_SECONDS,
      feed: itemsFor(this.#parts, chosen, { task, order: 'labelErrors', model: null, names }),
      finish: (result) => this.#keep(task, result, began),
    }).result;
  }

  #keep(task: Task, { labels, macroF1, low, high, saving }: LearnResult, began: Date): void {
    const { store, queries } = this.#parts;
    store.tx(() => {
      this.#keepPoint(task, { labels, metric: 'macroF1', value: macroF1, low, high }, began);
      if (saving) queries.saveActive.run({ ...this.#rowOf(task), saving: JSON.stringify(saving) });
    });
  }

  #keepPoint(task: Task, learned: Omit<LearningPoint, 'at' | 'seconds'>, began: Date): void {
    const at = this.#parts.now();
    const seconds = (at.getTime() - began.getTime()) / SECOND;
    const point: LearningPoint = { at: at.toISOString(), ...learned, seconds };
    this.#parts.queries.addLearningPoint.run(task.id, point.at, JSON.stringify(point));
  }
}

/** Answers with parts are learned by a recipe alone. */
function requireLearner(task: Task, { order, recipe }: Pick<Settings, 'order' | 'recipe'>): void {
  requireOrder(task, order);
  if (recipe === null && needsModel(task.kind))
    throw new AppError('labeling.orderByModel', { kind: task.kind });
}

/** The one that was chosen; of a kind that knows no such order the first that it knows. */
function orderOf({ kind }: Pick<Task, 'kind'>, { ordering }: ActiveRow): ActiveOrder {
  const orders = activeOrdersOf(kind);
  return orders.find((order) => order === ordering) ?? orders[0] ?? OFF.ordering;
}
