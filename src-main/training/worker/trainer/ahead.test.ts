import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../graph/index.ts';
import { BatchBuffer, BatchesAhead, Sampler, bucketsOf, fit, lastPath, type Batch } from './index.ts';
import { cloud, smallFit } from './small.fixture.ts';

const augmentation = { crop: 2, flip: true, rotate: 20, color: 0.3 };
const filling = { augmentation, seed: 11 };

/** Images of 5 x 4 with three channels, and sequences of up to six numbers. */
function images(rows: number) {
  const random = new Random(2);
  const bytes = Uint8Array.from({ length: rows * 60 }, () => random.next() & 255);
  const words = Uint16Array.from({ length: rows * 6 }, () => random.next() & 1023);
  return {
    rows,
    buckets: bucketsOf(
      Array.from({ length: rows }, (_, row) => 1 + (row % 6)),
      [3, 6],
    ),
    columns: [
      { name: 'pixels', elementType: 'uint8', shape: [5, 4, 3], data: bytes },
      { name: 'words', elementType: 'int32', shape: [6], sequence: true, data: words },
    ],
  } as const;
}

const copyOf = ({ tensors, ...batch }: Batch) => ({
  ...batch,
  tensors: Object.fromEntries(Object.entries(tensors).map(([name, data]) => [name, [...data]])),
});

const open: BatchesAhead[] = [];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-ahead-'));
});
afterEach(async () => {
  for (const batches of open.splice(0)) await batches.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('batches prepared ahead', () => {
  const data = images(37);
  const start = () => {
    const batches = new BatchesAhead({ data, filling, batchSize: 8 });
    open.push(batches);
    return batches;
  };

  it('are those that the step would fill itself, whatever the timing, also after going back', async () => {
    const [ahead, here] = [start(), new BatchBuffer(data, filling)];
    const [one, other] = [new Sampler({ ...data, batch: 8 }, 3), new Sampler({ ...data, batch: 8 }, 3)];
    let batch = 0;
    for (let epoch = 1; epoch <= 3; epoch++) {
      while (one.position < one.batchesPerEpoch) {
        const turn = { epoch, batch: ++batch };
        expect(copyOf(await ahead.next(one, turn))).toEqual(copyOf(here.next(other, turn)));
        if (batch % 3 === 0) await sleep(batch % 4);
      }
      one.restart();
      other.restart();
    }
    const [again, there] = [new Sampler({ ...data, batch: 8 }, 3), new Sampler({ ...data, batch: 8 }, 3)];
    const turn = { epoch: 1, batch: 1 };
    await ahead.next(one, { epoch: 4, batch: 50 });
    expect(copyOf(await ahead.next(again, turn))).toEqual(copyOf(here.next(there, turn)));
  });

  it('change images with the epoch and the batch, and nothing else', () => {
    const draw = { rows: Uint32Array.of(4, 9), length: 6 };
    const fill = (epoch: number, batch: number, how = filling) =>
      copyOf(new BatchBuffer(data, how).fill(draw, { epoch, batch })).tensors;
    const plain = fill(1, 1, { ...filling, augmentation: undefined } as never);
    expect(plain['pixels']).toEqual([
      ...data.columns[0].data.slice(240, 300),
      ...data.columns[0].data.slice(540, 600),
    ]);
    expect(fill(1, 1)['pixels']).not.toEqual(plain['pixels']);
    expect(fill(1, 1)['words']).toEqual(plain['words']);
    expect(fill(1, 1)).toEqual(fill(1, 1));
    for (const other of [fill(2, 1), fill(1, 2), fill(1, 1, { ...filling, seed: 12 })])
      expect(other['pixels']).not.toEqual(fill(1, 1)['pixels']);
  });

  it('tell what went wrong in their thread', async () => {
    const columns = [{ ...data.columns[0], data: new BigInt64Array(37 * 60) as never }];
    const batches = new BatchesAhead({ data: { rows: 37, columns }, filling, batchSize: 8 });
    open.push(batches);
    const sampler = new Sampler({ rows: 37, batch: 8 }, 3);
    await expect(batches.next(sampler, { epoch: 1, batch: 1 })).rejects.toThrow(TypeError);
  });

  it('come from a thread that does not load ONNX Runtime', () => {
    const list = `
      import { registerHooks } from 'node:module';
      registerHooks({ resolve(name, context, next) { const found = next(name, context); console.log(found.url); return found; } });
      await import(${JSON.stringify(join(import.meta.dirname, 'ahead.ts'))});
      await import(${JSON.stringify(join(import.meta.dirname, 'gather.ts'))});`;
    const loaded = execFileSync(process.execPath, ['--input-type=module', '-e', list], { encoding: 'utf8' });
    expect(loaded).toContain('gather.ts');
    expect(loaded).not.toContain('onnxruntime');
  });
});

describe('a training with changed images', () => {
  it('is the same each time', async () => {
    const train = cloud(40, 1);
    const pixels = Uint8Array.from({ length: 40 * 12 }, (_, index) => (index * 37) % 256);
    const columns = [
      ...train.columns,
      { name: 'pixels', elementType: 'uint8', shape: [2, 2, 3], data: pixels },
    ] as const;
    const bytes = [];
    for (const name of ['one', 'two']) {
      const directory = join(folder, name);
      await fit(smallFit(directory, { train: { ...train, columns }, augmentation, epochs: 2 }));
      bytes.push(readFileSync(lastPath(directory)).toString('base64'));
    }
    expect(bytes[0]).toBe(bytes[1]);
  });
});
