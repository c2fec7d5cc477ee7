/**
 * Files that are larger than memory should ever hold, through the whole procedure: words, nothing half-written, and a worker that
 * stays within bounds. `LATHE_HOSTILE_MB=500` is the long form; the suite passes the limit of one element by little.
 */
import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toWire } from '../../../src-shared/platform/errors.ts';
import { ELEMENT_BYTES } from '../worker/formats/json-stream.ts';
import { requireWords } from '../worker/formats/hostile.fixture.ts';
import { Exchange, TEXTS } from './exchange.fixture.ts';

const MEBIBYTE = 1 << 20;
const ASKED = Number(process.env['LATHE_HOSTILE_MB'] ?? 0) * MEBIBYTE;
/** Of what is no valid element: past the limit of one. */
const HOSTILE = Math.max(ASKED, ELEMENT_BYTES + MEBIBYTE);
/** Of what is valid. */
const VALID = Math.max(ASKED, 4 * MEBIBYTE);
/** 500 MB took 275 MiB at most, of which the worker alone is half. */
const MOST_BYTES = 400 * MEBIBYTE;

const exchange = new Exchange();
beforeAll(() => exchange.begin());
afterAll(() => exchange.end());

interface Section {
  readonly head: string;
  /** By its number. */
  readonly piece: (i: number) => string;
  readonly bytes: number;
}

/** Writes sections, each by pieces until it is as large as it has to be. @returns the file, and how many pieces each has */
function large(name: string, sections: readonly Section[], tail: string): { file: string; pieces: number[] } {
  const file = path.join(exchange.folder, name);
  const handle = openSync(file, 'w');
  const pieces = sections.map(({ head, piece, bytes }) => {
    let [written, i] = [writeSync(handle, head), 0];
    while (written < bytes) {
      let block = '';
      while (block.length < Math.min(MEBIBYTE, bytes)) block += piece(i++);
      written += writeSync(handle, block);
    }
    return i;
  });
  writeSync(handle, tail);
  closeSync(handle);
  return { file, pieces };
}

/** The most resident memory of any worker while something runs, in bytes; 0 where the system does not tell. */
async function peakOf(work: Promise<unknown>): Promise<number> {
  let peak = 0;
  const look = setInterval(() => {
    for (const status of workers())
      peak = Math.max(peak, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0));
  }, 20);
  await work.finally(() => clearInterval(look));
  return peak * 1024;
}

function workers(): string[] {
  if (process.platform !== 'linux') return [];
  const threads = readdirSync('/proc/self/task');
  const children = threads.flatMap((thread) => read(`/proc/self/task/${thread}/children`).split(' '));
  return children.filter(Boolean).map((pid) => read(`/proc/${pid}/status`));
}

/** It may have ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

interface Refused {
  readonly format: 'coco' | 'label-studio' | 'doccano';
  readonly head: string;
  readonly piece: string;
  readonly tail?: string;
  readonly key: string;
}

const refused: Readonly<Record<string, Refused>> = {
  'nesting that never ends': { format: 'label-studio', head: '', piece: '[', key: 'annotationFileBroken' },
  'nesting as deep as the file': {
    format: 'coco',
    head: '{"images":[],"categories":[],"annotations":[',
    piece: '{"a":[',
    key: 'annotationFileBroken',
  },
  'a line that never ends': { format: 'doccano', head: '{"text":"', piece: 'a', key: 'annotationNothing' },
  'one text as large as the file': {
    format: 'label-studio',
    head: '[{"data":{"text":"',
    piece: '<b>\\u202e',
    tail: '"},"annotations":[]}]',
    key: 'annotationNothing',
  },
};

it.each(Object.entries(refused))(
  '%s is refused in words within bounds, and nothing of it is left',
  async (name, { format, head, piece, tail = '', key }) => {
    const isImages = format === 'coco';
    const task = await exchange.task(isImages ? exchange.images : exchange.texts, {
      kind: isImages ? 'regions' : 'classification',
      name,
      classes: ['a'],
    });
    const block = piece.repeat(1000);
    const { file } = large(`${name}.json`, [{ head, piece: () => block, bytes: HOSTILE }], tail);
    let thrown: unknown;
    const work = exchange.import(file, { task }, { format }).catch((error: unknown) => (thrown = error));
    const peak = await peakOf(work);
    expect(thrown).toMatchObject({ key: expect.stringContaining(key) as string });
    requireWords(toWire(thrown));
    expect(peak).toBeLessThan(MOST_BYTES);
    await expect.poll(() => exchange.client.labeling.annotationImports({ task })).toEqual([]);
    expect((await exchange.client.labeling.task({ task })).counts).toMatchObject({ labeled: 0, skipped: 0 });
    if (ASKED > 0) console.log(`${name}: ${Math.round(peak / MEBIBYTE)} MiB at most`);
  },
  600_000,
);

it('a valid file of that size is taken within bounds, with what it has for this dataset', async () => {
  const task = await exchange.task(exchange.texts, { kind: 'classification', name: 'valid', classes: ['a'] });
  const record = (text: string): string => `${JSON.stringify({ text, label: ['a'] })}\n`;
  const rest = 'and so it goes on. '.repeat(10);
  const section = {
    head: TEXTS.map(record).join(''),
    piece: (i: number) => record(`${i} is in no dataset, ${rest}`),
    bytes: VALID,
  };
  const { file, pieces } = large('valid.jsonl', [section], '');
  const work = exchange.import(file, { task }, { format: 'doccano' });
  const peak = await peakOf(work);
  expect(await work).toMatchObject({ added: TEXTS.length, report: { unmatched: pieces[0] } });
  expect(peak).toBeLessThan(MOST_BYTES);
  expect((await exchange.client.labeling.task({ task })).counts.labeled).toBe(TEXTS.length);
  if (ASKED > 0) console.log(`valid: ${Math.round(peak / MEBIBYTE)} MiB at most, ${pieces[0]} records`);
}, 1_200_000);

const LAST_IMAGE = '{"id":-1,"file_name":"x.png","width":1,"height":1}';

it('valid COCO of that size, of images that no dataset has, is refused within bounds', async () => {
  const task = await exchange.task(exchange.images, { kind: 'regions', name: 'coco', classes: ['a'] });
  const image = (i: number): string =>
    `{"id":${i},"file_name":"../gone/${i}.png","width":60,"height":40},${' '.repeat(100)}`;
  const annotation = (i: number): string =>
    `{"id":${i},"image_id":${i},"category_id":1,"bbox":[1,1,5,5],"segmentation":[[${'1,2,3,4,'.repeat(30)}5,6]]},`;
  const sections = [
    { head: '{"categories":[{"id":1,"name":"a"}],"images":[', piece: image, bytes: VALID / 2 },
    { head: `${LAST_IMAGE}],"annotations":[`, piece: annotation, bytes: VALID / 2 },
  ];
  const { file, pieces } = large('coco.json', sections, `${annotation(-1).slice(0, -1)}]}`);
  let thrown: unknown;
  const work = exchange
    .import(file, { task }, { format: 'coco' })
    .catch((error: unknown) => (thrown = error));
  const peak = await peakOf(work);
  expect(thrown).toMatchObject({ key: 'labeling.annotationNothing' });
  expect(peak).toBeLessThan(MOST_BYTES);
  await expect.poll(() => exchange.client.labeling.annotationImports({ task })).toEqual([]);
  if (ASKED > 0)
    console.log(`COCO: ${Math.round(peak / MEBIBYTE)} MiB at most, ${pieces.join(' images, ')} annotations`);
}, 1_200_000);
