/** What formats are taken for, what they lose, and that long files are read in pieces. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ANNOTATION_FORMATS,
  ANNOTATION_FORMAT_TABLE,
  type AnnotationFormat,
} from '../../../../src-shared/labeling/formats/formats.ts';
import { LOSSES, lossWords } from '../../../../src-shared/labeling/formats/losses.ts';
import { SchemaOptions } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { AnswerValue, Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { allOf, comparable, filesOf } from './compare.fixture.ts';
import { fit, lossesOf, readAnnotations, writeAnnotations } from './index.ts';
import { elementsOf } from './json-stream.ts';
import { Rejects } from './report.ts';
import { answered, type AnnotatedItem, type AnnotatedSet } from './set.ts';
import { folderSource, memorySource, type Source } from './source.ts';

const json = (content: unknown): string => JSON.stringify(content);
const context = () => ({ rejects: new Rejects(), kind: null, sizeOf: () => ({ width: 100, height: 100 }) });
const file = (content: string, name: string): Source => memorySource({ [name]: content });

describe('a file tells its kind of task', () => {
  const task = (type: string, value: object) =>
    json([
      { data: {}, annotations: [] },
      {
        data: { text: 'ab' },
        annotations: [{ result: [{ type, value, original_width: 9, original_height: 9 }] }],
      },
    ]);
  it.each([
    ['label-studio', task('choices', { choices: ['a'] }), 'classification'],
    ['label-studio', task('choices', { choices: ['a', 'b'] }), 'multilabel'],
    ['label-studio', task('taxonomy', { taxonomy: [['a', 'b']] }), 'classification'],
    ['label-studio', task('labels', { start: 0, end: 1, labels: ['a'] }), 'spans'],
    [
      'label-studio',
      task('rectanglelabels', { x: 0, y: 0, width: 1, height: 1, rectanglelabels: ['a'] }),
      'regions',
    ],
    ['label-studio', task('rating', { rating: 3 }), 'rating'],
    ['label-studio', task('pairwise', { selected: 'left' }), 'preference'],
    ['label-studio', task('textarea', { text: ['a'] }), 'text'],
    ['doccano', '{"text":"ab","label":["a"]}\n', 'multilabel'],
    ['doccano', '[{"text":"ab","label":"a"}]', 'classification'],
    ['doccano', '{"text":"ab","label":[[0,1,"a"]]}\n', 'spans'],
    ['doccano', '{"text":"ab","entities":[],"relations":[]}\n', 'spans'],
    ['spacy', '{"text":"ab","entities":[[0,1,"a"]]}\n', 'spans'],
    ['spacy', '{"text":"ab","cats":{"a":1,"b":0}}\n', 'classification'],
    ['spacy', '{"text":"ab","cats":{"a":1,"b":1}}\n', 'multilabel'],
    ['cvat', '<annotations><image name="a"><tag label="a"/></image></annotations>', 'classification'],
    [
      'cvat',
      '<annotations><image name="a"><tag label="a"/><tag label="b"/></image></annotations>',
      'multilabel',
    ],
    ['csv', 'name,rating\na,3\n', 'rating'],
  ] as const)('%s %s', async (format, content, kind) => {
    const given = context();
    const set = await readAnnotations(file(content, 'file'), format, given);
    const items = await allOf(set.items);
    expect(set.schema.kind).toBe(kind);
    expect(given.rejects.listed).toEqual([]);
    expect(items.at(-1)!.answers).toHaveLength(1);
  });
});

it('Label Studio: several annotators, a path of classes, a rotation around the corner, names of uploads', async () => {
  const box = { x: 50, y: 50, width: 10, height: 20, rotation: 90, rectanglelabels: ['car'] };
  const size = { original_width: 200, original_height: 100 };
  const tasks = [
    {
      data: { image: '/data/upload/3/0a1b2c3d-street.jpg' },
      annotations: [
        {
          completed_by: 7,
          updated_at: '2026-01-02T03:04:05.000000Z',
          result: [{ id: 'b', type: 'rectanglelabels', value: box, ...size }],
        },
        { completed_by: { id: 8, email: 'b@x.org' }, was_cancelled: true, result: [] },
      ],
    },
  ];
  const { items } = await readAnnotations(file(json(tasks), 'a.json'), 'label-studio', context());
  const [item] = await allOf(items);
  expect(item).toMatchObject({ name: 'street.jpg', size: { width: 200, height: 100 } });
  expect(item!.answers).toMatchObject([
    // The corner at (100, 50) stays; width 20 now runs downwards, height 20 to the left.
    {
      author: '7',
      at: '2026-01-02T03:04:05.000Z',
      value: { regions: [{ id: 'b', x: 80, y: 50, width: 20, height: 20, rotation: 90 }] },
    },
    { author: 'b@x.org', value: null },
  ]);
  const paths = [
    {
      data: { text: 'a' },
      annotations: [{ result: [{ type: 'taxonomy', value: { taxonomy: [['animal', 'cat']] } }] }],
    },
  ];
  const set = await readAnnotations(file(json(paths), 'a.json'), 'label-studio', context());
  expect((await allOf(set.items))[0]!.answers[0]!.value).toEqual({ label: 'cat' });
  expect(set.schema.classes).toEqual([
    { name: 'animal', parent: null },
    { name: 'cat', parent: 'animal' },
  ]);
});

it('CSV with a box a row is read, in any order of rows', async () => {
  const rows = [
    'filename,width,height,class,xmin,ymin,xmax,ymax',
    'a.jpg,40,30,car,1,2,11,22',
    'b.jpg,40,30,bus,0,0,5.5,5',
    'a.jpg,40,30,bus,3,3,4,4',
    'c.jpg,40,30,,,,,',
    'b.jpg,40,30,bus,9,9,5,10',
  ];
  const given = context();
  const { schema, items } = await readAnnotations(file(rows.join('\n'), 'a.csv'), 'csv', given);
  expect(await allOf(items)).toMatchObject([
    {
      name: 'a.jpg',
      size: { width: 40, height: 30 },
      answers: [{ value: { regions: [{ x: 1, y: 2, width: 10, height: 20 }, {}] } }],
    },
    { name: 'b.jpg', answers: [{ value: { regions: [{ label: 'bus', width: 5.5 }] } }] },
    { name: 'c.jpg', answers: [{ value: { regions: [] } }] },
  ]);
  expect(schema.classes.map(({ name }) => name)).toEqual(['car', 'bus']);
  expect(given.rejects.listed).toMatchObject([
    { key: 'labeling.annotationNoArea', parameters: { record: 5 } },
  ]);
});

const part = { id: 'a', label: 'car', attributes: {} };
const ring = [1, 1, 9, 1, 9, 9];
const REGIONS = {
  rotated: { ...part, shape: 'box', x: 10, y: 10, width: 5, height: 5, rotation: 30 },
  holes: { ...part, shape: 'polygon', outlines: [{ ring, holes: [[7, 2, 8, 2, 8, 3]] }] },
  outlines: {
    ...part,
    shape: 'polygon',
    outlines: [
      { ring, holes: [] },
      { ring: [20, 20, 30, 20, 30, 30], holes: [] },
    ],
  },
  attributed: {
    ...part,
    shape: 'box',
    x: 10,
    y: 10,
    width: 5,
    height: 5,
    rotation: 0,
    attributes: { color: 'red' },
  },
  over: { ...part, shape: 'box', x: 35, y: 10, width: 10, height: 5, rotation: 0 },
} as const satisfies Record<string, Region>;

const OF = {
  kind: 'regions',
  classes: [{ name: 'car', parent: null }],
  options: SchemaOptions.parse({}),
} as const;
const item = (value: AnswerValue | null, more: Partial<AnnotatedItem> = {}): AnnotatedItem => ({
  name: 'a.jpg',
  text: null,
  columns: null,
  size: { width: 40, height: 40 },
  answers: [answered(value)],
  ...more,
});
const one = (region: Region): AnnotatedItem => item({ regions: [region] });

describe('losses are told by kind and count', () => {
  it.each([
    ['yolo', one(REGIONS.rotated), ['rotation']],
    ['yolo', one(REGIONS.over), ['clipped']],
    ['yolo', one({ ...REGIONS.over, x: 50 }), ['emptied', 'outside']],
    ['yolo-pose', one(REGIONS.over), ['emptied', 'otherShapes']],
    ['yolo', item({ regions: [] }, { size: null }), ['noSize']],
    ['yolo-obb', one(REGIONS.rotated), []],
    ['yolo-segment', one(REGIONS.holes), ['holes']],
    ['yolo-segment', one(REGIONS.outlines), ['outlines']],
    ['coco', one(REGIONS.rotated), ['rotation']],
    ['coco', one(REGIONS.outlines), []],
    ['coco', one(REGIONS.attributed), []],
    ['coco', item({ regions: [] }), []],
    ['coco', item(null, { answers: [] }), ['unlabeled']],
    ['coco', item(null), ['skips']],
    ['voc', one(REGIONS.attributed), ['attributes']],
    ['voc', one(REGIONS.holes), ['asBoxes']],
    ['cvat', one(REGIONS.rotated), []],
    ['labelme', one(REGIONS.outlines), []],
    ['label-studio', one(REGIONS.outlines), ['outlines']],
    ['csv', one(REGIONS.holes), []],
    [
      'coco',
      item(
        { regions: [] },
        { answers: [{ value: { regions: [] }, author: 'a', at: '2026-01-01T00:00:00.000Z', comment: 'b' }] },
      ),
      ['authors', 'times', 'comments'],
    ],
  ] as const)('%s %#', async (format, of, losses) => {
    expect(await lossesOf({ ...OF, items: [of] }, format)).toEqual(
      losses.map((loss) => ({ loss, count: 1 })),
    );
  });

  it('of spans: what overlaps, relations, what is cut at lines', async () => {
    const span = (id: string, start: number, end: number) => ({
      id,
      start,
      end,
      label: 'a b',
      attributes: {},
    });
    const value = {
      spans: [span('x', 0, 5), span('y', 3, 5), span('z', 6, 11)],
      relations: [{ from: 'x', to: 'y', label: 'r' }],
    };
    const set: AnnotatedSet = {
      kind: 'spans',
      classes: [{ name: 'a b', parent: null }],
      options: SchemaOptions.parse({}),
      items: [item(value, { text: 'hello\nwo\nld', size: null, name: '1' })],
    };
    const counts = Object.fromEntries((await lossesOf(set, 'conll')).map(({ loss, count }) => [loss, count]));
    expect(counts).toEqual({ relations: 1, overlaps: 1, lineSpans: 1, names: 3 });
    expect(await lossesOf(set, 'doccano')).toEqual([]);
    expect(await lossesOf(set, 'spacy')).toEqual([{ loss: 'relations', count: 1 }]);
  });

  it('have words in both languages', () => {
    for (const loss of Object.keys(LOSSES) as (keyof typeof LOSSES)[])
      for (const language of ['en', 'zh'] as const)
        expect(lossWords({ loss, count: 12 }, language)).toMatch(/12$/);
  });
});

/** Enough items that every file is many pieces long. */
function longSet(format: AnnotationFormat): AnnotatedSet & { readonly items: AnnotatedItem[] } {
  const { kinds } = ANNOTATION_FORMAT_TABLE[format];
  if (kinds.includes('spans')) {
    const text = '王芳👍 lives in "Berlin", '.repeat(30);
    const spans = Array.from({ length: 20 }, (_, i) => ({
      id: `s${i}`,
      start: i * 26,
      end: i * 26 + 2,
      label: 'PER',
      attributes: {},
    }));
    const items = Array.from({ length: 600 }, (_, i) =>
      item({ spans, relations: [] }, { name: String(i + 1), text, size: null }),
    );
    return { ...OF, kind: 'spans', classes: [{ name: 'PER', parent: null }], items };
  }
  const regions = Array.from({ length: 40 }, (_, i): Region => ({ ...REGIONS.over, id: `r${i}`, x: i / 2 }));
  return { ...OF, items: Array.from({ length: 400 }, (_, i) => item({ regions }, { name: `图 ${i}.jpg` })) };
}

describe.each(ANNOTATION_FORMATS.filter((format) => !ANNOTATION_FORMAT_TABLE[format].folder))(
  '%s',
  (format) => {
    it('longer than a piece is read as it was written, and never as a whole', async () => {
      const set = longSet(format);
      const held = await allOf(fit(set, { format, note: () => undefined }).items);
      const source = await filesOf(writeAnnotations(set, format));
      const [name] = source.files;
      const size = await source.size(name!);
      expect(size).toBeGreaterThan(600_000);
      let longest = 0;
      const watched: Source = {
        ...source,
        slice: (of, from, length) => {
          longest = Math.max(longest, Math.min(length, size));
          return source.slice(of, from, length);
        },
      };
      const given = { ...context(), kind: set.kind };
      const again = await allOf((await readAnnotations(watched, format, given)).items);
      expect(given.rejects.listed).toEqual([]);
      expect(comparable(again)).toEqual(comparable(held));
      expect(longest).toBeLessThanOrEqual(1 << 18);
    });
  },
);

it('files of a folder are read from the disk, one open at a time', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lathe-formats-'));
  try {
    mkdirSync(path.join(folder, 'labels'));
    writeFileSync(path.join(folder, 'data.yaml'), 'names: [car]');
    for (const name of ['a', 'b'])
      writeFileSync(path.join(folder, 'labels', `${name}.txt`), '0 .5 .5 .2 .4\n');
    using source = folderSource(folder, ['data.yaml', 'labels/a.txt', 'labels/b.txt']);
    const items = await allOf((await readAnnotations(source, 'yolo', context())).items);
    expect(items.map(({ name, answers: [answer] }) => [name, answer!.value])).toMatchObject([
      ['a', { regions: [{ x: 40, y: 30, width: 20, height: 40 }] }],
      ['b', { regions: [{}] }],
    ]);
    expect(await source.slice('data.yaml', 6, 100)).toEqual(Buffer.from(' [car]'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('what is never closed or never ends takes no memory', async () => {
  const commas = file(`name,label\na,car\n${','.repeat(3_000_000)}\nb,bus\n`, 'a.csv');
  const csv = context();
  const rows = await allOf((await readAnnotations(commas, 'csv', csv)).items);
  expect(rows.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(csv.rejects.listed).toMatchObject([{ key: 'labeling.annotationTooLarge' }]);
  const image = (name: string, inner: string): string =>
    `<image name="${name}" width="9" height="9">${inner}</image>`;
  const long = image('long.jpg', '<x/>'.repeat(5_000_000));
  const tracks = '<track>'.repeat(200_000);
  const xml = file(
    `<annotations>${image('a.jpg', '')}${long}${image('b.jpg', '')}${tracks}</annotations>`,
    'a.xml',
  );
  const cvat = context();
  const images = await allOf((await readAnnotations(xml, 'cvat', cvat)).items);
  expect(images.map(({ name }) => name)).toEqual(['a.jpg', 'b.jpg']);
  expect(cvat.rejects.listed).toMatchObject([
    { key: 'labeling.annotationBadRecord', parameters: { record: 2 } },
  ]);
});

it('values of JSON are cut apart at any place of a piece', async () => {
  const values = Array.from({ length: 3000 }, (_, i) => ({
    a: `${'x'.repeat(i % 200)}"\\{[王👍`,
    b: [i, { c: null }],
  }));
  const text = json({
    info: { x: '[{"a":1}]' },
    first: values,
    n: -1.5e3,
    none: [],
    t: true,
    second: [1, 'a', [], null, 'b]'],
    s: 'q"',
  });
  const found: [string | null, number, unknown][] = [];
  for await (const { key, index, bytes } of elementsOf(file(text, 'a'), 'a', { keep: () => true }))
    found.push([key, index, JSON.parse(bytes!.toString())]);
  expect(found.filter(([key]) => key === 'first').map(([, , value]) => value)).toEqual(values);
  expect(found.filter(([key]) => key !== 'first')).toEqual([
    ['info', -1, { x: '[{"a":1}]' }],
    ['n', -1, -1500],
    ['t', -1, true],
    ['second', 0, 1],
    ['second', 1, 'a'],
    ['second', 2, []],
    ['second', 3, null],
    ['second', 4, 'b]'],
    ['s', -1, 'q"'],
  ]);
});
