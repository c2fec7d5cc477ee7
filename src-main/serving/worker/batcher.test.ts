import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBatcher } from './batcher.ts';

it('computes together what arrives together, and answers each request with its own', async () => {
  const batches: number[] = [];
  const batcher = createBatcher<number, number>(
    async (items) => {
      batches.push(items.length);
      return items.map((item) => item * 10);
    },
    { limit: 100 },
  );
  const answers = await Promise.all([batcher.submit([1, 2]), batcher.submit([3]), batcher.submit([])]);
  expect(answers).toEqual([[10, 20], [30], []]);
  expect(batches).toEqual([3]);
});

it('gathers what arrives while a batch is computed', async () => {
  const batches: number[] = [];
  let release = () => undefined as void;
  const held = new Promise<void>((resolve) => (release = resolve));
  const batcher = createBatcher<number, number>(
    async (items) => {
      batches.push(items.length);
      if (batches.length === 1) await held;
      return items;
    },
    { limit: 100 },
  );
  const first = batcher.submit([1]);
  await new Promise((resolve) => setImmediate(resolve));
  const rest = [batcher.submit([2]), batcher.submit([3, 4])];
  release();
  expect(await Promise.all([first, ...rest])).toEqual([[1], [2], [3, 4]]);
  expect(batches).toEqual([1, 3]);
});

it('lets a bad request spoil no other', async () => {
  const batcher = createBatcher<number, number>(
    async (items) => {
      if (items.includes(13)) throw new Error('thirteen');
      return items;
    },
    { limit: 100 },
  );
  const [good, bad, alsoGood] = await Promise.allSettled(
    [[1], [13], [2, 3]].map((items) => batcher.submit(items)),
  );
  expect(good).toEqual({ status: 'fulfilled', value: [1] });
  expect(bad).toMatchObject({ status: 'rejected', reason: new Error('thirteen') });
  expect(alsoGood).toEqual({ status: 'fulfilled', value: [2, 3] });
});

it('answers any requests in order, in batches no larger than the limit unless one request is', async () => {
  const requests = fc.array(fc.array(fc.nat(), { maxLength: 9 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(requests, fc.integer({ min: 1, max: 8 }), async (all, limit) => {
      const batches: number[] = [];
      const batcher = createBatcher<number, number>(
        async (items) => {
          batches.push(items.length);
          return items.map((item) => item + 1);
        },
        { limit },
      );
      const answers = await Promise.all(all.map((items) => batcher.submit(items)));
      expect(answers).toEqual(all.map((items) => items.map((item) => item + 1)));
      const largest = Math.max(...all.map((items) => items.length));
      for (const size of batches) expect(size).toBeLessThanOrEqual(Math.max(limit, largest));
    }),
  );
});
