/** @file The items at a labeler's hands: visited ones, the present one, those loaded ahead, and what is said of each. */
import { SvelteMap } from 'svelte/reactivity';
import type { QueueItem } from '../../src-shared/contract.ts';
import { stateOf, type ItemState } from './answers.ts';

/** Visited items that are kept to go back to. */
const KEPT_BEHIND = 1000;

export class Items {
  #items = $state.raw<readonly QueueItem[]>([]);
  #at = $state(0);
  /** What was said of items here, over what the workbench last told. */
  readonly #states = new SvelteMap<string, ItemState>();

  get present(): QueueItem | undefined {
    return this.#items[this.#at];
  }

  /** Every one that is at hand. */
  get all(): readonly QueueItem[] {
    return this.#items;
  }

  get after(): QueueItem | undefined {
    return this.#items[this.#at + 1];
  }

  get at(): number {
    return this.#at;
  }

  /** How many are at hand from the present one on. */
  get ahead(): number {
    return this.#items.length - this.#at;
  }

  /** The ids of so many items from the present one on. */
  next(most: number): readonly string[] {
    return this.#items.slice(this.#at, this.#at + most).map(({ id }) => id);
  }

  /** What is known of an item, unsaved answers included. */
  stateOf(item: QueueItem): ItemState {
    return this.#states.get(item.id) ?? stateOf(item);
  }

  say(sample: string, state: ItemState): void {
    this.#states.set(sample, state);
  }

  find(sample: string): QueueItem | undefined {
    return this.#items.find(({ id }) => id === sample);
  }

  goTo(at: number): void {
    this.#at = at;
  }

  /** Goes to an item. @returns whether it was at hand */
  goToItem(sample: string): boolean {
    const at = this.#items.findIndex(({ id }) => id === sample);
    if (at !== -1) this.#at = at;
    return at !== -1;
  }

  /** Puts items before the present one; the first of them is then the present one. */
  insert(items: readonly QueueItem[]): void {
    this.#items = this.#items.toSpliced(this.#at, 0, ...items);
  }

  /** Adds items at the end and drops the ones far behind. What is said of them is as told, unless it is unsaved. */
  append(items: readonly QueueItem[], isUnsaved: (item: QueueItem) => boolean): void {
    for (const item of items) if (!isUnsaved(item)) this.#states.delete(item.id);
    const gone = Math.max(0, this.#at - KEPT_BEHIND);
    this.#items = [...this.#items.slice(gone), ...items];
    this.#at -= gone;
  }

  /** Takes over what the workbench told of an item now. */
  renew(item: QueueItem): void {
    const { id, answeredBy, answeredAt } = item;
    this.say(id, stateOf(item));
    this.#items = this.#items.map((each) => (each.id === id ? { ...each, answeredBy, answeredAt } : each));
  }

  /** Drops items ahead. */
  drop(isGone: (item: QueueItem) => boolean): void {
    this.#items = this.#items.filter((item, at) => at <= this.#at || !isGone(item));
  }

  clear(): void {
    this.#items = [];
    this.#at = 0;
  }
}
