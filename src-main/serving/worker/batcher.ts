/** @file Micro-batching: requests that wait at the same moment are computed together. */

export interface Batcher<Item, Answer> {
  /** Answers to these items, in their order. */
  submit(items: readonly Item[]): Promise<readonly Answer[]>;
}

interface Waiting<Item, Answer> {
  readonly items: readonly Item[];
  resolve(answers: readonly Answer[]): void;
  reject(error: unknown): void;
}

/**
 * Gathers what has arrived in one turn of the event loop and computes it at once. There is no waiting time: a single
 * request goes at the end of its turn, and while a batch is computed the next one fills by itself.
 *
 * `compute` answers each item by itself: when a batch fails, its requests are tried one by one, so that a bad one
 * spoils no other.
 */
export function createBatcher<Item, Answer>(
  compute: (items: readonly Item[]) => Promise<readonly Answer[]>,
  { limit }: { limit: number },
): Batcher<Item, Answer> {
  const queue: Waiting<Item, Answer>[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    while (queue.length > 0) await answer(take());
    busy = false;
  }

  /** The requests in front, as long as their items fit; the first goes in any case. */
  function take(): Waiting<Item, Answer>[] {
    let items = 0;
    const fits = queue.findIndex((request) => (items += request.items.length) > limit);
    return queue.splice(0, fits < 0 ? queue.length : Math.max(1, fits));
  }

  async function answer(requests: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await compute(requests.flatMap(({ items }) => items));
      let from = 0;
      for (const { items, resolve } of requests) resolve(answers.slice(from, (from += items.length)));
    } catch (error) {
      if (requests.length === 1) requests[0]!.reject(error);
      else for (const request of requests) await answer([request]);
    }
  }

  return {
    submit(items) {
      return new Promise((resolve, reject) => {
        queue.push({ items, resolve, reject });
        if (busy) return;
        busy = true;
        setImmediate(() => void drain());
      });
    },
  };
}
