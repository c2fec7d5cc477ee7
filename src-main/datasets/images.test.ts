import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { crc32, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { DuckDBBlobValue } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { zipOf } from '../../scripts/samples/zip.ts';
import { decodeImage } from '../images/worker/decode.ts';
import { encodePng } from '../images/index.ts';
import { Workbench, problem } from './room.fixture.ts';

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

/** An image of one color, different for every number. */
function plain(number: number, { width = 12, height = 8, channels = 3 } = {}) {
  const data = Buffer.alloc(width * height * channels);
  for (let i = 0; i < data.length; i++) data[i] = (number * (1 + (i % channels)) * 7) % 256;
  return { width, height, channels, data };
}
const png = (number: number, size = {}) => encodePng(plain(number, size));
const imagesOf = (dataset: string) => bench.datasets.samples({ dataset, offset: 0, limit: 500 });

/** An idx3 file of 4 x 3 digits and its idx1 file of labels. */
function idx(labels: readonly number[], shade: number) {
  const images = Buffer.alloc(16 + labels.length * 12);
  [0x0803, labels.length, 3, 4].forEach((value, i) => images.writeUInt32BE(value, i * 4));
  labels.forEach((_, i) => images.fill(shade + i, 16 + i * 12, 28 + i * 12));
  const names = Buffer.alloc(8 + labels.length, Buffer.from(labels));
  names.writeUInt32BE(0x0801, 0);
  names.writeUInt32BE(labels.length, 4);
  names.set(labels, 8);
  return { images, labels: names };
}

describe('PNG', () => {
  test('of any pixels is decoded to the same pixels by libvips', async () => {
    const size = fc.record({
      width: fc.integer({ min: 1, max: 20 }),
      height: fc.integer({ min: 1, max: 20 }),
      channels: fc.constantFrom(1, 3),
      seed: fc.integer({ min: 0, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(size, async ({ width, height, channels, seed }) => {
        const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 31 + seed) % 256);
        const read = await decodeImage(encodePng({ width, height, channels, data }));
        expect({ ...read, data: [...read.data] }).toEqual({ width, height, channels, data: [...data] });
      }),
      { numRuns: 40 },
    );
  });
});

describe('images', () => {
  test('come from class folders in any encoding, upright, with thumbnails; bad ones are named', async () => {
    for (let i = 0; i < 12; i++) bench.file(`pets/cat/${i}.png`, png(i));
    for (let i = 0; i < 12; i++) bench.file(`pets/dog/${i}.png`, png(i + 20, { channels: 1 }));
    const wide = plain(90, { width: 300, height: 200 });
    const large = () => sharp(wide.data, { raw: { width: 300, height: 200, channels: 3 } });
    const turned = await large().jpeg().withMetadata({ orientation: 6 }).toBuffer();
    bench.file('pets/dog/lying.jpg', turned);
    bench.file('pets/dog/large.webp', await large().webp().toBuffer());
    bench.file('pets/dog/broken.png', png(3).subarray(0, 40));
    bench.file('pets/cat/text.jpg', 'this is no image');
    bench.file('pets/cat/again.png', png(5));
    const folder = path.join(bench.folder, 'pets');

    const preview = await bench.preview(folder);
    expect(preview).toMatchObject({ format: 'images', kinds: ['image'], samples: 29 });
    expect(preview.images.map(({ label }) => label)).toEqual(expect.arrayContaining(['cat', 'dog']));
    expect(preview.images[0]).toMatchObject({ label: 'cat', width: 12, height: 8, channels: 3 });
    expect(preview.images[0]!.url).toMatch(/^data:image\/png;base64,/);

    const { dataset, file } = await bench.import(folder, { kind: 'image' });
    expect(bench.datasets.get({ dataset })).toMatchObject({
      kind: 'image',
      target: 'class',
      samples: 26,
      usable: 26,
      image: { width: 12, height: 8, channels: 3 },
      labels: [
        { name: 'cat', count: 12 },
        { name: 'dog', count: 14 },
      ],
    });
    expect(bench.datasets.files({ dataset })).toMatchObject([
      { duplicates: 1, rejected: 2, format: 'images' },
    ]);
    const why = bench.datasets.rejected({ file, offset: 0, limit: 9 }).items;
    expect(why.map(({ excerpt }) => excerpt)).toEqual(['cat/text.jpg', 'dog/broken.png']);
    expect(why.map(({ problem: { key } }) => key)).toEqual(['datasets.rowNoImage', 'datasets.rowImageCut']);

    const { items } = await imagesOf(dataset);
    const named = (name: string) => items.find(({ text }) => text === name)!;
    expect(named('dog/lying.jpg').image).toEqual({ width: 200, height: 300, channels: 3 });
    expect(named('dog/1.png').image).toEqual({ width: 12, height: 8, channels: 1 });
    const stored = bench.datasets.image({ dataset, sample: named('cat/3.png').id });
    expect([stored.type, Buffer.from(stored.bytes).equals(png(3))]).toEqual(['image/png', true]);
    const small = bench.datasets.image({ dataset, sample: named('dog/large.webp').id, small: true });
    expect(await sharp(small.bytes).metadata()).toMatchObject({ width: 96, height: 64, format: 'webp' });
  });

  test('freeze with their bytes, and keep the split that their folders gave', async () => {
    for (const [split, count, from] of [
      ['train', 10, 0],
      ['test', 4, 50],
    ] as const)
      for (let i = 0; i < count * 2; i++)
        bench.file(
          `set/${split}/${i % 2 ? 'a' : 'b'}/${i}.png`,
          png(from + i, { width: 6 + (i % 3 === 0 ? 1 : 0) }),
        );
    const { dataset } = await bench.import(path.join(bench.folder, 'set'), { kind: 'image' });
    const version = await bench.version(dataset);
    expect(version).toMatchObject({
      kind: 'image',
      labels: ['a', 'b'],
      train: 18,
      validation: 2,
      test: 8,
      image: { width: 6, height: 8, channels: 3 },
    });
    const frozen = await bench.frozen(version.id);
    expect(Object.keys(frozen[0]!)).toEqual(['id', 'split', 'label', 'image', 'width', 'height', 'channels']);
    const { items } = await imagesOf(dataset);
    const names = new Map(items.map(({ id, text }) => [id, text]));
    for (const { id, split, image, width } of frozen) {
      expect(names.get(String(id))!.startsWith('test/')).toBe(split === 'test');
      const bytes = image instanceof DuckDBBlobValue ? image.bytes : Buffer.alloc(0);
      expect((await decodeImage(bytes)).width).toBe(width);
    }
    expect((await bench.version(dataset)).blob).toBe(version.blob);
  });

  test('come from a ZIP archive with a folder around all, and merge into a dataset once', async () => {
    const entries = Array.from(
      { length: 20 },
      (_, i) => [`pets/${i % 2 ? 'cat' : 'dog'}/${i}.png`, png(i)] as const,
    );
    const file = bench.file('pets.zip', zipOf(new Map([...entries, ['pets/notes.txt', Buffer.from('hi')]])));
    const { dataset } = await bench.import(file, { kind: 'image' });
    expect(bench.datasets.get({ dataset })).toMatchObject({
      samples: 20,
      labels: [{ name: 'cat' }, { name: 'dog' }],
    });
    bench.file('more/cat/new.png', png(77));
    bench.file('more/cat/old.png', png(1));
    await bench.import(path.join(bench.folder, 'more'), { kind: 'image', dataset });
    await bench.settled();
    expect(bench.datasets.get({ dataset }).samples).toBe(21);
    expect(bench.rows()).toMatchObject({ datasets: 1, samples: 21, sample_images: 21 });
    const last = (await imagesOf(dataset)).items.at(-1)!;
    expect(Buffer.from(bench.datasets.image({ dataset, sample: last.id }).bytes).equals(png(77))).toBe(true);
  });

  test('come from IDX pairs, zipped or not, with the test pair as the test split', async () => {
    const train = idx([5, 0, 4, 5, 0, 4, 5, 0, 4, 0], 1);
    const last = idx([0, 4, 5], 100);
    bench.file('mnist/train-images-idx3-ubyte.gz', gzipSync(train.images));
    bench.file('mnist/train-labels-idx1-ubyte.gz', gzipSync(train.labels));
    bench.file('mnist/t10k-images-idx3-ubyte', last.images);
    bench.file('mnist/t10k-labels-idx1-ubyte', last.labels);
    const folder = path.join(bench.folder, 'mnist');
    expect(await bench.preview(folder)).toMatchObject({ format: 'idx', kinds: ['image'], samples: 13 });
    for (const source of [folder, path.join(folder, 'train-images-idx3-ubyte.gz')]) {
      const { dataset } = await bench.import(source, { kind: 'image' });
      const found = bench.datasets.get({ dataset });
      expect(found).toMatchObject({ samples: 13, image: { width: 4, height: 3, channels: 1 } });
      expect(found.labels.map(({ name }) => name).sort()).toEqual(['0', '4', '5']);
      for (const { name, key } of bench.labeling.schema({ task: dataset })) expect(key).toBe(name);
      const { items } = await imagesOf(dataset);
      expect(items.map(({ split }) => split)).toEqual([...Array(10).fill(null), 'test', 'test', 'test']);
      const { bytes } = bench.datasets.image({ dataset, sample: items[2]!.id });
      expect((await decodeImage(bytes)).data).toEqual(Buffer.alloc(12, 3));
      expect(await bench.version(dataset)).toMatchObject({ train: 7, validation: 3, test: 3 });
    }
  });

  test('that promise more pixels than there may be, or ask for other files, are rejected', async () => {
    const bomb = Buffer.from(png(1));
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    bench.file('odd/a/bomb.png', bomb);
    const link = '<image href="file:///etc/hostname" width="9" height="9"/>';
    bench.file(
      'odd/a/drawing.png',
      `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${link}</svg>`,
    );
    bench.file('odd/a/good.png', png(2));
    const { dataset, file } = await bench.import(path.join(bench.folder, 'odd'), { kind: 'image' });
    expect(bench.datasets.get({ dataset }).samples).toBe(1);
    const { items } = bench.datasets.rejected({ file, offset: 0, limit: 9 });
    expect(items.map(({ excerpt, why }) => [excerpt, why])).toEqual([
      ['a/bomb.png', 'the image is larger than 64 megapixels'],
      ['a/drawing.png', 'SVG images are not supported'],
    ]);
  });

  test('come from TIFF, which browsers do not show, with an image that they do', async () => {
    const { data } = plain(9, { width: 200, height: 120 });
    const tiff = await sharp(data, { raw: { width: 200, height: 120, channels: 3 } })
      .tiff()
      .toBuffer();
    bench.file('scans/a/1.tif', tiff);
    const { dataset } = await bench.import(path.join(bench.folder, 'scans'), { kind: 'image' });
    const [item] = (await imagesOf(dataset)).items;
    expect(bench.datasets.image({ dataset, sample: item!.id }).type).toBe('image/webp');
  });

  test('come from the binary version of CIFAR-10 with the names of its classes', async () => {
    const record = (label: number, shade: number) =>
      Buffer.concat([Buffer.from([label]), ...[1, 2, 3].map((k) => Buffer.alloc(1024, shade * k))]);
    bench.file(
      'cifar/data_batch_1.bin',
      Buffer.concat([0, 1, 0, 1, 0, 1].map((label, i) => record(label, i + 1))),
    );
    bench.file('cifar/test_batch.bin', Buffer.concat([1, 0].map((label, i) => record(label, i + 30))));
    bench.file('cifar/batches.meta.txt', 'airplane\nautomobile\n\n');
    const { dataset } = await bench.import(path.join(bench.folder, 'cifar'), { kind: 'image' });
    expect(bench.datasets.get({ dataset })).toMatchObject({
      samples: 8,
      image: { width: 32, height: 32, channels: 3 },
      labels: [
        { name: 'airplane', count: 4 },
        { name: 'automobile', count: 4 },
      ],
    });
    const { items } = await imagesOf(dataset);
    const { bytes } = bench.datasets.image({ dataset, sample: items[1]!.id });
    expect([...(await decodeImage(bytes)).data.subarray(0, 3)]).toEqual([2, 4, 6]);
    expect(await bench.version(dataset)).toMatchObject({ test: 2 });
  });

  test.each([
    ['a header that promises more', (bytes: Buffer) => bytes.subarray(0, 40), 'its length does not'],
    ['another file type', () => Buffer.from('not an idx file at all'), 'does not begin'],
  ])('refuse IDX with %s', async (_, damage, why) => {
    const file = bench.file('train-images-idx3-ubyte', damage(idx([1, 2, 3], 0).images));
    const thrown = await problem(bench.preview(file));
    expect([thrown.key, thrown.message]).toEqual(['datasets.badPixelFile', expect.stringContaining(why)]);
  });

  test('refuse a ZIP that is none, one without images, and an empty folder', async () => {
    const bad = bench.file('a.zip', 'PK but not really');
    expect((await problem(bench.preview(bad))).key).toBe('datasets.fileUnreadable');
    const none = bench.file('b.zip', zipOf(new Map([['x.bin', Buffer.from('x')]])));
    expect((await problem(bench.preview(none))).key).toBe('datasets.noTexts');
    mkdirSync(path.join(bench.folder, 'empty'));
    expect((await problem(bench.preview(path.join(bench.folder, 'empty')))).key).toBe('datasets.noTexts');
  });
});
