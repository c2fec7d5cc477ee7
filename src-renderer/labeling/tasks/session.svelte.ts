/** @file One annotator's session with a task beside the first: the present item, what is said of it, saving and undo. */
import type { Client, LabelClass, QueueItem } from '../../../src-shared/contract.ts';
import { toAppError, type AppError } from '../../../src-shared/platform/errors.ts';
import type { AnnotationTask } from '../../../src-shared/labeling/tasks/contract.ts';
import type { TaskValue } from '../../../src-shared/labeling/tasks/values.ts';
import { NO_DELTA } from '../answers.ts';
import type { Outbox } from '../outbox.svelte.ts';

const REFILL = 20;
const SECOND = 1000;

export class TaskSession {
  readonly task: string;
  /** Whether items of one's own are asked a second time. */
  readonly again: boolean;
  readonly #client: Client;
  readonly #outbox: Outbox;
  about = $state.raw<AnnotationTask>();
  classes = $state.raw<readonly LabelClass[]>([]);
  /** What the person said of the present item and did not save yet. */
  value = $state.raw<TaskValue>();
  left = $state(0);
  exhausted = $state(false);
  trouble = $state.raw<AppError>();
  #items = $state.raw<readonly QueueItem[]>([]);
  #given = $state.raw<readonly { operation: string; item: QueueItem; value: TaskValue | undefined }[]>([]);
  /** What was said of the present item before each change, and before each undo of one. */
  #edits = $state.raw<{
    readonly past: readonly (TaskValue | undefined)[];
    readonly future: readonly (TaskValue | undefined)[];
    readonly gesture?: string | undefined;
  }>({ past: [], future: [] });
  #after = -1;
  #shownAt = Date.now();
  #reading = false;

  constructor(parts: { client: Client; outbox: Outbox; task: string; again: boolean }) {
    const { client, outbox, task, again } = parts;
    this.#client = client;
    this.#outbox = outbox;
    this.task = task;
    this.again = again;
  }

  get item(): QueueItem | undefined {
    return this.#items[0];
  }

  /** The item that comes after the present one. */
  get next(): QueueItem | undefined {
    return this.#items[1];
  }

  /** What was answered last. */
  get lastValue(): TaskValue | undefined {
    return this.#given.at(-1)?.value;
  }

  get canUndo(): boolean {
    return this.#edits.past.length > 0 || this.#given.length > 0;
  }

  get canRedo(): boolean {
    return this.#edits.future.length > 0;
  }

  async open(): Promise<void> {
    const { task } = this;
    [this.about, this.classes] = await Promise.all([
      this.#client.labeling.task({ task }),
      this.#client.labeling.schema({ task }),
    ]);
    await this.#refill();
    this.#show();
  }

  /** Changes what is said of the present item. @param gesture changes of one gesture are one step of undo */
  change(value: TaskValue, gesture?: string): void {
    const { past, gesture: last } = this.#edits;
    const goesOn = gesture !== undefined && gesture === last;
    this.#edits = { past: goesOn ? past : [...past, this.value], future: [], gesture };
    this.value = value;
  }

  save(): void {
    if (this.value === undefined) return;
    const value = $state.snapshot(this.value) as TaskValue;
    this.#give({ type: this.again ? 'again' : 'value', value });
  }

  skip(): void {
    if (!this.again) this.#give({ type: 'skip' });
  }

  /** Takes back the last change of the present item; without one the last answer, and returns to its item. */
  undo(): void {
    const { past, future } = this.#edits;
    if (past.length > 0) {
      this.#edits = { past: past.slice(0, -1), future: [this.value, ...future] };
      this.value = past.at(-1);
      return;
    }
    const last = this.#given.at(-1);
    if (!last) return;
    this.#given = this.#given.slice(0, -1);
    this.#send(last.item, { type: 'undo', of: last.operation });
    this.#items = [last.item, ...this.#items];
    this.left++;
    this.exhausted = false;
    this.#show();
    this.value = last.value;
  }

  /** Changes the present item again as before an undo. */
  redo(): void {
    const { past, future } = this.#edits;
    if (future.length === 0) return;
    this.#edits = { past: [...past, this.value], future: future.slice(1) };
    [this.value] = future;
  }

  #give(answer: { type: 'value' | 'again'; value: TaskValue } | { type: 'skip' }): void {
    const { item } = this;
    if (!item) return;
    const operation = this.#send(item, answer);
    this.#given = [...this.#given, { operation, item, value: this.value }];
    this.#items = this.#items.slice(1);
    this.left = Math.max(0, this.left - 1);
    this.#show();
    void this.#refill();
  }

  #send(item: QueueItem, answer: Parameters<Outbox['give']>[0]['answer']): string {
    const seconds = (Date.now() - this.#shownAt) / SECOND;
    return this.#outbox.give({ dataset: this.task, sample: item.id, answer, seconds, delta: NO_DELTA });
  }

  #show(): void {
    const { item } = this;
    this.#edits = { past: [], future: [] };
    this.value = item?.labelValue ?? (item?.label ? { label: item.label } : undefined);
    this.#shownAt = Date.now();
    if (!item && this.#ended) this.exhausted = true;
  }

  #ended = false;

  async #refill(): Promise<void> {
    if (this.#reading || this.#ended || this.#items.length > REFILL / 2) return;
    this.#reading = true;
    try {
      const queue = this.again ? 'again' : 'unlabeled';
      const request = { task: this.task, queue, after: this.#after, limit: REFILL } as const;
      const { items, left } = await this.#client.labeling.queue(request);
      this.#after = items.at(-1)?.position ?? this.#after;
      this.#ended = items.length < REFILL;
      const wasEmpty = this.#items.length === 0;
      this.#items = [...this.#items, ...items];
      if (this.#given.length === 0) this.left = left;
      if (wasEmpty) this.#show();
    } catch (thrown) {
      this.trouble = toAppError(thrown);
    } finally {
      this.#reading = false;
    }
  }
}
