/** @file For tests: tiny models that say spans, boxes, masks and several labels, exported as recipes do it, whose answers are plain. */
import {
  GraphBuilder,
  elementTypes,
  float32,
  int64,
  modelOf,
  serialize,
  tokenIds,
  type Value,
} from '../../graph/index.ts';

const PER = [0.05, 0.9, 0.03, 0.01, 0.01] as const;
/** By word, in small letters as texts are prepared, the probabilities of `O`, `B-PER`, `I-PER`, `B-LOC`, `I-LOC`. */
const TAGS: Readonly<Record<string, readonly number[]>> = {
  ada: PER,
  lovelace: [0.2, 0.05, 0.7, 0.02, 0.03],
  babbage: PER,
  london: [0.1, 0.05, 0.02, 0.8, 0.03],
};
const OTHER = [0.96, 0.01, 0.01, 0.01, 0.01] as const;
const TOKENS = 16;

/** A tagger that knows three people and a place: `Ada Lovelace` is PER with .7, `Babbage` with .9, `London` LOC with .8. */
export function nameTagger(labels: readonly [string, string] = ['PER', 'LOC']): Uint8Array<ArrayBuffer> {
  const builder = new GraphBuilder();
  const text = builder.input('text', { elementType: 'string', shape: ['N'] });
  const words = Object.keys(TAGS);
  const ids = tokenIds(builder, text, { words, length: TOKENS });
  const table = [OTHER, OTHER, ...words.map((word) => TAGS[word]!)].flat().map(Math.log);
  const known = builder.constant(float32([words.length + 2, 5], table));
  const scores = builder.emit('Gather', [known, ids], { axis: 0 });
  builder.output('scores', builder.emit('Reshape', [scores, builder.integers(-1, TOKENS, 5)]));
  const metadata = { labels: JSON.stringify(labels), task: 'tag', preparation: 'tokens' };
  return serialize(modelOf(builder.finish('names'), { ...metadata, kind: 'text' }));
}

const SIDE = 16;

function imageInput(builder: GraphBuilder): Value {
  return builder.input('image', { elementType: 'uint8', shape: ['N', SIDE, SIDE, 3] });
}

const floats = (builder: GraphBuilder, image: Value): Value =>
  builder.emit('Cast', [image], { to: elementTypes.indexOf('float32') });

/** Zero for each image, with so many axes of size 1 behind it. */
function zeros(builder: GraphBuilder, image: Value, axes: number): Value {
  const sum = builder.sum(floats(builder, image), [1, 2, 3]);
  const flat = builder.emit('Reshape', [sum, builder.integers(-1, ...Array<number>(axes).fill(1))]);
  return builder.mul(flat, builder.scalar(0));
}

/** In the pixels of 16 x 16: a car in the middle with .9, a tree in the upper left with .6, and a car with .1 that is none. */
export function cornerDetector(labels: readonly string[] = ['car', 'tree']): Uint8Array<ArrayBuffer> {
  const builder = new GraphBuilder();
  const image = imageInput(builder);
  const none = zeros(builder, image, 1);
  const scores = builder.add(none, builder.constant(float32([1, 3], [0.9, 0.6, 0.1])));
  const classes = builder.emit('Cast', [builder.add(none, builder.constant(float32([1, 3], [0, 1, 0])))], {
    to: elementTypes.indexOf('int64'),
  });
  const places = [4, 4, 8, 8, 0, 0, 4, 4, 10, 10, 4, 4];
  builder.output('scores', scores);
  builder.output('classes', classes);
  builder.output(
    'boxes',
    builder.add(zeros(builder, image, 2), builder.constant(float32([1, 3, 4], places))),
  );
  const size = JSON.stringify({ width: SIDE, height: SIDE, channels: 3 });
  const metadata = { labels: JSON.stringify(labels), image: size, task: 'detect', kind: 'image' };
  return serialize(modelOf(builder.finish('corners'), metadata));
}

/** Calls each pixel `red` with the share of red that it has. @param isSure whether it gives that share, too */
export function redSegmenter(isSure = true): Uint8Array<ArrayBuffer> {
  const builder = new GraphBuilder();
  const red = builder.slice(floats(builder, imageInput(builder)), 3, [0, 1]);
  const share = builder.mul(red, builder.scalar(1 / 255));
  const both = builder.concat([builder.sub(builder.scalar(1), share), share], 3);
  if (isSure) builder.output('probabilities', both);
  builder.output('mask', builder.emit('ArgMax', [both], { axis: -1, keepdims: 0 }));
  const size = JSON.stringify({ width: SIDE, height: SIDE, channels: 3 });
  const metadata = { labels: JSON.stringify(['red']), image: size, task: 'segment', kind: 'image' };
  return serialize(modelOf(builder.finish('red'), metadata));
}

/**
 * A detector as other tools write it: FP32 `[1, 3, 16, 16]` from 0 to 1, one output `[1, 6, 3]` of middles, sides and two classes.
 * It says a car in the middle with .9, the same again with .8, and a tree in the upper left with the mean of green.
 */
export function yoloDetector(): Uint8Array<ArrayBuffer> {
  const builder = new GraphBuilder();
  const images = builder.input('images', { elementType: 'float32', shape: [1, 3, SIDE, SIDE] });
  const green = builder.emit('ReduceMean', [builder.slice(images, 1, [1, 2]), builder.integers(1, 2, 3)], {
    keepdims: 0,
  });
  const mean = builder.emit('Reshape', [green, builder.integers(1, 1, 1)]);
  // By rows: x, y, width, height, car, tree; by columns the three places.
  const said = [8, 8, 2, 8, 8, 2, 8, 8, 4, 8, 8, 4, 0.9, 0.8, 0, 0, 0, 0];
  const where = said.map((_, at) => Number(at === 17));
  const byGreen = builder.mul(mean, builder.constant(float32([1, 6, 3], where)));
  builder.output('output0', builder.add(byGreen, builder.constant(float32([1, 6, 3], said))));
  return serialize(modelOf(builder.finish('yolo')));
}

/** A classifier as other tools write it: FP32 `[N, 3, any, any]`, logits of two classes by red less blue. */
export function colorClassifier(): Uint8Array<ArrayBuffer> {
  const builder = new GraphBuilder();
  const images = builder.input('images', { elementType: 'float32', shape: ['N', 3, 'H', 'W'] });
  const mean = (channel: number): Value => {
    const own = builder.slice(images, 1, [channel, channel + 1]);
    const each = builder.emit('ReduceMean', [own, builder.integers(1, 2, 3)], { keepdims: 0 });
    return builder.emit('Reshape', [each, builder.integers(-1, 1)]);
  };
  builder.output('logits', builder.mul(builder.concat([mean(0), mean(2)], 1), builder.scalar(10)));
  return serialize(modelOf(builder.finish('colors')));
}

/** Says `about money` with .9 and `urgent` with .2 of whatever it is asked; thresholds are .5. */
export function topicLabels(labels: readonly string[] = ['money', 'urgent']): Uint8Array<ArrayBuffer> {
  const builder = new GraphBuilder();
  const text = builder.input('text', { elementType: 'string', shape: ['N'] });
  const ids = tokenIds(builder, text, { words: ['money'], length: TOKENS });
  const known = builder.constant(int64([3, 1], [0, 0, 0]));
  const none = builder.emit('Cast', [builder.emit('Gather', [known, ids], { axis: 0 })], {
    to: elementTypes.indexOf('float32'),
  });
  const rows = builder.emit('Reshape', [builder.sum(none, [1, 2]), builder.integers(-1, 1)]);
  builder.output('probabilities', builder.add(rows, builder.constant(float32([1, 2], [0.9, 0.2]))));
  const multilabel = JSON.stringify({ thresholds: [0.5, 0.5] });
  const metadata = { labels: JSON.stringify(labels), task: 'multilabel', multilabel, kind: 'text' };
  return serialize(modelOf(builder.finish('topics'), metadata));
}
