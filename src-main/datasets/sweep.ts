/** @file Clears away what an import left that did not end, in slices. */
import type { Room } from './types.ts';
import { KEYS_OF_A_DATASET } from '../kinds/sample-key.ts';

const SLICE = 1000;

/** Deletes a dataset that nobody has seen, with its samples, labels and unfinished file. */
export async function sweepDataset(room: Room, dataset: string): Promise<void> {
  const { store, queries, labeling, background } = room;
  const row = queries.dataset.get(dataset);
  // What a merge still needs stays: it goes on at the next start.
  if (row?.state !== 'importing' || queries.mergingFrom.get(dataset)) return;
  const from = row.number * KEYS_OF_A_DATASET;
  for (;;) {
    const left = store.tx(
      () =>
        queries.dropSamples.run(from, from + KEYS_OF_A_DATASET, SLICE).changes +
        queries.dropImages.run(from, from + KEYS_OF_A_DATASET, SLICE).changes +
        queries.dropIds.run({ number: row.number, limit: SLICE }).changes +
        labeling.forgetImport(dataset, SLICE),
    );
    if (left === 0) break;
    await background.yieldToEventLoop();
  }
  store.tx(() => {
    for (const { id } of queries.filesReadInto.all({ dataset })) {
      queries.dropRejected.run(id);
      queries.dropContradicting.run(id);
      queries.dropFile.run(id);
    }
    queries.dropDataset.run(dataset);
  });
}

/** Sweeps what the last workbench left when it ended. */
export function sweepLeftovers(room: Room): void {
  for (const { id } of room.queries.importing.all())
    room.background.queue(() => sweepDataset(room, id)).catch(() => undefined);
}
