/** What one task is exported as, another one imports, and exports as the same: through the whole product, in every format. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ANNOTATION_FORMATS,
  ANNOTATION_FORMAT_TABLE,
  type AnnotationFormat,
} from '../../../src-shared/labeling/formats/formats.ts';
import type { TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';
import type { AnswerValue, Region } from '../../../src-shared/labeling/tasks/values.ts';
import { encodePng } from '../../images/index.ts';
import { allOf, comparable } from '../worker/formats/compare.fixture.ts';
import { readAnnotations } from '../worker/formats/index.ts';
import { Rejects } from '../worker/formats/report.ts';
import type { AnnotatedItem } from '../worker/formats/set.ts';
import { openSource } from '../worker/exchange/open-source.ts';
import { Exchange, IMAGE } from './exchange.fixture.ts';

const exchange = new Exchange();
beforeAll(() => exchange.begin());
afterAll(() => exchange.end());

const part = (id: string, label: string, attributes = {}) => ({ id, label, attributes });
const span = (id: string, start: number, end: number, label: string) => ({ ...part(id, label), start, end });
const box = (id: string, label: string, at: number) =>
  ({ ...part(id, label), shape: 'box', x: at, y: at, width: 10, height: 8.5, rotation: 0 }) as const;
const polygon: Region = {
  ...part('p', '行人'),
  shape: 'polygon',
  outlines: [{ ring: [1, 1, 20, 1, 22, 9, 20, 15, 3, 18], holes: [] }],
};
const points: Region = {
  ...part('k', 'car'),
  shape: 'keypoints',
  points: [{ x: 4, y: 5, visible: true }, null],
};
const { width, height } = IMAGE;
const mask: Region = {
  ...part('m', 'car'),
  shape: 'mask',
  width,
  height,
  counts: [100, 30, width * height - 130],
};

interface Case {
  readonly classes?: readonly string[];
  readonly options?: object;
  readonly images?: true;
  readonly answers: readonly (AnswerValue | null | undefined)[];
}

/** Total: answers of each kind, a skipped item and one without an answer among them. */
const CASES: Readonly<Record<Exclude<TaskKind, 'preference'>, Case>> = {
  classification: {
    classes: ['spam', '<b>&"', 'é'],
    answers: [{ label: 'spam' }, { label: '<b>&"' }, null, undefined, { label: 'é' }],
  },
  multilabel: {
    classes: ['a', 'b', 'c'],
    answers: [{ labels: ['a', 'b'] }, { labels: [] }, { labels: ['c'] }, null],
  },
  rating: { answers: [{ rating: 1 }, { rating: 5 }, undefined, { rating: 3 }] },
  text: { answers: [{ text: 'a caption' }, { text: '写\n了' }, null] },
  spans: {
    classes: ['person', 'place'],
    options: { relations: ['lives in'] },
    answers: [
      {
        spans: [span('1', 0, 3, 'person'), span('2', 13, 19, 'place')],
        relations: [{ from: '1', to: '2', label: 'lives in' }],
      },
      { spans: [span('1', 0, 2, 'person'), span('2', 4, 6, 'place')], relations: [] },
      { spans: [span('1', 15, 19, 'place')], relations: [] },
      { spans: [], relations: [] },
      { spans: [span('1', 0, 20, 'person'), span('2', 12, 16, 'place')], relations: [] },
    ],
  },
  regions: {
    images: true,
    classes: ['car', '行人'],
    options: { shapes: ['box', 'polygon', 'keypoints', 'mask'], skeleton: { points: ['nose', 'tail'] } },
    answers: [
      { regions: [box('1', 'car', 1), box('2', '行人', 20)] },
      { regions: [] },
      { regions: [polygon] },
      { regions: [points] },
      { regions: [mask] },
      null,
    ],
  },
};
const cases = ANNOTATION_FORMATS.flatMap((format) =>
  ANNOTATION_FORMAT_TABLE[format].kinds.flatMap((kind) => (kind === 'preference' ? [] : [{ format, kind }])),
);

/** What was written of each. */
const files = new Map<string, string>();
const PIXELS = new Uint8Array(IMAGE.width * IMAGE.height).fill(200);

describe.each(cases)('$format, $kind', ({ format, kind }) => {
  it('is imported as it was exported', async () => {
    const { classes = [], options = {}, images, answers } = CASES[kind];
    const dataset = images ? exchange.images : exchange.texts;
    const task = await exchange.task(dataset, { kind, name: `${kind} ${format}`, classes, options });
    await exchange.answer(task, answers);
    const first = await exchange.export(task, format);
    files.set(`${format} ${kind}`, first);
    const written = await itemsIn(first, format, kind);
    const done = await exchange.import(
      first,
      { dataset, newTask: { name: `${kind} ${format} again` } },
      { format, kind },
    );
    expect(done.report).toMatchObject({
      kind,
      unmatched: 0,
      ambiguous: 0,
      twice: 0,
      otherText: 0,
      rejected: { count: 0 },
      refused: { count: 0, first: [] },
    });
    expect(done.state).toBe('standing');
    expect(await itemsIn(await exchange.export(done.task, format), format, kind)).toEqual(written);
    const guessed = await exchange.preview(first, { task: done.task });
    expect(guessed).toMatchObject({ format, items: done.report!.items });
    expect(guessed.items).toBeGreaterThan(0);
  });
});

it('the items of a file are counted in every format, also where none of them is in the dataset', async () => {
  const other = await exchange.dataset(
    exchange.file('others/none.jsonl', '{"text":"of another dataset"}\n'),
    'texts',
  );
  const image = exchange.file('other/z.png', encodePng({ ...IMAGE, channels: 1, data: PIXELS }));
  const others = { texts: other, images: await exchange.dataset(path.dirname(image), 'other images') };
  const counted: unknown[] = [];
  for (const { format, kind } of cases) {
    const { images } = CASES[kind];
    const file = files.get(`${format} ${kind}`)!;
    const into = { dataset: images ? others.images : others.texts };
    const { items, matched, unmatched } = await exchange.preview(file, into, { format, kind });
    if (items === 0 || matched > 0 || unmatched !== items) counted.push({ format, kind, items, unmatched });
  }
  expect(counted).toEqual([]);
});

it('preference, csv and Label Studio: what was preferred comes back', async () => {
  const rows = exchange.file('pairs.csv', 'first,second\nyes,no\nup,down\nleft,right\n');
  const dataset = await exchange.dataset(rows, 'pairs');
  const columns = { prompt: null, first: 'first', second: 'second' };
  const task = await exchange.task(dataset, { kind: 'preference', name: 'which', options: { columns } });
  await exchange.answer(task, [{ preferred: 'first' }, { preferred: 'second' }]);
  for (const format of ['csv', 'label-studio'] as const) {
    const file = await exchange.export(task, format);
    const other = await exchange.task(dataset, {
      kind: 'preference',
      name: `again ${format}`,
      options: { columns },
    });
    expect(await exchange.import(file, { task: other })).toMatchObject({ added: 2 });
    expect(await exchange.labels(other)).toEqual(await exchange.labels(task));
  }
});

async function itemsIn(file: string, format: AnnotationFormat, kind: TaskKind): Promise<AnnotatedItem[]> {
  const source = await openSource({ path: file, fileName: file.split('/').at(-1)! }, exchange.folder);
  const rejects = new Rejects();
  try {
    const set = await readAnnotations(source, format, { rejects, kind, sizeOf: () => IMAGE });
    const items = await allOf(set.items);
    expect(rejects.listed).toEqual([]);
    return comparable(items);
  } finally {
    source.close();
  }
}
