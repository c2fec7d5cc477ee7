/** @file Batches of one worker as the feed of another, one at a time. */

/** What is given to `take` comes out of `batches`; whoever gives waits until that was asked for. */
export interface HandingOn<Batch> {
  take(batch: Batch): Promise<void>;
  /** After what was taken nothing more comes, or this error. */
  end(error?: unknown): void;
  readonly batches: AsyncIterable<Batch>;
}

export function handOn<Batch>(): HandingOn<Batch> {
  let waiting: { readonly batch: Batch; taken(): void } | undefined;
  let ended: { readonly error: unknown } | undefined;
  let wake = (): void => undefined;

  async function* batches(): AsyncGenerator<Batch> {
    for (;;) {
      if (waiting) {
        const { batch, taken } = waiting;
        waiting = undefined;
        yield batch;
        taken();
      } else if (ended) {
        if (ended.error !== undefined) throw ended.error;
        return;
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return {
    take: (batch) =>
      new Promise((taken) => {
        waiting = { batch, taken };
        wake();
      }),
    end(error) {
      ended ??= { error };
      wake();
    },
    batches: batches(),
  };
}
