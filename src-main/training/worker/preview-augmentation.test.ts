import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodePng } from '../../images/index.ts';
import type { FrozenVersion } from './programs/index.ts';
import { previewAugmentation, type AugmentationParameters } from './preview-augmentation.ts';

const [width, height] = [6, 4];
const still = { imageSize: 0, augment: true, crop: 0, flip: false, rotate: 0, color: 0 };
let folder: string;
let version: FrozenVersion;

/** Dark on the left, light on the right. */
const png = encodePng({
  width,
  height,
  channels: 1,
  data: Uint8Array.from({ length: width * height }, (_, at) => 40 * (at % width)),
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-augmentation-'));
  const rows = Array.from({ length: 12 }, (_, index) => ({
    id: index.toString(16).padStart(64, '0'),
    split: index < 10 ? 'train' : 'test',
    image: png.toString('base64'),
  }));
  const [json, path] = [join(folder, 'rows.jsonl'), join(folder, 'images.parquet')];
  writeFileSync(json, rows.map((row) => JSON.stringify(row)).join('\n'));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(
    `copy (select id, split, from_base64(image) as image from read_json('${json}')) to '${path}' (format parquet)`,
  );
  connection.closeSync();
  version = {
    path,
    kind: 'image',
    target: 'class',
    labels: ['a', 'b'],
    columns: [],
    language: 'en',
    image: { width, height, channels: 1 },
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pixels = (image: string) => sharp(Buffer.from(image, 'base64')).toColourspace('b-w').raw().toBuffer();
const look = (changes: Partial<AugmentationParameters>, seed = 1, count = 8) =>
  previewAugmentation({ version, parameters: { ...still, ...changes }, count, seed });

it('shows as many images as were asked for, none of the test split, and the same when nothing is changed', async () => {
  const { size, images } = await look({}, 1, 16);
  expect(size).toEqual({ width, height, channels: 1 });
  expect(images).toHaveLength(10);
  expect((await look({}, 1, 3)).images).toEqual(images.slice(0, 3));
  for (const { original, changed } of images) expect(changed).toBe(original);
  const off = await look({ augment: false, crop: 3, rotate: 30 });
  for (const { original, changed } of off.images) expect(changed).toBe(original);
});

it('mirrors about half of them, the same ones for the same seed', async () => {
  const { images } = await look({ flip: true });
  const first = await Promise.all(images.map(async ({ changed }) => (await pixels(changed))[0]));
  expect(new Set(first)).toEqual(new Set([0, 200]));
  expect(await look({ flip: true })).toEqual(await look({ flip: true }));
  expect(await look({ flip: true }, 99)).not.toEqual(await look({ flip: true }));
});

it('scales the images as training does', async () => {
  const { size, images } = await look({ imageSize: 12 });
  expect(size).toEqual({ width: 12, height: 12, channels: 1 });
  expect(await pixels(images[0]!.original)).toHaveLength(144);
});
