/** @file Any set of answers, for the properties of formats. */
import * as fc from 'fast-check';
import { canonicalClass } from '../../../../src-shared/labeling/class-name.ts';
import type { TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import { SchemaOptions } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { AnswerValue, Region, Relation, Span } from '../../../../src-shared/labeling/tasks/values.ts';
import { encodeRuns } from '../../../../src-shared/labeling/geometry/runs.ts';
import type { AnnotatedItem, AnnotatedSet, ImageSize, ItemAnswer } from './set.ts';

const NAMES = [
  'car',
  '行人',
  'bus stop',
  'B-PER',
  '<b>"&\'',
  'x,y',
  '# not a comment',
  'été',
  'א ب',
  'a: b',
  '1',
  '- x',
  'a=b|c',
];
const label = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES) },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .map(canonicalClass)
      .filter((name) => name !== '' && name !== '__proto__' && name.length <= 80),
  },
);
const labels = fc.uniqueArray(label, { minLength: 1, maxLength: 4 });

/** Thousandths of a pixel, now and then anything else. */
const place = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: -20_000, max: 400_000 }).map((n) => n / 1000 + 0) },
  { weight: 1, arbitrary: fc.double({ min: -50, max: 400, noNaN: true }).map((n) => n + 0) },
);
const side = fc.integer({ min: 1, max: 300_000 }).map((n) => n / 1000);
const attributeValue = fc.oneof(
  fc.boolean(),
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom('red', 'a\nb', '<i>', 'true'),
);
const attributes = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.dictionary(
      fc.constantFrom('color', 'occluded', 'difficult', 'iscrowd', '数'),
      attributeValue,
      { maxKeys: 2 },
    ),
  },
);

type Of<S extends Region['shape']> = Omit<Extract<Region, { shape: S }>, 'id' | 'label' | 'attributes'>;

const box: fc.Arbitrary<Of<'box'>> = fc.record({
  shape: fc.constant('box' as const),
  x: place,
  y: place,
  width: side,
  height: side,
  rotation: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 359 }), fc.constant(-90)),
});

const ring = fc
  .tuple(fc.tuple(place, place), fc.array(fc.tuple(side, side), { minLength: 2, maxLength: 5 }))
  .map(([[x, y], steps]) => {
    const corners = steps.flatMap(([dx, dy], i) => [
      round(x + dx * (i + 1)),
      round(y + (i % 2 === 0 ? dy : -dy)),
    ]);
    return [x, y, ...corners];
  });
const round = (value: number): number => Math.round(value * 1000) / 1000 + 0;

const polygon: fc.Arbitrary<Of<'polygon'>> = fc.record({
  shape: fc.constant('polygon' as const),
  outlines: fc.array(
    fc.record({
      ring,
      holes: fc.oneof(
        { weight: 5, arbitrary: fc.constant<number[][]>([]) },
        { weight: 1, arbitrary: fc.array(ring, { maxLength: 1 }) },
      ),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});

const keypoints = (count: number): fc.Arbitrary<Of<'keypoints'>> =>
  fc.record({
    shape: fc.constant('keypoints' as const),
    points: fc.array(fc.option(fc.record({ x: place, y: place, visible: fc.boolean() }), { freq: 4 }), {
      minLength: count,
      maxLength: count,
    }),
  });

export const mask = ({ width, height }: ImageSize): fc.Arbitrary<Of<'mask'>> =>
  fc.array(fc.tuple(fc.nat(width * height), fc.nat(40)), { maxLength: 6 }).map((runs) => {
    const pixels = new Uint8Array(width * height);
    for (const [from, length] of runs) pixels.fill(1, from, from + length);
    return {
      shape: 'mask' as const,
      width,
      height,
      counts: [...encodeRuns({ width, height, pixels }).counts],
    };
  });

const size: fc.Arbitrary<ImageSize> = fc.record({
  width: fc.integer({ min: 1, max: 60 }),
  height: fc.integer({ min: 1, max: 60 }),
});
const largeSize: fc.Arbitrary<ImageSize> = fc.record({
  width: fc.integer({ min: 300, max: 900 }),
  height: fc.integer({ min: 300, max: 900 }),
});

const WORDS = [
  'Berlin',
  'is',
  'a',
  'city.',
  '我爱',
  '北京',
  '👍🏽',
  ' ',
  '\n',
  '\t',
  ' ',
  ' ',
  'é',
  '-DOCSTART-',
  'a-b',
  '𝒳',
  '"',
  '　',
];
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(''));

/** Places between characters of a text. */
function placesIn(content: string): number[] {
  const places = [0];
  for (const char of content) places.push(places.at(-1)! + char.length);
  return places;
}

function spansOf(content: string, names: readonly string[]): fc.Arbitrary<AnswerValue> {
  const places = placesIn(content);
  if (places.length < 2) return fc.constant({ spans: [], relations: [] });
  const one = fc.tuple(
    fc.nat(places.length - 1),
    fc.nat(places.length - 1),
    fc.constantFrom(...names),
    attributes,
  );
  const spans = fc.array(one, { maxLength: 4 }).map((all) =>
    all.flatMap(([a, b, name, given], i): Span[] =>
      a === b
        ? []
        : [
            {
              id: `s${i + 1}`,
              start: places[Math.min(a, b)]!,
              end: places[Math.max(a, b)]!,
              label: name,
              attributes: given,
            },
          ],
    ),
  );
  return spans.chain((all) =>
    (all.length < 2
      ? fc.constant<Relation[]>([])
      : fc.constantFrom<Relation[]>([], [{ from: all[0]!.id, to: all[1]!.id, label: '居住于' }])
    ).map((relations) => ({ spans: all, relations })),
  );
}

interface Content {
  readonly content: string | null;
  readonly names: readonly string[];
  readonly size: ImageSize | null;
  readonly points: number;
}

function regionsOf({ names, size: of, points }: Content): fc.Arbitrary<AnswerValue> {
  const own = of && of.width * of.height <= 3600 ? of : { width: 7, height: 5 };
  const shape = fc.oneof(
    box,
    polygon,
    keypoints(points),
    fc.oneof({ weight: 3, arbitrary: mask(own) }, { weight: 1, arbitrary: mask({ width: 3, height: 2 }) }),
  );
  return fc.array(fc.tuple(shape, fc.constantFrom(...names), attributes), { maxLength: 4 }).map((all) => ({
    regions: all.map(([one, name, given], i): Region => ({
      ...one,
      id: `r${i + 1}`,
      label: name,
      attributes: given,
    })),
  }));
}

function valueOf(kind: TaskKind, of: Content): fc.Arbitrary<AnswerValue> {
  switch (kind) {
    case 'classification':
      return fc.constantFrom(...of.names).map((name) => ({ label: name }));
    case 'multilabel':
      return fc.subarray([...of.names]).map((some) => ({ labels: some }));
    case 'rating':
      return fc.integer({ min: -3, max: 10 }).map((rating) => ({ rating }));
    case 'preference':
      return fc
        .constantFrom('first' as const, 'second' as const, 'tie' as const)
        .map((preferred) => ({ preferred }));
    case 'text':
      return fc
        .oneof(text, fc.string({ unit: 'grapheme', maxLength: 20 }))
        .map((written) => ({ text: written }));
    case 'spans':
      return spansOf(of.content ?? '', of.names);
    case 'regions':
      return regionsOf(of);
  }
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 1 });
const instant = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

const answerOf = (value: fc.Arbitrary<AnswerValue>): fc.Arbitrary<ItemAnswer> =>
  fc.record({
    value: fc.option(value, { freq: 9 }),
    author: maybe(fc.constantFrom('ann@example.org', '王芳')),
    at: maybe(instant),
    comment: maybe(fc.constantFrom('look again', 'a,"b"\nc')),
  });

const plainAnswer = (value: fc.Arbitrary<AnswerValue>): fc.Arbitrary<ItemAnswer> =>
  value.map((one) => ({ value: one, author: null, at: null, comment: null }));

const name = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 9999 }).map((n) => `image ${n}.jpg`) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'a/b.jpg',
      '图片/一.png',
      'images/x.jpg',
      'labels/y.png',
      'no-ending',
      'b.c.d.webp',
      'a/b.png',
      '<b>&.jpg',
      'classes.jpg',
      'א.jpg',
    ),
  },
);
const oddName = fc.constantFrom('../x.jpg', '/etc/passwd', 'a\tb.jpg', 'C:\\x.png', 'a//b', '..');

function itemOf(kind: TaskKind, names: readonly string[], points: number): fc.Arbitrary<AnnotatedItem> {
  const content = kind === 'regions' ? fc.constant(null) : kind === 'spans' ? text : maybe(text);
  const sizes = kind === 'regions' ? fc.option(fc.oneof(size, largeSize), { freq: 9 }) : fc.constant(null);
  return fc.tuple(name, content, sizes).chain(([own, given, of]) => {
    const value = valueOf(kind, { content: given, names, size: of, points });
    const answers = fc.oneof(
      { weight: 4, arbitrary: plainAnswer(value).map((one) => [one]) },
      { weight: 1, arbitrary: fc.array(answerOf(value), { maxLength: 3 }) },
    );
    return answers.map((all) => ({ name: own, text: given, columns: null, size: of, answers: all }));
  });
}

/** Any set of a kind. */
export const setsOf = (
  kind: TaskKind,
): fc.Arbitrary<AnnotatedSet & { readonly items: readonly AnnotatedItem[] }> =>
  fc.tuple(labels, fc.integer({ min: 1, max: 3 }), fc.boolean()).chain(([names, points, nested]) => {
    const items = fc.uniqueArray(itemOf(kind, names, points), {
      maxLength: 4,
      selector: ({ name: own }) => own,
    });
    const skeleton = {
      points: ['鼻子', 'left eye', 'r'].slice(0, points),
      edges: points > 1 ? [[0, 1] as [number, number]] : [],
    };
    return fc.tuple(items, fc.option(oddName, { freq: 1 })).map(([all, odd]) => ({
      kind,
      classes: names.map((own, i) => ({ name: own, parent: nested && i > 0 ? names[0]! : null })),
      options: SchemaOptions.parse(kind === 'regions' ? { skeleton, shapes: ['box', 'keypoints'] } : {}),
      items: odd !== null && all.length > 0 ? [{ ...all[0]!, name: odd }, ...all.slice(1)] : all,
    }));
  });
