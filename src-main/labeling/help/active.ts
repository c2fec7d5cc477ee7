/** @file Active learning: after so many answers a classifier learns again, its score is kept, and the queue follows it. */
import { ACTIVE_ORDERS, type ActiveOrder } from '../../../src-shared/labeling/help/values.ts';
import type { ActiveLearning, LearningPoint } from '../../../src-shared/labeling/help/contract.ts';
import type { Person } from '../../../src-shared/platform/contract.ts';
import { toWire, type WireError } from '../../../src-shared/platform/errors.ts';
import { learnJob } from '../jobs.ts';
import { AnswerClasses, requireLearnable } from '../queues/classes.ts';
import { chooseItems, itemsFor } from '../queues/material.ts';
import { COMPUTES_SECONDS, rankTask, type HelpParts } from '../queues/rank.ts';
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
      order: orderOf(row),
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

  /** Starts or pauses it. It learns at once when it is started. @throws AppError `labeling.helpUnfit` */
  set(task: Task, { on, order, every, recipe }: Settings, person: Person): ActiveLearning {
    if (on) requireLearnable(task);
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
    const model = row.recipe === null ? null : await this.#train(task, row, row.recipe);
    const request = { task, title, order: orderOf(row), seed: SEED, filter: {}, person: '', model };
    // The queue comes first: people wait for it.
    await rankTask(this.#parts, request).result;
    await this.#score(task, { title, began });
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
    const { store, queries, now } = this.#parts;
    const at = now();
    const seconds = (at.getTime() - began.getTime()) / SECOND;
    const point: LearningPoint = { at: at.toISOString(), labels, macroF1, low, high, seconds };
    store.tx(() => {
      queries.addLearningPoint.run(task.id, point.at, JSON.stringify(point));
      const row = this.#rowOf(task);
      if (saving) queries.saveActive.run({ ...row, saving: JSON.stringify(saving) });
    });
  }
}

function orderOf({ ordering }: ActiveRow): ActiveOrder {
  return ACTIVE_ORDERS.find((order) => order === ordering) ?? OFF.ordering;
}
