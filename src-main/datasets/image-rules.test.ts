import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { zipOf } from '../../scripts/samples/zip.ts';
import { caseFile } from '../cases.fixture.ts';
import { decodeImage } from '../images/worker/decode.ts';
import { pixelsOf } from '../images/worker/index.ts';
import { tiffOf } from '../images/tiff.fixture.ts';
import { Workbench, problem } from './room.fixture.ts';

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

const itemsOf = async (dataset: string) =>
  (await bench.datasets.samples({ dataset, offset: 0, limit: 500 })).items;
const folder = (name: string) => path.join(bench.folder, name);

/** The bytes of a stored image's pixels, as training reads them. */
async function storedPixels(dataset: string, sample: string) {
  const { bytes } = bench.datasets.image({ dataset, sample });
  return [...(await decodeImage(bytes)).data];
}

async function pixelsNamed(dataset: string, name: string) {
  const item = (await itemsOf(dataset)).find(({ text }) => text === name);
  return storedPixels(dataset, item!.id);
}

/** Pixels as a PNG of 4 x 2: gray, gray and opacity, color, or color and opacity. */
const png = (data: readonly number[], channels: 1 | 2 | 3 | 4) =>
  sharp(Buffer.from(data), { raw: { width: data.length / channels / 2, height: 2, channels } })
    .toColourspace(channels < 3 ? 'b-w' : 'srgb')
    .png()
    .toBuffer();

/** A PNG of 16 bits a channel (color type 0 or 6), 2 rows, written by hand. */
function png16(values: readonly number[], channels: 1 | 4): Buffer {
  const width = values.length / channels / 2;
  const rows = Buffer.concat(
    [0, 1].map((y) => {
      const row = Buffer.alloc(1 + width * channels * 2);
      for (let x = 0; x < width * channels; x++)
        row.writeUInt16BE(values[y * width * channels + x]!, 1 + 2 * x);
      return row;
    }),
  );
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.from([0, 0, 0, width, 0, 0, 0, 2, 16, channels === 1 ? 0 : 6, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...[chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))],
  ]);
}

describe('transparent images', () => {
  test('of strokes on nothing lie on white: sixteen drawings are sixteen samples', async () => {
    const strokes = caseFile('16-transparent-drawings-black/strokes');
    const preview = await bench.preview(strokes);
    expect(preview.drawn).toMatchObject({ ground: '#ffffff', transparent: 16, strangers: [] });
    const { dataset } = await bench.import(strokes, { kind: 'image' });
    expect(bench.datasets.get({ dataset })).toMatchObject({ samples: 16, image: { ground: '#ffffff' } });
    expect(bench.datasets.files({ dataset })).toMatchObject([
      { duplicates: 0, rejected: 0, images: { transparent: 16, deep: 0, animated: 0 } },
    ]);
    for (const { id } of await itemsOf(dataset)) {
      const pixels = await storedPixels(dataset, id);
      expect([pixels.includes(255), pixels.some((value) => value < 64)]).toEqual([true, true]);
    }
  });

  test('hide what lies under them, blend at half opacity, and take another ground', async () => {
    bench.file('set/a/hidden.png', await png([9, 0, 80, 0, 200, 255, 50, 0], 2));
    bench.file('set/a/half.png', await png([0, 0, 0, 128, 0, 0, 0, 255, 255, 0, 0, 128, 9, 9, 9, 0], 4));
    bench.file('set/b/opaque.png', await png([1, 2, 3, 255, 4, 5, 6, 255], 4));
    const white = await bench.import(folder('set'), { kind: 'image' });
    expect(await pixelsNamed(white.dataset, 'a/hidden.png')).toEqual([255, 255, 200, 255]);
    expect(await pixelsNamed(white.dataset, 'a/half.png')).toEqual([
      ...[127, 127, 127, 0, 0, 0, 255, 127, 127, 255, 255, 255],
    ]);
    expect(await pixelsNamed(white.dataset, 'b/opaque.png')).toEqual([1, 2, 3, 4, 5, 6]);
    const black = await bench.import(folder('set'), { kind: 'image', options: { ground: 'black' } });
    expect(await pixelsNamed(black.dataset, 'a/hidden.png')).toEqual([0, 0, 200, 0]);
    const red = await bench.import(folder('set'), { kind: 'image', options: { ground: '#FF0000' } });
    expect((await pixelsNamed(red.dataset, 'a/hidden.png')).slice(0, 6)).toEqual([255, 0, 0, 255, 0, 0]);

    bench.file('more/a/new.png', await png([9, 0, 8, 0, 201, 255, 5, 0], 2));
    const into = { kind: 'image' as const, dataset: black.dataset };
    const other = { ...into, options: { ground: 'white' } };
    expect(await problem(bench.import(folder('more'), other))).toMatchObject({ key: 'datasets.otherGround' });
    await bench.import(folder('more'), into);
    await bench.settled();
    expect(await pixelsNamed(black.dataset, 'a/new.png')).toEqual([0, 0, 201, 0]);
    const wrong = bench.import(folder('set'), { kind: 'image', options: { ground: 'mauve' } });
    expect(await problem(wrong)).toMatchObject({ key: 'datasets.badGround' });
  });

  test('are laid on the same ground when a model of them is asked', async () => {
    const size = { width: 2, height: 2, channels: 1, ground: '#000000' };
    const hidden = await png([9, 0, 80, 0, 200, 255, 50, 0], 2);
    expect([...(await pixelsOf(hidden, size))]).toEqual([0, 0, 200, 0]);
    expect([...(await pixelsOf(hidden, { ...size, ground: undefined }))]).toEqual([255, 255, 200, 255]);
  });
});

describe('deep images', () => {
  test.each(['gray16', 'g16raw'])('of 16 bits (%s) are stretched over the whole import', async (name) => {
    const { dataset } = await bench.import(caseFile(`17-deep-pictures/${name}`), { kind: 'image' });
    const items = await itemsOf(dataset);
    expect(items).toHaveLength(name === 'gray16' ? 24 : 16);
    const all = (await Promise.all(items.map(({ id }) => storedPixels(dataset, id)))).flat();
    expect([Math.min(...all), Math.max(...all)]).toEqual([0, 255]);
    expect(new Set(all).size).toBeGreaterThan(50);
    const [file] = bench.datasets.files({ dataset });
    expect(file).toMatchObject({ duplicates: 0, rejected: 0, images: { deep: items.length } });
  });

  test('keep their proportions to each other, and the range holds for later files and for questions', async () => {
    bench.file('set/a/low.png', png16([100, 100, 200, 200], 1));
    bench.file('set/b/high.png', png16([300, 300, 1100, 1100], 1));
    const { dataset } = await bench.import(folder('set'), { kind: 'image' });
    const { image } = bench.datasets.get({ dataset });
    expect(image).toMatchObject({ ranges: { uint16: [100, 1100] } });
    expect(await pixelsNamed(dataset, 'a/low.png')).toEqual([0, 0, 26, 26]);
    expect(await pixelsNamed(dataset, 'b/high.png')).toEqual([51, 51, 255, 255]);
    bench.file('more/a/later.png', png16([0, 350, 600, 9000], 1));
    await bench.import(folder('more'), { kind: 'image', dataset });
    await bench.settled();
    expect(await pixelsNamed(dataset, 'a/later.png')).toEqual([0, 64, 128, 255]);
    expect([...(await pixelsOf(png16([0, 350, 600, 9000], 1), image!))]).toEqual([0, 64, 128, 255]);
  });

  test('of which all 16 bits are used look as everywhere; transparency counts there, too', async () => {
    bench.file('set/a/full.png', png16([0, 257 * 100, 257 * 200, 65_535], 1));
    bench.file('set/b/clear.png', png16([40_000, 9, 9, 0, 257, 514, 771, 65_535], 4));
    const { dataset } = await bench.import(folder('set'), { kind: 'image' });
    expect(await pixelsNamed(dataset, 'a/full.png')).toEqual([0, 100, 200, 255]);
    expect(await pixelsNamed(dataset, 'b/clear.png')).toEqual([255, 255, 255, 1, 2, 3]);
  });

  test('with a few hot pixels are not black', async () => {
    const values = Array.from({ length: 4000 }, (_, i) => (i === 7 ? 65_535 : i % 200));
    bench.file('set/a/hot.tif', tiffOf(Uint16Array.from(values), { width: 80 }));
    const { dataset } = await bench.import(folder('set'), { kind: 'image' });
    const pixels = await pixelsNamed(dataset, 'a/hot.tif');
    expect([pixels[0], pixels[199], pixels[7]]).toEqual([0, 255, 255]);
  });

  test.each([
    ['signed', Int16Array.of(-1000, 0, 1000, 3000), [0, 64, 128, 255]],
    ['of 32 bits', Uint32Array.of(0, 1e6, 2e6, 4e6), [0, 64, 128, 255]],
    ['signed of 32 bits', Int32Array.of(-2e6, -1e6, 0, 2e6), [0, 64, 128, 255]],
    ['float from 0 to 1', Float32Array.of(0, 0.25, 0.5, 1), [0, 64, 128, 255]],
    ['float of any range', Float32Array.of(-5, Number.NaN, 0, 5), [0, 0, 128, 255]],
    ['float in color', Float32Array.of(0, 0.25, 0.5, 1, 0.5, 0), [0, 64, 128, 255, 128, 0]],
  ])('as TIFF, %s', async (_, values, expected) => {
    const channels = values.length === 6 ? 3 : 1;
    bench.file('set/a/one.tif', tiffOf(values, { width: 2, channels }));
    bench.file('set/b/other.png', await png([1, 2, 3, 4], 1));
    const { dataset } = await bench.import(folder('set'), { kind: 'image' });
    expect(await pixelsNamed(dataset, 'a/one.tif')).toEqual(expected);
  });
});

describe('images of all kinds', () => {
  test('are named one by one when they cannot be read', async () => {
    bench.file('set/a/good.png', await png([1, 2, 3, 4], 1));
    bench.file('set/a/good.txt', 'a caption of the image beside it');
    bench.file('set/a/empty.png', '');
    bench.file('set/a/cut.jpg', (await noise().jpeg().toBuffer()).subarray(0, 4000));
    bench.file('set/a/phone.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'));
    bench.file('set/b/paint.bmp', Buffer.from(`BM${'\0'.repeat(12)}\x28\0\0\0${'\0'.repeat(40)}`, 'latin1'));
    bench.file('set/b/double.tif', tiffOf(Float64Array.of(0, 1, 2, 3), { width: 2 }));
    bench.file('set/b/notes.md', 'this is no image');
    bench.file('set/b/nameless', await png([5, 6, 7, 8], 1));
    bench.file('set/b/Thumbs.db', 'of Windows');
    bench.file('set/__MACOSX/b/._x.png', 'of macOS');
    const preview = await bench.preview(folder('set'));
    expect(preview.drawn?.strangers).toEqual(['b/nameless', 'b/notes.md']);
    const { dataset, file } = await bench.import(folder('set'), { kind: 'image' });
    expect((await itemsOf(dataset)).map(({ text, label }) => [text, label])).toEqual([
      ['a/good.png', 'a'],
      ['b/nameless', 'b'],
    ]);
    const rejected = bench.datasets.rejected({ file, offset: 0, limit: 20 }).items;
    expect(Object.fromEntries(rejected.map(({ excerpt, problem: { key } }) => [excerpt, key]))).toEqual({
      'a/empty.png': 'datasets.rowImageEmpty',
      'a/cut.jpg': 'datasets.rowImageCut',
      'a/phone.heic': 'datasets.rowImageFormat',
      'b/paint.bmp': 'datasets.rowImageFormat',
      'b/double.tif': 'datasets.rowImageNumbers',
      'b/notes.md': 'datasets.rowNoImage',
    });
  });

  test('CMYK, palettes and animations are read as they look; of these the first frame counts', async () => {
    const cmyk = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#ff0000' } })
      .toColourspace('cmyk')
      .jpeg({ quality: 100 })
      .toBuffer();
    bench.file('set/a/print.jpg', cmyk);
    const palette = sharp(Buffer.from([255, 0, 0, 255, 0, 0, 255, 0]), {
      raw: { width: 2, height: 1, channels: 4 },
    });
    bench.file('set/a/palette.png', await palette.png({ palette: true }).toBuffer());
    const frames = Buffer.alloc(4 * 8 * 3, 0);
    frames.fill(255, 0, 4 * 4 * 3);
    const film = sharp(frames, { raw: { width: 4, height: 8, channels: 3, pageHeight: 4 } });
    bench.file('set/b/film.gif', await film.clone().gif().toBuffer());
    bench.file('set/b/film.webp', await film.clone().webp({ lossless: true }).toBuffer());
    const { dataset } = await bench.import(folder('set'), { kind: 'image' });
    const [red, green, blue] = await pixelsNamed(dataset, 'a/print.jpg');
    expect([red! > 200, green! < 60, blue! < 60]).toEqual([true, true, true]);
    expect(await pixelsNamed(dataset, 'a/palette.png')).toEqual([255, 0, 0, 255, 255, 255]);
    expect(new Set(await pixelsNamed(dataset, 'b/film.gif'))).toEqual(new Set([255]));
    const [file] = bench.datasets.files({ dataset });
    expect(file).toMatchObject({ images: { animated: 2, transparent: 1 }, duplicates: 1 });
    const stored = bench.datasets.image({
      dataset,
      sample: (await itemsOf(dataset)).find(({ text }) => text === 'b/film.gif')!.id,
    });
    expect((await sharp(stored.bytes).metadata()).pages ?? 1).toBe(1);
  });

  test('one damaged file of an archive is one bad row', async () => {
    const entries = new Map<string, Buffer>();
    for (let i = 0; i < 6; i++) entries.set(`${i % 2 ? 'a' : 'b'}/${i}.png`, await png([i, 1, 2, 9], 1));
    const archive = zipOf(entries);
    // The first byte of the last image's data: its checksum does not fit any more.
    archive.writeUInt8(
      archive.readUInt8(archive.lastIndexOf('a/5.png', archive.length - 200) + 9) ^ 0xff,
      40,
    );
    const { dataset, file } = await bench.import(bench.file('set.zip', archive), { kind: 'image' });
    expect(bench.datasets.get({ dataset }).samples).toBe(5);
    expect(bench.datasets.rejected({ file, offset: 0, limit: 5 }).items).toHaveLength(1);
  });
});

function noise() {
  const data = Buffer.from(Array.from({ length: 100 * 100 * 3 }, (_, i) => (i * i * 31) % 251));
  return sharp(data, { raw: { width: 100, height: 100, channels: 3 } });
}
