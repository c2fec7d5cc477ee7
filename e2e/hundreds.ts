/** @file Datasets of fifty or a hundred items each: texts in two languages, images of two megapixels, rows of pairs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { caseFile } from '../src-main/cases.fixture.ts';
import type { Client } from '../src-shared/contract.ts';
import { drawing } from './images.ts';
import { jobDone } from './rpc.ts';

/** Enough for the queue to be read twice; a hundred with `LATHE_ITEMS=100`. */
export const ITEMS = Number(process.env['LATHE_ITEMS'] ?? 26);

/** Ids of datasets. */
export interface Hundreds {
  readonly texts: string;
  readonly images: string;
  readonly rows: string;
}

/** Every other text is Chinese. */
export const textOf = (i: number): string =>
  i % 2 === 0 ? `Person${i} lives in City${i}.` : `员工${i}住在城市${i}。`;

/** Names the row wherever it is shown. */
export const rowName = (i: number): string => `question ${String(i).padStart(3, '0')}`;

const SIZES = [
  [1920, 1080],
  [1600, 1250],
  [1250, 1600],
  [2000, 1000],
] as const;

export async function importHundreds(client: Client, folder: string): Promise<Hundreds> {
  const write = (name: string, content: string | Uint8Array): string => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  const imported = async (input: Parameters<Client['datasets']['import']>[0]): Promise<string> => {
    const { dataset, job } = await client.datasets.import(input);
    await jobDone(client, job);
    return dataset;
  };
  const texts = Array.from({ length: ITEMS }, (_, i) => `${JSON.stringify({ text: textOf(i) })}\n`);
  const rows = Array.from({ length: ITEMS }, (_, i) => `${rowName(i)},short ${i},a longer answer ${i}\n`);
  const column = (name: string) => ({ name, type: 'category' as const, role: 'feature' as const });
  await writeImages(write);
  return {
    texts: await imported({
      source: { kind: 'path', path: write('texts.jsonl', texts.join('')) },
      textColumn: 'text',
      labelColumn: null,
      name: 'texts',
    }),
    images: await imported({
      source: { kind: 'path', path: path.join(folder, 'hundred') },
      kind: 'image',
      name: 'images',
    }),
    rows: await imported({
      source: { kind: 'path', path: write('rows.csv', `prompt,first,second\n${rows.join('')}`) },
      kind: 'table',
      columns: ['prompt', 'first', 'second'].map(column),
      name: 'rows',
    }),
  };
}

const BAR = 40;

/** A photo of a camera and drawings, each drawn once; a bar of its own length makes every image another one. */
async function writeImages(write: (name: string, content: Uint8Array) => string): Promise<void> {
  const sources = [caseFile('photos/IMG_0000.JPG'), ...SIZES.map(drawing)];
  const bases = await Promise.all(
    sources.map((source) => sharp(source).removeAlpha().raw().toBuffer({ resolveWithObject: true })),
  );
  for (let i = 0; i < ITEMS; i++) {
    const { data, info } = bases[i % bases.length]!;
    const { width, height, channels } = info;
    for (let y = 0; y < BAR; y++) data.fill(255, y * width * channels, (y * width + (i + 1) * 10) * channels);
    const jpeg = await sharp(data, { raw: { width, height, channels } }).jpeg({ quality: 60 }).toBuffer();
    write(`hundred/image-${String(i).padStart(3, '0')}.jpg`, jpeg);
  }
}
