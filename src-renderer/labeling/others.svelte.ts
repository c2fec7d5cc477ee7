/**
 * @file What others, or the same person in another window, answer meanwhile: told beside the item, and never replaced
 * by an answer that was given without having seen it.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Answer, QueueItem } from '../../src-shared/contract.ts';
import type { ItemState } from './answers.ts';

/** An answer that came in from elsewhere while its item was at hand. */
export interface News {
  /** Null for the person at this window, who answered in another one. */
  readonly by: string | null;
  readonly at: string | null;
  readonly state: ItemState;
}

/** An answer that the workbench did not take, because another had come first. */
export interface Conflict {
  readonly item: QueueItem;
  readonly mine: Answer;
  readonly theirs: News;
}

export class Others {
  readonly #news = new SvelteMap<string, News>();
  #conflicts = $state.raw<readonly Conflict[]>([]);
  readonly #me: string;
  /** How often each item was answered here; nothing is shown of it. */
  readonly #answers = new SvelteMap<string, number>();

  constructor(me: string) {
    this.#me = me;
  }

  newsOf(sample: string): News | undefined {
    return this.#news.get(sample);
  }

  /** How often an item was answered here, so that what was read before is not taken for news after. */
  answersTo(sample: string): number {
    return this.#answers.get(sample) ?? 0;
  }

  answered(sample: string): void {
    this.#answers.set(sample, this.answersTo(sample) + 1);
  }

  /** Whether an item was labeled or skipped elsewhere. */
  hasDecided(sample: string): boolean {
    const state = this.#news.get(sample)?.state;
    return state !== undefined && (state.label !== null || state.skipped);
  }

  /** The one to decide first. */
  get conflict(): Conflict | undefined {
    return this.#conflicts[0];
  }

  get conflicts(): number {
    return this.#conflicts.length;
  }

  /** Compares what the workbench tells of an item with what was known of it. */
  tell(item: QueueItem, before: ItemState, now: ItemState): void {
    if (now.label !== before.label || now.skipped !== before.skipped)
      this.#news.set(item.id, this.#newsIn(item, now));
  }

  /** Sets an answer aside until its author has decided. */
  oppose(item: QueueItem, mine: Answer, theirs: ItemState): void {
    this.settle(item.id);
    this.#conflicts = [...this.#conflicts, { item, mine, theirs: this.#newsIn(item, theirs) }];
  }

  /** Whatever there was of a sample has been seen and answered. */
  settle(sample: string): void {
    this.#news.delete(sample);
    this.#conflicts = this.#conflicts.filter(({ item }) => item.id !== sample);
  }

  #newsIn({ answeredBy, answeredAt, labeledBy }: QueueItem, state: ItemState): News {
    const by = answeredBy ?? labeledBy;
    return { by: by === this.#me ? null : by, at: answeredAt, state };
  }
}
