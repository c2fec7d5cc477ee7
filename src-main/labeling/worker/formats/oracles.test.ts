/** Other people's readers read what we write, and measure what we measure. */
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import {
  iouOfBoxes,
  iouOfRuns,
  keypointSimilarity,
} from '../../../../src-shared/labeling/geometry/overlap.ts';
import { runsOfRing } from '../../../../src-shared/labeling/geometry/raster.ts';
import {
  decodeRuns,
  encodeRuns,
  readCounts,
  writeCounts,
  type Bitmap,
} from '../../../../src-shared/labeling/geometry/runs.ts';
import { SchemaOptions } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { AnswerValue, Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { askPython } from '../../../graph/oracle.fixture.ts';
import { writeAnnotations } from './index.ts';
import { packBrush, unpackBrush } from './label-studio-brush.ts';
import { answered, type AnnotatedSet, type ImageSize } from './set.ts';
import { readYaml, yamlOf } from './yolo-yaml.ts';
import type { AnnotationFormat } from '../../../../src-shared/labeling/formats/formats.ts';

const withCoco = findPython('pycocotools', 'numpy');
const withSpacy = findPython('spacy');
const withXml = findPython('xml.etree.ElementTree');
const withNumpy = findPython('numpy');

const ask = <T>(python: string, cases: readonly object[]): T[] =>
  askPython(python, path.join(import.meta.dirname, 'oracle.py'), cases) as T[];

async function textOf(set: AnnotatedSet, format: AnnotationFormat): Promise<string> {
  let text = '';
  for await (const piece of writeAnnotations(set, format)) text += piece.text;
  return text;
}

const set = (
  value: AnswerValue,
  { size, text, ...schema }: Partial<AnnotatedSet> & { size?: ImageSize; text?: string },
): AnnotatedSet => ({
  kind: 'regions',
  classes: [
    { name: '汽车', parent: 'vehicle' },
    { name: '<bus> & "co"', parent: null },
  ],
  options: SchemaOptions.parse({
    skeleton: { points: ['a', 'b'], edges: [[0, 1]] },
    shapes: ['box', 'keypoints'],
  }),
  ...schema,
  items: [
    { name: 'a/图 1.jpg', text: text ?? null, columns: null, size: size ?? null, answers: [answered(value)] },
  ],
});

const part = (id: string) => ({ id, label: '汽车', attributes: {} });
const size = { width: 40, height: 30 };
const blob: Bitmap = {
  ...size,
  pixels: Uint8Array.from({ length: 1200 }, (_, i) => Number((i % 40) * (i % 7) > 60)),
};
const regions: Region[] = [
  { ...part('1'), shape: 'box', x: 1.5, y: 2.25, width: 10, height: 5.125, rotation: 0 },
  {
    ...part('2'),
    shape: 'polygon',
    outlines: [
      { ring: [1, 1, 20.5, 3, 11, 25], holes: [] },
      { ring: [30, 1, 39, 1, 39, 9.5], holes: [] },
    ],
  },
  { ...part('3'), shape: 'mask', ...encodeRuns(blob), counts: [...encodeRuns(blob).counts] },
  { ...part('4'), shape: 'keypoints', points: [{ x: 3, y: 4, visible: false }, null] },
];

/** Places by columns, as COCO has them. */
const byColumns = ({ width, height, pixels }: Bitmap): number[] =>
  Array.from({ length: width * height }, (_, i) => pixels[(i % height) * width + Math.floor(i / height)]!);

const masks = (bitmaps: readonly Bitmap[]) => bitmaps.map(byColumns);
const bitmapOf = ({ width, height }: ImageSize): fc.Arbitrary<Bitmap> =>
  fc
    .array(fc.boolean(), { minLength: width * height, maxLength: width * height })
    .map((on) => ({ width, height, pixels: Uint8Array.from(on, Number) }));

describe('pycocotools', () => {
  interface Annotation {
    readonly image: string;
    readonly category: string;
    readonly bbox: readonly number[];
    readonly keypoints: readonly number[] | null;
    readonly counts: string | null;
    readonly area: number;
    readonly box: readonly number[];
  }

  it('reads our COCO: the same names, boxes, masks and points', async (context) => {
    context.skip(!withCoco, pythonMissing('pycocotools'));
    const text = await textOf(set({ regions }, { size }), 'coco');
    const [annotations] = ask<Annotation[]>(withCoco!, [{ ask: 'coco', text }]);
    expect(annotations).toHaveLength(4);
    for (const one of annotations!) expect(one).toMatchObject({ image: 'a/图 1.jpg', category: '汽车' });
    expect(annotations![0]!.bbox).toEqual([1.5, 2.25, 10, 5.125]);
    const runs = encodeRuns(blob);
    expect(annotations![2]).toMatchObject({
      counts: writeCounts(runs.counts),
      area: blob.pixels.filter(Boolean).length,
    });
    expect(annotations![3]!.keypoints).toEqual([3, 4, 1, 0, 0, 0]);
    const [, polygon] = annotations!;
    const outline = regions[1]!;
    const rings =
      outline.shape === 'polygon' ? outline.outlines.map(({ ring }) => runsOfRing(ring, size)!) : [];
    expect(readCounts(polygon!.counts!, 10_000)).toEqual(union(rings));
  });

  const union = (all: readonly { counts: readonly number[]; width: number; height: number }[]): number[] => {
    const bitmap = { ...size, pixels: new Uint8Array(size.width * size.height) };
    for (const runs of all)
      for (const [i, pixel] of decodeRuns(runs).pixels.entries()) bitmap.pixels[i]! |= pixel;
    return [...encodeRuns(bitmap).counts];
  };

  it('encodes masks and rings to our bytes, and finds the overlaps we find', (context) => {
    context.skip(!withCoco, pythonMissing('pycocotools'));
    const place = fc.double({ min: -10, max: 50, noNaN: true });
    const ring = fc
      .array(fc.tuple(place, place), { minLength: 3, maxLength: 8 })
      .map((corners) => corners.flat());
    const box = fc.tuple(
      place,
      place,
      fc.double({ min: 0.1, max: 30, noNaN: true }),
      fc.double({ min: 0.1, max: 30, noNaN: true }),
    );
    const one = fc.record({
      bitmaps: fc.array(bitmapOf({ width: 13, height: 9 }), { minLength: 2, maxLength: 4 }),
      rings: fc.array(ring, { minLength: 1, maxLength: 6 }),
      boxes: fc.array(box, { minLength: 2, maxLength: 4 }),
    });
    const samples = fc.sample(one, { numRuns: 60, seed: 13 });
    interface Answer {
      readonly masks: readonly string[];
      readonly rings: readonly string[];
      readonly iou: readonly number[];
      readonly boxes: readonly number[];
    }
    const own = { width: 13, height: 9 };
    const cases = samples.map(({ bitmaps, rings, boxes }) => ({
      ask: 'encoded',
      ...own,
      masks: masks(bitmaps),
      rings,
      boxes,
    }));
    for (const [i, answer] of ask<Answer>(withCoco!, cases).entries()) {
      const { bitmaps, rings, boxes } = samples[i]!;
      const runs = bitmaps.map(encodeRuns);
      expect(runs.map(({ counts }) => writeCounts(counts))).toEqual(answer.masks);
      expect(rings.map((places) => writeCounts(runsOfRing(places, own)!.counts))).toEqual(answer.rings);
      for (const [j, iou] of answer.iou.entries()) expect(iouOfRuns(runs[0]!, runs[j]!)).toBeCloseTo(iou, 12);
      const as = ([x, y, width, height]: readonly number[]) => ({
        x: x!,
        y: y!,
        width: width!,
        height: height!,
      });
      for (const [j, iou] of answer.boxes.entries())
        expect(iouOfBoxes(as(boxes[0]!), as(boxes[j]!))).toBeCloseTo(iou, 12);
      for (const [j, text] of answer.masks.entries())
        expect(decodeRuns({ ...own, counts: readCounts(text, 1000)! })).toEqual(bitmaps[j]);
    }
  });

  it('finds bodies as alike as we do', (context) => {
    context.skip(!withCoco, pythonMissing('pycocotools'));
    // Of COCO's 17 points, in thousandths.
    const sigmas = [26, 25, 25, 35, 35, 79, 79, 72, 72, 62, 62, 107, 107, 87, 87, 89, 89].map(
      (one) => one / 1000,
    );
    const truth = sigmas.flatMap((_, i) => [i * 3, 50 - i, i % 4 === 0 ? 0 : 1 + (i % 2)]);
    const predicted = sigmas.flatMap((_, i) => [i * 3 + (i % 3), 50 - i - 1, 2]);
    const [similarity] = ask<number>(withCoco!, [{ ask: 'keypoints', area: 900, truth, predicted }]);
    const points = (places: readonly number[]) =>
      sigmas.map((_, i) => (places[3 * i + 2] === 0 ? null : { x: places[3 * i]!, y: places[3 * i + 1]! }));
    expect(keypointSimilarity(points(truth), points(predicted), { area: 900, sigmas })).toBeCloseTo(
      similarity!,
      10,
    );
  });
});

it('spaCy makes our spans of our lines, over characters of two units and overlaps, through DocBin', async (context) => {
  context.skip(!withSpacy, pythonMissing('spacy'));
  const text = '👍🏽王芳住在北京𠮷。';
  const span = (start: string, label: string) => ({
    id: start,
    start: text.indexOf(start),
    end: text.indexOf(start) + start.length,
    label,
    attributes: {},
  });
  const apart = [span('王芳', 'PER'), span('北京', 'LOC')];
  const over = [...apart, span('北京𠮷', 'LOC')];
  const schema = {
    kind: 'spans',
    classes: ['PER', 'LOC'].map((name) => ({ name, parent: null })),
    text,
  } as const;
  const cases = await Promise.all(
    [apart, over].map(async (spans) => ({
      ask: 'spacy',
      text: await textOf(set({ spans, relations: [] }, schema), 'spacy'),
    })),
  );
  const cats = await textOf(set({ labels: ['LOC'] }, { ...schema, kind: 'multilabel' }), 'spacy');
  const answers = ask<{ spans: string[][]; cats: object }[]>(withSpacy!, [
    ...cases,
    { ask: 'spacy', text: cats },
  ]);
  expect(answers.map(([one]) => one!.spans)).toEqual([
    [
      ['王芳', 'PER'],
      ['北京', 'LOC'],
    ],
    [
      ['王芳', 'PER'],
      ['北京', 'LOC'],
      ['北京𠮷', 'LOC'],
    ],
    [],
  ]);
  expect(answers[2]![0]!.cats).toEqual({ PER: 0, LOC: 1 });
});

it('a reader of YAML finds our classes and points, whatever they are called', (context) => {
  context.skip(!withSpacy, pythonMissing('spacy'));
  const classes = [
    'car',
    'bus: stop',
    '# not a comment',
    '- x',
    'yes',
    '1',
    "it's",
    '"q"',
    'a\\b',
    '汽车 👍',
    'e\u2028f',
    '[x]',
    '&a',
    ' ',
  ];
  const [read] = ask<object>(withSpacy!, [
    { ask: 'yaml', text: yamlOf({ classes, points: ['null', 'x: y'] }) },
  ]);
  expect(read).toMatchObject({ nc: classes.length, train: 'train.txt', kpt_shape: [2, 3] });
  const named = read as { names: Record<string, string>; kpt_names: Record<string, string[]> };
  expect(Object.values(named.names)).toEqual(classes);
  expect(named.kpt_names['13']).toEqual(['null', 'x: y']);
  expect(readYaml(yamlOf({ classes, points: null }), 'data.yaml').classes).toEqual(classes);
});

it('Python’s own XML reader finds in our VOC and CVAT what we wrote', async (context) => {
  context.skip(!withXml, pythonMissing('xml'));
  const box = {
    ...part('1'),
    label: '<bus> & "co"',
    shape: 'box',
    x: 1,
    y: 2,
    width: 3,
    height: 4,
    rotation: 0,
  } as const;
  const cases = ['voc', 'cvat'] as const;
  const texts = await Promise.all(
    cases.map((format) => textOf(set({ regions: [box, ...regions] }, { size }), format)),
  );
  const [voc, cvat] = ask<unknown>(
    withXml!,
    texts.map((text) => ({ ask: 'xml', text })),
  ).map((tree) => JSON.stringify(tree));
  expect(voc).toContain(JSON.stringify(['name', {}, '<bus> & "co"', []]));
  expect(voc).toContain(JSON.stringify(['filename', {}, '图 1.jpg', []]).replaceAll('图', '图'));
  expect(cvat).toContain('"label":"<bus> & \\"co\\""');
  expect(cvat).toContain('"name":"a/图 1.jpg"');
  for (const shape of ['box', 'polygon', 'skeleton', 'mask']) expect(cvat).toContain(`["${shape}",`);
});

it('Label Studio’s own way to unpack masks gives ours', (context) => {
  context.skip(!withNumpy, pythonMissing('numpy'));
  const own = { width: 11, height: 7 };
  const bitmaps = [
    blob,
    { width: 300, height: 300, pixels: new Uint8Array(90_000) },
    ...fc.sample(bitmapOf(own), { numRuns: 20, seed: 5 }),
  ];
  const packed = bitmaps.map(packBrush);
  for (const [i, pixels] of ask<number[]>(
    withNumpy!,
    packed.map((rle) => ({ ask: 'brush', rle })),
  ).entries()) {
    expect(pixels).toEqual([...bitmaps[i]!.pixels]);
    expect(unpackBrush(packed[i]!, bitmaps[i]!)).toEqual(bitmaps[i]);
    expect(unpackBrush(packed[i]!.slice(0, -4), bitmaps[i]!)).toBeNull();
  }
});
