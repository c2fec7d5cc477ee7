/** @file The samples of a dataset as a worker wants them, to find the items of a file among them. */
import { setImmediate } from 'node:timers/promises';
import { KINDS } from '../../../src-shared/kinds/kinds.ts';
import type { LabelingSamples } from '../types.ts';
import type { SampleBatch } from '../worker/exchange/sample-index.ts';

const BATCH = 500;

export async function* sampleBatches(
  samples: LabelingSamples,
  { dataset, column }: { dataset: string; column: string | null },
): AsyncGenerator<SampleBatch> {
  const { kind, samples: total } = samples.requireDataset(dataset);
  const { hasColumns } = KINDS[kind];
  for (let first = 0; first < total; first += BATCH) {
    const positions = Array.from({ length: Math.min(BATCH, total - first) }, (_, i) => first + i);
    const rows = samples.samplesAt(dataset, positions);
    yield {
      first,
      ids: rows.map(({ id }) => id),
      texts: hasColumns ? [] : rows.map(({ text }) => text),
      sizes: rows.map(({ image }) => image && { width: image.width, height: image.height }),
      keys: rows.map(({ metadata }) => (column === null ? null : keyOf(metadata[column]))),
    };
    await setImmediate();
  }
}

/** A value of a metadata column as names of items are written. */
export function keyOf(value: string | number | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  return String(value).trim() || null;
}
