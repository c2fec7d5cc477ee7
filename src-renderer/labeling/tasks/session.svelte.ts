/** @file One annotator's session with a task beside the first: the items at hand, what is said of them, saving, undo. */
import { SvelteMap } from 'svelte/reactivity';
import type { Annotation, LabelClass, LabelingProgress, QueueItem } from '../../../src-shared/contract.ts';
import { toAppError, type AppError } from '../../../src-shared/platform/errors.ts';
import type { AnnotationTask } from '../../../src-shared/labeling/tasks/contract.ts';
import type { TaskValue } from '../../../src-shared/labeling/tasks/values.ts';
import { deltaOf, type ItemState } from '../answers.ts';
import { Items } from '../items.svelte.ts';
import type { QueueName } from '../options.ts';
import type { Outbox, Refusal } from '../outbox.svelte.ts';
import { ItemReader, type ReaderOptions } from './reader.svelte.ts';
import {
  applyTaskAnswer,
  forCounts,
  isOver,
  isShrinking,
  leaves,
  valueOf,
  type TaskAnswer,
} from './state.ts';
import { Steps, type StepTaken, type TaskGiven } from './steps.svelte.ts';
import { ItemTimer } from './timer.ts';

export interface TaskSessionOptions extends ReaderOptions {
  readonly outbox: Outbox;
  /** Who answers. */
  readonly author: string;
}

export class TaskSession {
  readonly task: string;
  readonly queue: QueueName;
  readonly #options: TaskSessionOptions;
  about = $state.raw<AnnotationTask>();
  classes = $state.raw<readonly LabelClass[]>([]);
  /** How many items the queue held, without those that left it since. */
  #held = $state(0);
  progress = $state.raw<LabelingProgress>();
  trouble = $state.raw<AppError>();
  /** How many items hold the words, and how many of them are looked at here. */
  found = $state.raw<{ readonly total: number; readonly read: number }>();
  readonly timer = new ItemTimer();
  readonly #items = new Items();
  readonly #steps = new Steps();
  /** What is said of items and not saved yet. */
  readonly #drafts = new SvelteMap<string, TaskValue>();
  #remembered = false;
  #remembering: Promise<void> | undefined;
  readonly #reader: ItemReader;
  /** Undo and redo go one after the other, also where an item must be read first. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: TaskSessionOptions) {
    this.#options = options;
    this.task = options.task;
    this.queue = options.queue;
    this.#reader = new ItemReader(options);
  }

  /** Whether items of one's own are asked a second time. */
  get again(): boolean {
    return this.queue === 'again';
  }

  /** The name that parts of the page know the task by. */
  get dataset(): string {
    return this.task;
  }

  get words(): string {
    return this.#options.found?.words ?? '';
  }

  /** How many items of the queue wait: of one whose items stay in it when they are answered, from the present one on. */
  get left(): number {
    return isShrinking(this.queue) ? this.#held : Math.max(0, this.#held - this.#items.at);
  }

  /** Items at hand that nobody answered or set aside, of those that words found. */
  get waiting(): readonly QueueItem[] {
    return this.#items.all.filter((item) => this.#waits(item));
  }

  #waits(item: QueueItem): boolean {
    const state = this.#items.stateOf(item);
    return valueOf(state) === undefined && !state.skipped;
  }

  get item(): QueueItem | undefined {
    return this.#items.present;
  }

  /** The item that comes after the present one. */
  get next(): QueueItem | undefined {
    return this.#items.after;
  }

  get state(): ItemState | undefined {
    return this.item && this.#items.stateOf(this.item);
  }

  /** What is said of the present item, saved or not. */
  get value(): TaskValue | undefined {
    return this.item && (this.#drafts.get(this.item.id) ?? (this.state && valueOf(this.state)));
  }

  /** How many items have something that Save would save. */
  get unsaved(): number {
    return this.#drafts.size;
  }

  get exhausted(): boolean {
    return this.item === undefined && this.#reader.ended;
  }

  get canUndo(): boolean {
    return this.#steps.canUndo;
  }

  get canRedo(): boolean {
    return this.#steps.canRedo;
  }

  get canGoBack(): boolean {
    return this.#items.at > 0;
  }

  /** What was answered last, to be given again. */
  get lastValue(): TaskValue | undefined {
    return this.#steps.lastValue;
  }

  /** Follows what is saved; call the result when the page goes. */
  follow(): () => void {
    return this.#options.outbox.onSaved((task, progress) => {
      if (task !== this.task) return;
      this.progress = progress;
      void this.#remember().catch((thrown: unknown) => (this.trouble = toAppError(thrown)));
    });
  }

  async open(): Promise<void> {
    const { task } = this;
    const { labeling } = this.#options.client;
    this.trouble = undefined;
    const [about, classes, progress] = await Promise.all([
      labeling.task({ task }),
      labeling.schema({ task }),
      labeling.progress({ task }),
      this.#refill(),
      this.#remember(),
    ]);
    [this.about, this.classes] = [about, classes];
    this.progress ??= progress;
    this.timer.restart();
  }

  async readSchema(): Promise<void> {
    const { task } = this;
    const { labeling } = this.#options.client;
    [this.about, this.classes] = await Promise.all([labeling.task({ task }), labeling.schema({ task })]);
  }

  /** Changes what is said of the present item. @param gesture changes in a row with one name are one step */
  readonly change = (value: TaskValue, gesture?: string): void => {
    const { item } = this;
    if (!item) return;
    const { id, position } = item;
    this.#steps.edit({
      kind: 'edit',
      item: id,
      position,
      before: this.#drafts.get(id),
      after: value,
      gesture,
    });
    this.#drafts.set(id, value);
  };

  /** Saves what is said of the present item, or a value that is given at once, and goes on. */
  readonly save = (value = this.value): void => {
    if (value !== undefined) this.#give({ type: this.again ? 'again' : 'value', value });
  };

  skip(): void {
    if (!this.again) this.#give({ type: 'skip' });
  }

  flag(): void {
    if (this.state) this.#give({ type: 'flag', on: !this.state.flagged });
  }

  note(text: string): void {
    if (this.state && (this.state.note ?? '') !== text.trim()) this.#give({ type: 'note', text });
  }

  forward(): void {
    if (this.item) this.#goTo(this.#items.at + 1);
  }

  back(): void {
    if (this.canGoBack) this.#goTo(this.#items.at - 1);
  }

  history(sample: string): Promise<readonly Annotation[]> {
    return this.#options.client.labeling.history({ task: this.task, sample });
  }

  /** Gives one answer to every item that was found and waits, as one step. */
  giveAll(value: TaskValue): void {
    const gesture = crypto.randomUUID();
    const given = this.waiting.map((item) => this.#answer(item, { type: 'value', value }, { gesture }));
    if (given.length > 0) this.#steps.give(given);
    this.#goTo(this.#items.all.length);
  }

  /** Takes back the last step, of this window or an earlier one, and returns to its item. */
  readonly undo = (): Promise<void> => this.#step('undo', 'before');
  readonly redo = (): Promise<void> => this.#step('redo', 'after');

  /** Shows an item as it was before an answer that the workbench refused; what was being said is there again. */
  refuse({ unsaved }: Refusal): void {
    if (unsaved.dataset !== this.task) return;
    const given = this.#steps.forget(unsaved.operation);
    if (!given) return;
    this.#items.say(given.item, given.before);
    this.#held += leaves(this.queue, given);
    if (given.draft) this.#drafts.set(given.item, given.draft);
    this.#items.goToItem(given.item);
  }

  #step(way: 'undo' | 'redo', to: 'before' | 'after'): Promise<void> {
    const step = async (): Promise<void> => {
      await this.#remembering;
      const takeBack = (operation: string, given: TaskGiven) => this.#takeBack(operation, given, to);
      await this.#shown(this.#steps[way](takeBack), to);
    };
    this.#turn = this.#turn.then(step, step);
    return this.#turn;
  }

  #give(answer: TaskAnswer): void {
    const { item } = this;
    if (!item) return;
    this.#steps.give([this.#answer(item, answer, { draft: this.#drafts.get(item.id) })]);
    if (!isOver(answer)) return;
    this.#goTo(this.#items.at + 1);
  }

  #answer(
    item: QueueItem,
    answer: TaskAnswer,
    { draft, gesture }: Pick<TaskGiven, 'draft' | 'gesture'>,
  ): TaskGiven {
    const { id, position } = item;
    const before = this.#items.stateOf(item);
    const after = applyTaskAnswer(before, answer, this.#options.author);
    const delta = deltaOf(forCounts(before), forCounts(after), Number(isOver(answer)));
    const operation = this.#send(id, { answer, delta, gesture });
    this.#items.say(id, after);
    if (isOver(answer)) this.#drafts.delete(id);
    this.#held = Math.max(0, this.#held - leaves(this.queue, { type: answer.type, before, after }));
    return { operation, item: id, position, type: answer.type, before, after, draft, gesture };
  }

  #takeBack(operation: string, given: TaskGiven, to: 'before' | 'after'): string {
    const from = to === 'before' ? given.after : given.before;
    this.#items.say(given.item, given[to]);
    if (to === 'before' && given.draft) this.#drafts.set(given.item, given.draft);
    else this.#drafts.delete(given.item);
    this.#held += leaves(this.queue, given) * (to === 'before' ? 1 : -1);
    const delta = deltaOf(forCounts(from), forCounts(given[to]), 0);
    return this.#send(given.item, {
      answer: { type: 'undo', of: operation },
      delta,
      gesture: given.gesture,
    });
  }

  #send(sample: string, given: Pick<Parameters<Outbox['give']>[0], 'answer' | 'delta' | 'gesture'>): string {
    const { seconds } = this.timer;
    return this.#options.outbox.give({ ...given, dataset: this.task, sample, seconds });
  }

  /** Goes where a step that was taken back or taken again is seen. */
  async #shown(step: StepTaken | undefined, to: 'before' | 'after'): Promise<void> {
    if (!step) return;
    if (step.kind === 'edit') {
      const value = step[to];
      if (value === undefined) this.#drafts.delete(step.item);
      else this.#drafts.set(step.item, value);
    }
    // Of what was given at once to many, all of it waits again from the first on.
    const at = step.kind === 'edit' ? step : to === 'before' ? step.given[0] : step.given.at(-1);
    if (!at) return;
    if (!this.#items.goToItem(at.item)) {
      // By its id: the position of an item that was ranked or found is its place among those.
      const request = { task: this.task, samples: [at.item], limit: 1 };
      const { items } = await this.#options.client.labeling.queue(request);
      this.#items.insert(items.map((item) => ({ ...item, position: at.position })));
    }
    this.timer.restart();
  }

  #goTo(at: number): void {
    this.#items.goTo(at);
    this.timer.restart();
    void this.#refill();
  }

  /** Reads once what was answered before this window opened, when everything it left unsaved has been saved. */
  async #remember(): Promise<void> {
    if (this.#remembered || this.#options.outbox.of(this.task).length > 0) return;
    this.#remembered = true;
    this.#remembering = this.#options.client.labeling
      .given({ task: this.task })
      .then((kept) => this.#steps.remember(kept));
    await this.#remembering.finally(() => (this.#remembering = undefined));
  }

  async #refill(): Promise<void> {
    const { outbox } = this.#options;
    try {
      const read = await this.#reader.read(this.#items.ahead);
      if (!read) return;
      const { items, left, found } = read;
      const unsaved = outbox.of(this.task).map(({ sample }) => sample);
      const isUnsaved = (item: QueueItem): boolean => unsaved.includes(item.id);
      // An answer still on its way is not asked for again; of what words found only what waits is to do.
      const isToDo = (item: QueueItem): boolean => !isUnsaved(item) && (!found || this.#waits(item));
      const news = items.filter(
        (item) => !this.#items.find(item.id) && (this.queue !== 'unlabeled' || isToDo(item)),
      );
      this.#items.append(news, isUnsaved);
      if (found) this.found = found;
      if (left !== undefined) this.#held = found && this.queue === 'unlabeled' ? news.length : left;
    } catch (thrown) {
      this.trouble = toAppError(thrown);
    }
  }
}
