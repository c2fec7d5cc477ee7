import { describe, expect, it } from 'vitest';
import { foreignNumbers, imageTensor, MOST_DETECTIONS } from './foreign-images.ts';
import { outputForm, readingIn, type ForeignReading, type OutputForm } from './image-reading.ts';
import type { TensorInfo } from './tensors.ts';

const out = (name: string, shape: number[], datatype = 'FP32'): TensorInfo => ({ name, shape, datatype });

/** The form, or why there is none. */
function told(outputs: TensorInfo[], labels: number): string {
  try {
    return outputForm(outputs, labels).form;
  } catch (error) {
    return String((error as { parameters?: { why?: string } }).parameters?.why);
  }
}

describe('outputs are understood by their shapes', () => {
  it('as one grid of boxes and classes, in either order, with or without how likely an object is', () => {
    const grid = { form: 'grid', output: 'o' };
    const yolo8 = outputForm([out('o', [1, 84, 8400])], 80);
    expect(yolo8).toEqual({ ...grid, byPlace: false, hasObject: false });
    const yolo5 = outputForm([out('o', [1, 25_200, 85])], 80);
    expect(yolo5).toEqual({ ...grid, byPlace: true, hasObject: true });
    expect(outputForm([out('o', [-1, -1, 6])], 2)).toEqual({ ...grid, byPlace: true, hasObject: false });
    expect(told([out('o', [1, 6, 6])], 2)).toMatch('in 2 ways');
    expect(told([out('o', [1, 84, 8400])], 3)).toMatch('one axis must be 7');
  });

  it('as lists of boxes, scores and classes, named as they like', () => {
    const lists = [out('dets', [-1, 4]), out('labels', [-1], 'INT64'), out('conf', [-1])];
    const listed = { form: 'listed', boxes: 'dets', scores: 'conf', classes: 'labels' };
    expect(outputForm(lists, 91)).toEqual(listed);
    const floats = [
      out('detection_boxes', [1, 100, 4]),
      out('detection_classes', [1, 100]),
      out('detection_scores', [1, 100]),
      out('num_detections', [1]),
    ];
    expect(outputForm(floats, 90)).toMatchObject({ form: 'listed', classes: 'detection_classes' });
    expect(told([out('scores', [1, 300, 21]), out('boxes', [1, 300, 4])], 21)).toBe('scored');
  });

  it('as classes; anything else is refused with what it is', () => {
    expect(told([out('logits', [-1, 1000])], 1000)).toBe('classes');
    expect(told([out('logits', [-1, 1000])], 10)).toMatch('“logits” FP32[-1, 1000]');
    expect(told([out('mask', [1, 1, 64, 64])], 2)).toMatch('none of [N, 2]');
  });
});

const image = { width: 10, height: 20, channels: 3 as const };
const readingOf = (outputs: OutputForm, more: Partial<ForeignReading> = {}): ForeignReading => ({
  values: 'unit',
  colors: 'rgb',
  boxes: 'center',
  tensor: 'channels first',
  outputs,
  ...more,
});
const tensor = (data: Float32Array | BigInt64Array) => ({ data, dims: [data.length] });

/** Score, class and box of each detection. */
function found(outputs: Record<string, ReturnType<typeof tensor>>, reading: ForeignReading) {
  const numbers = foreignNumbers(outputs, { reading, image, labels: 2 });
  return Array.from({ length: MOST_DETECTIONS }, (_, at) => {
    const place = 2 * MOST_DETECTIONS + 4 * at;
    const box = Array.from(numbers.subarray(place, place + 4), (each) => Math.round(each * 10) / 10);
    return { score: numbers[at]!, label: numbers[MOST_DETECTIONS + at], box };
  }).filter(({ score }) => score > 0);
}

describe('detections', () => {
  it('of a grid are its best class where an object is, without doubles', () => {
    // Of three places: x, y, width, height, the object, two classes.
    const places = [
      [5, 10, 4, 8, 0.9, 0.1, 1],
      [5, 10, 4, 8, 0.8, 0, 1],
      [2, 2, 2, 2, 0.5, 1, 0],
    ];
    const data = Float32Array.from(places.flat());
    const grid = { form: 'grid', output: 'o', byPlace: true, hasObject: true } as const;
    const all = found({ o: tensor(data) }, readingOf(grid));
    expect(all).toMatchObject([
      { label: 1, box: [3, 6, 4, 8] },
      { score: 0.5, label: 0, box: [1, 1, 2, 2] },
    ]);
    const turned = Float32Array.from({ length: 21 }, (_, at) => data[(at % 3) * 7 + Math.floor(at / 3)]!);
    expect(found({ o: tensor(turned) }, readingOf({ ...grid, byPlace: false }))).toEqual(all);
  });

  it('of a list are corners, in shares of the sides where none is greater, and of classes that are known', () => {
    const listed = { form: 'listed', boxes: 'b', scores: 's', classes: 'c' } as const;
    const outputs = {
      b: tensor(Float32Array.of(0.1, 0.2, 0.5, 0.6, 0, 0, 1, 1)),
      s: tensor(Float32Array.of(0.9, 0.8)),
      c: tensor(BigInt64Array.of(1n, 7n)),
    };
    const boxes = (form: ForeignReading['boxes']) =>
      found(outputs, readingOf(listed, { boxes: form })).map(({ label, box }) => [label, box]);
    expect(boxes('corners')).toEqual([[1, [1, 4, 4, 8]]]);
    expect(boxes('rowsFirst')).toEqual([[1, [2, 2, 4, 8]]]);
    expect(boxes('size')).toEqual([[1, [1, 4, 5, 12]]]);
  });

  it('of scores by class are the best of each place', () => {
    const scored = { form: 'scored', boxes: 'b', scores: 's' } as const;
    const outputs = {
      b: tensor(Float32Array.of(1, 2, 3, 4, 5, 6, 9, 9)),
      s: tensor(Float32Array.of(0.2, 0.7, 0, 0.001)),
    };
    const all = found(outputs, readingOf(scored, { boxes: 'corners' }));
    expect(all).toMatchObject([{ label: 1, box: [1, 2, 2, 2] }]);
  });
});

it('what a file says of itself is taken as it is written here, and not at all otherwise', () => {
  const reading = readingOf({ form: 'grid', output: 'o', byPlace: true, hasObject: false });
  expect(readingIn(JSON.stringify(reading))).toEqual(reading);
  const wrong = [
    { ...reading, values: 'toString' },
    { ...reading, outputs: { form: 'constructor' } },
    { ...reading, outputs: { form: 'listed', boxes: 'b' } },
    [],
  ];
  for (const value of wrong) expect(readingIn(JSON.stringify(value))).toBeUndefined();
  expect(readingIn('{')).toBeUndefined();
  expect(readingIn(undefined)).toBeUndefined();
});

it('logits become probabilities, which stay as they are', () => {
  const reading = readingOf({ form: 'classes', output: 'o' });
  const asked = { reading, image, labels: 2 };
  const sure = foreignNumbers({ o: tensor(Float32Array.of(0.25, 0.75)) }, asked);
  expect([...sure]).toEqual([0.25, 0.75]);
  const [first, second] = foreignNumbers({ o: tensor(Float32Array.of(1, 3)) }, asked);
  expect(second! / first!).toBeCloseTo(Math.exp(2), 4);
});

it('pixels become the numbers and the order that a model takes', () => {
  const pixels = Uint8Array.of(255, 0, 51, 0, 0, 0);
  const form = { width: 2, height: 1, channels: 3 as const };
  const read = (more: Partial<ForeignReading>) => {
    const reading = readingOf({ form: 'classes', output: 'o' }, more);
    const { data, dims } = imageTensor(pixels, form, reading);
    return { dims, data: Array.from(data as Float32Array, (each) => Math.round(each * 1000) / 1000) };
  };
  expect(read({})).toEqual({ dims: [1, 3, 1, 2], data: [1, 0, 0, 0, 0.2, 0] });
  expect(read({ colors: 'bgr' }).data).toEqual([0.2, 0, 0, 0, 1, 0]);
  const last = read({ tensor: 'channels last', values: 'byte' });
  expect(last).toEqual({ dims: [1, 1, 2, 3], data: [255, 0, 51, 0, 0, 0] });
  expect(read({ values: 'signed' }).data).toEqual([1, -1, -1, -1, -0.6, -1]);
  expect(read({ values: 'imagenet' }).data.slice(0, 2)).toEqual([2.249, -2.118]);
});
