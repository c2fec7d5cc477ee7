import { describe, expect, it } from 'vitest';
import { bucketsOf, type Encoded } from './batches.ts';
import { BatchBuffer, Sampler, type Batch } from './index.ts';

const rows = 50;
const data: Encoded = {
  rows,
  columns: [
    {
      name: 'words',
      elementType: 'int32',
      shape: [6],
      data: Int32Array.from({ length: rows * 6 }, (_, index) => index),
      sequence: true,
    },
    {
      name: 'labels',
      elementType: 'int32',
      shape: [],
      data: Int32Array.from({ length: rows }, (_, row) => row),
    },
  ],
};

/** The batches in `batch` one by one, as plain numbers. */
function apart({ rows: size, length, count = 1, tensors }: Batch) {
  return Array.from({ length: count }, (_, index) => ({
    size,
    length,
    tensors: Object.fromEntries(
      Object.entries(tensors).map(([name, all]) => {
        const part = all.length / count;
        return [name, Array.from(all.subarray(index * part, (index + 1) * part), Number)];
      }),
    ),
  }));
}

/** What two epochs give when so many batches are asked for each time, and how many came. */
function epochs(given: Encoded, most: readonly number[]) {
  const sampler = new Sampler({ ...given, batch: 8 }, 3);
  const buffer = new BatchBuffer(given);
  const [all, counts]: [ReturnType<typeof apart>, number[]] = [[], []];
  for (let epoch = 1; epoch <= 2; epoch++, sampler.restart())
    for (let call = 0; sampler.position < sampler.batchesPerEpoch; call++) {
      const batch = buffer.next(sampler, { epoch, batch: 1 }, most[call % most.length]);
      all.push(...apart(batch));
      counts.push(batch.count ?? 1);
    }
  return { all, counts };
}

describe('a batch buffer', () => {
  it('gives several batches one behind the other, up to the short one', () => {
    const { all, counts } = epochs(data, [1, 3, 9]);
    expect(all).toEqual(epochs(data, [1]).all);
    expect(counts).toEqual([1, 3, 2, 1, 1, 3, 2, 1]);
  });

  it('gives batches of one length only', () => {
    const lengths = Array.from({ length: rows }, (_, row) => 1 + (row % 6));
    const mixed = { ...data, buckets: bucketsOf(lengths, [3, 6]) };
    const { all, counts } = epochs(mixed, [4]);
    expect(all).toEqual(epochs(mixed, [1]).all);
    expect(new Set(all.map(({ length }) => length))).toEqual(new Set([3, 6]));
    expect(Math.max(...counts)).toBeGreaterThan(1);
  });
});
