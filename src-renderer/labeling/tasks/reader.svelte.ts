/** @file The items of a task as they are needed: a queue by its next ones, what words find at once. */
import { SvelteSet } from 'svelte/reactivity';
import type { Client, QueueItem } from '../../../src-shared/contract.ts';
import type { QueueName } from '../options.ts';

const REFILL = 20;
/** Items that words find at most. */
const MOST_FOUND = 1000;
const MOST_AT_ONCE = 100;

export interface ReaderOptions {
  readonly client: Client;
  readonly task: string;
  readonly queue: QueueName;
  /** Exactly these instead of a queue. */
  readonly samples?: readonly string[] | undefined;
  /** The data, and the words that its items must hold. */
  readonly found?: { readonly dataset: string; readonly words: string } | undefined;
}

/** How many items hold the words, and how many of them are looked at here. */
export interface Found {
  readonly total: number;
  readonly read: number;
}

export interface ItemsRead {
  readonly items: readonly QueueItem[];
  /** How many the queue held; told once. */
  readonly left?: number;
  readonly found?: Found;
}

export class ItemReader {
  readonly #options: ReaderOptions;
  /** Whether there is no more than was read. */
  ended = $state(false);
  #after = -1;
  #reading = false;
  /** Of all that was read: a queue that was ranked anew may begin with what is at hand. */
  readonly #known = new SvelteSet<string>();

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Reads the next items, unless enough of them are ahead; undefined when nothing was read. */
  async read(ahead: number): Promise<ItemsRead | undefined> {
    if (this.#reading || this.ended || ahead > REFILL / 2) return undefined;
    this.#reading = true;
    try {
      return await (this.#options.found ? this.#find(this.#options.found) : this.#next());
    } finally {
      this.#reading = false;
    }
  }

  async #next(): Promise<ItemsRead> {
    const { client, task, queue, samples } = this.#options;
    const request = { task, queue, after: this.#after, limit: REFILL };
    const { items, left } = await client.labeling.queue({
      ...request,
      ...(samples && { samples: [...samples] }),
    });
    const isFirst = this.#after === -1;
    this.#after = items.at(-1)?.position ?? this.#after;
    this.ended = items.length < REFILL;
    const fresh = items.filter(({ id }) => !this.#known.has(id));
    for (const { id } of fresh) this.#known.add(id);
    return { items: fresh, ...(isFirst && { left }) };
  }

  /** Every item that holds the words, up to a number that people look through. */
  async #find({ dataset, words: search }: NonNullable<ReaderOptions['found']>): Promise<ItemsRead> {
    const { client, task } = this.#options;
    const page = await client.datasets.samples({ dataset, search, offset: 0, limit: MOST_FOUND });
    const samples = page.items.map(({ id }) => id);
    const items: QueueItem[] = [];
    while (items.length < samples.length) {
      const some = samples.slice(items.length, items.length + MOST_AT_ONCE);
      const { items: told } = await client.labeling.queue({ task, samples: some, limit: MOST_AT_ONCE });
      // Places in all that was found, not in this part of it.
      const from = items.length;
      items.push(...told.map((item, i) => ({ ...item, position: from + i })));
    }
    this.ended = true;
    return { items, left: items.length, found: { total: page.total, read: items.length } };
  }
}
