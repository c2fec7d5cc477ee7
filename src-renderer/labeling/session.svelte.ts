/** @file One annotator's labeling session with one dataset: the items around the present one, answers, undo, counts. */
import type {
  Annotation,
  ClassChange,
  LabelClass,
  LabelingProgress,
  QueueItem,
} from '../../src-shared/contract.ts';
import { type AppError, toAppError } from '../../src-shared/platform/errors.ts';
import type { ClassAnswer, ItemState } from './answers.ts';
import { addDeltas, applyAnswer, deltaOf, isClassAnswer, isDecision, stateOf } from './answers.ts';
import { shareAt, waitingAt, type Place } from './far.ts';
import { Items } from './items.svelte.ts';
import type { Outbox, Refusal } from './outbox.svelte.ts';
import { Others } from './others.svelte.ts';
import { FOLLOWED, nextClass, REFILL, type QueueName, type LabelingSessionOptions } from './options.ts';
import { UndoStack, type Given, type TakeBack } from './undo.svelte.ts';

export class LabelingSession {
  readonly dataset: string;
  readonly queue: QueueName;
  readonly samples: readonly string[] | undefined;
  classes = $state.raw<readonly LabelClass[]>();
  readonly #items = new Items();
  #saved = $state.raw<LabelingProgress>();
  /** How many the queue held: of ranked ones when it was last asked, else when it was first. */
  left = $state(0);
  exhausted = $state(false);
  loading = $state(false);
  /** Why the next items could not be had. */
  trouble = $state.raw<AppError>();
  /** The class that Enter gives, when it is not the one the item has. */
  #picked = $state<string>();
  /** What is answered elsewhere meanwhile. */
  readonly others: Others;
  readonly #options: LabelingSessionOptions;
  readonly #undo = new UndoStack();
  #remembered = false;
  #after = -1;

  constructor(options: LabelingSessionOptions) {
    this.#options = options;
    this.others = new Others(options.author);
    this.dataset = options.dataset;
    this.queue = options.queue;
    this.samples = options.samples;
  }

  /** Follows what the outbox saves; call the result when the page goes. */
  follow(): () => void {
    return this.#options.outbox.onSaved((dataset, progress) => {
      if (dataset !== this.dataset) return;
      this.#saved = progress;
      void this.#remember().catch((thrown: unknown) => (this.trouble = toAppError(thrown)));
    });
  }

  /** Reads schema, counts and the first items. */
  async open(): Promise<void> {
    const { client } = this.#options;
    const [, progress] = await Promise.all([
      this.readSchema(),
      client.labeling.progress({ task: this.dataset }),
      this.#refill(),
      this.#remember(),
    ]);
    this.#saved ??= progress;
  }

  /** Reads what was answered elsewhere of the items at hand. */
  async refresh(): Promise<void> {
    const samples = this.#items.next(FOLLOWED);
    if (samples.length > 0) await this.#readStates(samples);
  }

  async readSchema(): Promise<void> {
    this.classes = await this.#options.client.labeling.schema({ task: this.dataset });
  }

  /** Begins again with the queue as it is now. */
  async restart(): Promise<void> {
    this.#after = -1;
    this.#items.clear();
    this.exhausted = false;
    await this.#refill();
  }

  async writeSchema(classes: ClassChange[]): Promise<void> {
    this.classes = await this.#options.client.labeling.setSchema({ task: this.dataset, classes });
  }

  get item(): QueueItem | undefined {
    return this.#items.present;
  }

  /** The item that comes after the present one. */
  get next(): QueueItem | undefined {
    return this.#items.after;
  }

  /** What is known of the present item, its unsaved answers included. */
  get state(): ItemState | undefined {
    return this.item && this.#items.stateOf(this.item);
  }

  /** The class Enter gives: the one picked with the arrows, else the one the item has. */
  get suggested(): string | null {
    return this.#picked ?? this.state?.label ?? null;
  }

  /** Whether items that have labels are looked at again. */
  get relabels(): boolean {
    return this.samples !== undefined || this.queue === 'labeled';
  }

  get canGoBack(): boolean {
    return this.#items.at > 0;
  }

  get canUndo(): boolean {
    return this.#undo.last !== undefined;
  }

  get canRedo(): boolean {
    return this.#undo.canRedo;
  }

  /** The last decision of this session that stands. */
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

  /** How many items still wait. */
  get waiting(): number {
    return waitingAt(this.#place);
  }

  /** How much of the queue is done, from 0 to 1; undefined for a queue whose items stay in it when they are answered. */
  get share(): number | undefined {
    return shareAt(this.#place);
  }

  get #place(): Place {
    const { queue, progress, left, item, samples } = this;
    return { queue, progress, left, at: this.#items.at, position: item?.position, listed: samples?.length };
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
    this.#picked = nextClass(names, this.suggested, step);
  }

  forward(): void {
    if (this.item === undefined) return;
    this.#goTo(this.#items.at + 1);
    void this.#refill();
  }

  back(): void {
    if (this.canGoBack) this.#goTo(this.#items.at - 1);
  }

  /** Takes back the last answer, of this window or an earlier one, and returns to its item. */
  readonly undo = (): Promise<void> => this.#step('undo', 'before');
  readonly redo = (): Promise<void> => this.#step('redo', 'after');

  /**
   * Shows an item as it was before an answer that the workbench refused. One that was given without having seen
   * another's is set aside, to be kept out or given again.
   */
  async refuse({ unsaved, error }: Refusal): Promise<void> {
    const { operation, sample, answer } = unsaved;
    for (const { item, before } of this.#undo.forget(operation)) this.#items.say(item, before);
    if (unsaved.dataset !== this.dataset || error.key !== 'labeling.answeredMeanwhile') return;
    const [item] = await this.#readStates([sample]);
    if (item) this.others.oppose(item, answer, stateOf(item));
  }

  /** Lets the other answer stand. */
  keepTheirs(): void {
    const { conflict } = this.others;
    if (conflict) this.others.settle(conflict.item.id);
  }

  /** Gives one's own answer after all. */
  replaceTheirs(): void {
    const { conflict } = this.others;
    if (conflict && isClassAnswer(conflict.mine)) this.#answerTo(conflict.item, conflict.mine);
  }

  history(sample: string): Promise<readonly Annotation[]> {
    return this.#options.client.labeling.history({ task: this.dataset, sample });
  }

  #answer(answer: ClassAnswer): void {
    if (this.item) this.#answerTo(this.item, answer);
  }

  #answerTo(item: QueueItem, answer: ClassAnswer): void {
    const before = this.#items.stateOf(item);
    const after = applyAnswer(before, answer, this.#options.author);
    this.others.settle(item.id);
    this.#items.say(item.id, after);
    const delta = deltaOf(before, after, Number(isDecision(answer)));
    const { label, skipped, note } = before;
    const operation = this.#give({ sample: item.id, answer, delta, seen: { label, skipped, note } });
    const { id, position } = item;
    this.#undo.push({ operation, item: id, position, type: answer.type, before, after });
  }

  /** An undo sends back to `before` what it names; the undo of an undo sends it to `after`. */
  #takeBack(operation: string, given: Given, to: 'before' | 'after'): string {
    const from = to === 'before' ? given.after : given.before;
    this.#items.say(given.item, given[to]);
    const mine = isDecision(given) ? (to === 'after' ? 1 : -1) : 0;
    const answer = { type: 'undo', of: operation } as const;
    return this.#give({ sample: given.item, answer, delta: deltaOf(from, given[to], mine) });
  }

  #give(given: Omit<Parameters<Outbox['give']>[0], 'dataset'>): string {
    this.others.answered(given.sample);
    return this.#options.outbox.give({ ...given, dataset: this.dataset });
  }

  #goTo(at: number): void {
    this.#items.goTo(at);
    this.#picked = undefined;
  }

  /** Goes to the item of an answer; one that is not at hand is put before the present one. */
  async #returnTo(given: Given | undefined): Promise<void> {
    if (given === undefined) return;
    this.#picked = undefined;
    if (this.#items.goToItem(given.item)) return;
    // By its id: the position of a ranked item is its place in that order.
    const request = { task: this.dataset, samples: [given.item], limit: 1 };
    const { items } = await this.#options.client.labeling.queue(request);
    const { position } = given;
    this.#items.insert(items.map((item) => ({ ...item, position })));
  }

  /** Reads once what was answered before this window opened, when everything it left unsaved has been saved. */
  async #remember(): Promise<void> {
    if (this.#remembered || this.#options.outbox.of(this.dataset).length > 0) return;
    this.#remembered = true;
    await this.#undo.remember(this.#options.client.labeling.given({ task: this.dataset }));
  }

  #step(way: 'undo' | 'redo', to: 'before' | 'after'): Promise<void> {
    const takeBack: TakeBack = (operation, given) => this.#takeBack(operation, given, to);
    return this.#undo.known(() => this.#returnTo(this.#undo[way](takeBack)));
  }

  /** Takes over what the workbench knows of samples, but not over an answer that was given here meanwhile. */
  async #readStates(samples: readonly string[]): Promise<readonly QueueItem[]> {
    const { dataset: task } = this;
    const answers = samples.map((sample) => this.others.answersTo(sample));
    const limit = samples.length;
    const { items } = await this.#options.client.labeling.queue({ task, samples: [...samples], limit });
    const isNews = ({ id }: QueueItem) => this.others.answersTo(id) === answers[samples.indexOf(id)];
    const told = items.filter((item) => !this.#isUnsaved(item) && isNews(item));
    for (const item of told) {
      const known = this.#items.find(item.id);
      if (known) this.others.tell(item, this.#items.stateOf(known), stateOf(item));
      this.#items.renew(item);
    }
    // Nobody has to answer what was answered elsewhere.
    if (this.#isShrinking) this.#items.drop(({ id }) => this.others.hasDecided(id));
    return told;
  }

  /** Whether items leave the queue when they are answered. */
  get #isShrinking(): boolean {
    return (this.queue === 'unlabeled' || this.queue === 'ranked') && this.samples === undefined;
  }

  #isUnsaved({ id }: QueueItem): boolean {
    return this.#options.outbox.of(this.dataset).some(({ sample }) => sample === id);
  }

  async #refill(): Promise<void> {
    if (this.loading || this.exhausted || this.#items.ahead > REFILL / 2) return;
    this.loading = true;
    try {
      const { dataset: task, queue, samples } = this;
      const request = { task, queue, after: this.#after, limit: REFILL };
      const list = samples && { samples: [...samples] };
      const page = await this.#options.client.labeling.queue({ ...request, ...list });
      this.trouble = undefined;
      if (this.#after === -1 || queue === 'ranked') this.left = page.left;
      this.exhausted = page.items.length < REFILL;
      this.#after = page.items.at(-1)?.position ?? this.#after;
      // An answer still on its way is not asked for again, nor what is at hand where the queue was ranked anew.
      const ahead = queue === 'ranked' ? this.#items.next(REFILL) : [];
      const isUnsaved = (item: QueueItem) => this.#isUnsaved(item);
      this.#items.append(
        page.items.filter((item) => !this.#isShrinking || (!isUnsaved(item) && !ahead.includes(item.id))),
        isUnsaved,
      );
    } catch (thrown) {
      this.trouble = toAppError(thrown);
    } finally {
      this.loading = false;
    }
  }
}
