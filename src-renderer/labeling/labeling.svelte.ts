/** @file One labeler's sitting with one dataset: the items around the present one, answers, undo, counts. */
import { SvelteMap } from 'svelte/reactivity';
import type {
  Annotation,
  Answer,
  ClassChange,
  Client,
  LabelClass,
  LabelingProgress,
  QueueItem,
} from '../../src-shared/contract.ts';
import type { QUEUES } from '../../src-shared/labeling/values.ts';
import { type AppError, toAppError } from '../../src-shared/platform/errors.ts';
import { addDeltas, applyAnswer, deltaOf, isDecision, stateOf, type ItemState } from './answers.ts';
import type { Outbox } from './outbox.svelte.ts';
import { UndoStack, type Given } from './undo.svelte.ts';

export type QueueName = (typeof QUEUES)[number];

export interface SittingOptions {
  readonly client: Client;
  readonly outbox: Outbox;
  readonly dataset: string;
  readonly queue: QueueName;
  /** Exactly these samples instead of a queue. */
  readonly samples: readonly string[] | undefined;
  /** Who answers; shown as the author until the workbench has said so. */
  readonly author: string;
}

/** How many items one request brings; the next is made when fewer than half of it are ahead. */
const REFILL = 24;
/** Visited items that are kept to go back to. */
const KEPT_BEHIND = 1000;

export class Sitting {
  readonly dataset: string;
  readonly queue: QueueName;
  readonly samples: readonly string[] | undefined;
  classes = $state.raw<readonly LabelClass[]>();
  /** Visited items, the present one, and those loaded ahead. */
  #items = $state.raw<readonly QueueItem[]>([]);
  #at = $state(0);
  /** What was said of items in this sitting, over what the workbench last told. */
  readonly #states = new SvelteMap<string, ItemState>();
  #saved = $state.raw<LabelingProgress>();
  /** How many the queue held when it was last asked. */
  left = $state(0);
  exhausted = $state(false);
  loading = $state(false);
  /** Why the next items could not be had. */
  trouble = $state.raw<AppError>();
  /** The class that Enter gives, when it is not the one the item has. */
  #picked = $state<string>();
  readonly #options: SittingOptions;
  readonly #undo = new UndoStack();
  #after = -1;

  constructor(options: SittingOptions) {
    this.#options = options;
    this.dataset = options.dataset;
    this.queue = options.queue;
    this.samples = options.samples;
  }

  /** Follows what the outbox saves; call the result when the page goes. */
  follow(): () => void {
    return this.#options.outbox.onSaved((dataset, progress) => {
      if (dataset === this.dataset) this.#saved = progress;
    });
  }

  /** Reads schema, counts and the first items. */
  async open(): Promise<void> {
    const { client } = this.#options;
    const [, progress] = await Promise.all([
      this.readSchema(),
      client.labeling.progress({ dataset: this.dataset }),
      this.#refill(),
    ]);
    this.#saved ??= progress;
  }

  async readSchema(): Promise<void> {
    this.classes = await this.#options.client.labeling.schema({ dataset: this.dataset });
  }

  /** Begins again with the queue as it is now. */
  async restart(): Promise<void> {
    this.#after = -1;
    this.#items = [];
    this.#at = 0;
    this.exhausted = false;
    this.#undo.clear();
    await this.#refill();
  }

  async writeSchema(classes: ClassChange[]): Promise<void> {
    this.classes = await this.#options.client.labeling.setSchema({ dataset: this.dataset, classes });
  }

  get item(): QueueItem | undefined {
    return this.#items[this.#at];
  }

  /** What is known of the present item, its unsaved answers included. */
  get state(): ItemState | undefined {
    return this.item && this.#stateOf(this.item);
  }

  /** The class Enter gives: the one picked with the arrows, else the one the item has. */
  get suggested(): string | null {
    return this.#picked ?? this.state?.label ?? null;
  }

  get canGoBack(): boolean {
    return this.#at > 0;
  }

  get canUndo(): boolean {
    return this.#undo.last !== undefined;
  }

  get canRedo(): boolean {
    return this.#undo.canRedo;
  }

  /** The last decision of this sitting that stands. */
  get last(): Given | undefined {
    return this.#undo.lastDecision;
  }

  /** The counts with everything unsaved already in them. */
  get progress(): LabelingProgress | undefined {
    const unsaved = this.#options.outbox.of(this.dataset);
    return (
      this.#saved &&
      addDeltas(
        this.#saved,
        unsaved.map(({ delta }) => delta),
      )
    );
  }

  /** How many items still wait: in the queue of unlabeled ones as the counts say, else in this list. */
  get waiting(): number {
    const { progress } = this;
    if (this.samples !== undefined) return this.samples.length - this.#at;
    if (this.queue === 'unlabeled' && progress)
      return Math.max(0, progress.total - progress.labeled - progress.skipped);
    if (this.queue === 'all' && progress) return progress.total - (this.item?.position ?? progress.total);
    return this.left;
  }

  /** How much of the queue is done, from 0 to 1; undefined for a queue whose items stay in it when they are answered. */
  get share(): number | undefined {
    const { progress } = this;
    const walked = this.queue === 'unlabeled' || this.queue === 'all';
    const whole = this.samples ? this.samples.length : walked ? progress?.total : undefined;
    if (whole === undefined) return undefined;
    return whole === 0 ? 1 : (whole - this.waiting) / whole;
  }

  label(label: string): void {
    this.#answer({ type: 'label', label });
    this.forward();
  }

  /** Gives the suggested class; nothing when there is none. */
  accept(): void {
    if (this.suggested !== null) this.label(this.suggested);
  }

  clear(): void {
    if (this.state?.label !== null) this.#answer({ type: 'clear' });
  }

  skip(): void {
    this.#answer({ type: 'skip' });
    this.forward();
  }

  flag(): void {
    if (this.state) this.#answer({ type: 'flag', on: !this.state.flagged });
  }

  note(text: string): void {
    if (this.state && (this.state.note ?? '') !== text.trim()) this.#answer({ type: 'note', text });
  }

  /** Moves the pick one class down (1) or up (-1). */
  pick(step: 1 | -1): void {
    const names = this.classes?.map(({ name }) => name) ?? [];
    if (names.length === 0) return;
    const now = this.suggested === null ? -1 : names.indexOf(this.suggested);
    const next = now === -1 && step === -1 ? names.length - 1 : now + step;
    this.#picked = names[(next + names.length) % names.length];
  }

  forward(): void {
    if (this.item === undefined) return;
    this.#goTo(this.#at + 1);
    void this.#refill();
  }

  back(): void {
    if (this.canGoBack) this.#goTo(this.#at - 1);
  }

  /** Takes back the last answer of this sitting and returns to its item. */
  undo(): void {
    const given = this.#undo.undo((operation, target) => this.#takeBack(operation, target, 'before'));
    if (given) this.#returnTo(given.item);
  }

  redo(): void {
    const given = this.#undo.redo((operation, target) => this.#takeBack(operation, target, 'after'));
    if (given) this.#returnTo(given.item);
  }

  /** Forgets an answer that the workbench refused, and shows its item as it was before. */
  forget(operation: string): void {
    for (const { item, before } of this.#undo.forget(operation)) this.#setState(item, before);
  }

  history(sample: string): Promise<readonly Annotation[]> {
    return this.#options.client.labeling.history({ dataset: this.dataset, sample });
  }

  #answer(answer: Exclude<Answer, { type: 'undo' }>): void {
    const { item } = this;
    if (item === undefined) return;
    const before = this.#stateOf(item);
    const after = applyAnswer(before, answer, this.#options.author);
    this.#setState(item.id, after);
    const delta = deltaOf(before, after, Number(isDecision(answer)));
    const operation = this.#give(item.id, answer, delta);
    this.#undo.push({ operation, item: item.id, type: answer.type, before, after });
  }

  /** An undo sends back to `before` what it names; the undo of an undo sends it to `after`. */
  #takeBack(operation: string, given: Given, to: 'before' | 'after'): string {
    const from = to === 'before' ? given.after : given.before;
    this.#setState(given.item, given[to]);
    const mine = isDecision(given) ? (to === 'after' ? 1 : -1) : 0;
    return this.#give(given.item, { type: 'undo', of: operation }, deltaOf(from, given[to], mine));
  }

  #give(sample: string, answer: Answer, delta: ReturnType<typeof deltaOf>): string {
    return this.#options.outbox.give({ dataset: this.dataset, sample, answer, delta });
  }

  #stateOf(item: QueueItem): ItemState {
    return this.#states.get(item.id) ?? stateOf(item);
  }

  #setState(sample: string, state: ItemState): void {
    this.#states.set(sample, state);
  }

  #goTo(at: number): void {
    this.#at = at;
    this.#picked = undefined;
  }

  #returnTo(sample: string): void {
    const at = this.#items.findIndex(({ id }) => id === sample);
    if (at !== -1) this.#goTo(at);
  }

  async #refill(): Promise<void> {
    if (this.loading || this.exhausted || this.#items.length - this.#at > REFILL / 2) return;
    this.loading = true;
    try {
      const { dataset, queue, samples } = this;
      const request = { dataset, queue, after: this.#after, limit: REFILL };
      const page = await this.#options.client.labeling.queue({
        ...request,
        ...(samples && { samples: [...samples] }),
      });
      this.trouble = undefined;
      this.left = page.left;
      this.exhausted = page.items.length < REFILL;
      this.#after = page.items.at(-1)?.position ?? this.#after;
      this.#append(page.items);
    } catch (thrown) {
      this.trouble = toAppError(thrown);
    } finally {
      this.loading = false;
    }
  }

  /** Adds items at the end and drops the ones far behind. An answer still on its way is not asked for again. */
  #append(items: readonly QueueItem[]): void {
    const unsaved = this.#options.outbox.of(this.dataset);
    const isUnsaved = ({ id }: QueueItem) => unsaved.some(({ sample }) => sample === id);
    for (const item of items) if (!isUnsaved(item)) this.#states.delete(item.id);
    const inQueue = this.queue === 'unlabeled' && this.samples === undefined;
    const fresh = inQueue ? items.filter((item) => !isUnsaved(item)) : items;
    const gone = Math.max(0, this.#at - KEPT_BEHIND);
    for (const { id } of this.#items.slice(0, gone)) this.#undo.forgetItem(id);
    this.#items = [...this.#items.slice(gone), ...fresh];
    this.#at -= gone;
  }
}
