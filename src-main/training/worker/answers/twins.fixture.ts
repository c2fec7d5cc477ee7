/**
 * Nets that are trained here and by PyTorch, from the same weights on the same batches. Data are made, so that what is right is
 * known; what is asked of both was not trained on.
 */
import { join } from 'node:path';
import {
  adam,
  bilstmTagger,
  firstWordId,
  networkOf,
  pairMargins,
  Random,
  textCnn,
  type Head,
  type Network,
  type StepOptions,
} from '../../../graph/index.ts';
import { askPython } from '../../../graph/oracle.fixture.ts';
import { boxesOf, classMapOf } from '../../../images/index.ts';
import { tagNames } from '../../../text/index.ts';
import { fittedTo } from '../programs/images.ts';
import { Trainer, type Batch, type Encoded, type Evaluator } from '../trainer/index.ts';
import { digitLabels, digitPages, type DigitPages } from './digit-pages.fixture.ts';
import { boxEvaluator, detecting, detectorHeads, detectorNetwork, encodeBoxes } from './detector.ts';
import { encodeMasks, maskEvaluator, segmenterHeads, segmenterNetwork } from './segmenter.ts';
import { preferenceEvaluator, preferenceHeads } from './preference.ts';
import { entityLabels, plantedSentences } from './sentences.fixture.ts';
import { shapeLabels, shapesOnNoise } from './shapes.fixture.ts';
import { batchesOf, shakenState } from './step.fixture.ts';
import { encodeMarked, fitTagger, spanEvaluator, taggerHeads, taggerNetwork } from './tagger.ts';

export interface Twins {
  /** In `oracle/nets.py`. */
  readonly net: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly network: Network;
  readonly heads: readonly Head[];
  readonly train: Encoded;
  readonly test: Encoded;
  readonly evaluator: () => Evaluator;
  readonly metric: string;
  readonly steps: number;
  /** How the network sees its bytes, for who is given numbers, and the form of its images. */
  readonly seen?: (data: Batch['tensors'][string]) => ArrayLike<number>;
  readonly image?: ImageSize;
}

interface ImageSize {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

export function tagger(): Twins {
  const [train, test] = [plantedSentences(240, 1, 'en'), plantedSentences(120, 2, 'en')];
  const texts = train.map(({ text }) => text);
  const fitted = fitTagger(texts, { labels: entityLabels, length: 14, vocabulary: 100 });
  const vocabulary = fitted.words.length + firstWordId;
  const tags = tagNames(entityLabels).length;
  const layer = bilstmTagger({ vocabulary, embedding: 12, hidden: 12, tags });
  return {
    net: 'bilstm tagger',
    options: {},
    network: taggerNetwork(layer, fitted.length),
    heads: taggerHeads(fitted.length),
    train: encodeMarked(train, fitted),
    test: encodeMarked(test, fitted),
    evaluator: () => spanEvaluator(fitted),
    metric: 'spanF1',
    steps: 150,
  };
}

/** Pairs of texts of eight words, each of which is worth something; the text that is worth more is preferred. */
export function preference(): Twins {
  const [words, length, random] = [60, 8, new Random(1)];
  const worth = Float64Array.from({ length: words }, () => random.normal());
  const pairsOf = (rows: number): Encoded => {
    const ids = Int32Array.from({ length: rows * 2 * length }, () => Math.floor(words * random.uniform()));
    const worthOf = (item: number): number =>
      ids.subarray(item * length, (item + 1) * length).reduce((sum, id) => sum + worth[id]!, 0);
    const won = Float32Array.from({ length: rows }, (_, row) =>
      Number(worthOf(2 * row) > worthOf(2 * row + 1)),
    );
    return {
      rows,
      columns: [
        { name: 'features', elementType: 'int32', shape: [2, length], data: ids },
        { name: 'won', elementType: 'float32', shape: [1], data: won },
      ],
    };
  };
  const layer = textCnn({ vocabulary: words, embedding: 8, length, filters: 8, dropout: 0, classes: 1 });
  const input = { name: 'features', elementType: 'int32', shape: [2, length] } as const;
  return {
    net: 'cnn preference',
    options: {},
    network: networkOf(pairMargins(layer, [length]), input),
    heads: preferenceHeads,
    train: pairsOf(800),
    test: pairsOf(800),
    evaluator: preferenceEvaluator,
    metric: 'accuracy',
    steps: 300,
  };
}

const size = { width: 32, height: 32, channels: 3 } as const;

function shapes(count: number, seed: number) {
  return shapesOnNoise({ count, size: size.width, most: 2, seed });
}

export function unet(): Twins {
  const [train, test] = [shapes(48, 1), shapes(32, 2)];
  const fitted = fittedTo(train.pixels, size);
  const encoded = ({ pixels, regions }: ReturnType<typeof shapes>) => {
    const maps = regions.map(
      (list) => classMapOf(list, { from: size, to: size, labels: shapeLabels }).classes,
    );
    return encodeMasks(pixels, Uint8Array.from(maps.flatMap((map) => [...map])), fitted);
  };
  return {
    net: 'unet',
    options: { stages: 2 },
    network: segmenterNetwork({ labels: shapeLabels, stages: [8, 16] }, fitted),
    heads: segmenterHeads(fitted, { diceWeight: 0.5 }),
    train: encoded(train),
    test: encoded(test),
    evaluator: () => maskEvaluator(2, size),
    metric: 'meanIou',
    steps: 100,
    seen: (data) => channelsFirst(data, fitted),
  };
}

export function detector(): Twins {
  const [train, test] = [shapes(80, 1), shapes(128, 2)];
  const fitted = fittedTo(train.pixels, size);
  const options = { labels: shapeLabels, width: 8, stride: 4 } as const;
  const encoded = ({ pixels, regions }: ReturnType<typeof shapes>) =>
    encodeBoxes(
      pixels,
      regions.map((list) => boxesOf(list, size, size)),
      { fitted, options },
    );
  return {
    net: 'detector',
    options: { stride: 4 },
    network: detecting(detectorNetwork(options, fitted), options),
    heads: detectorHeads(fitted, options),
    train: encoded(train),
    test: encoded(test),
    evaluator: () => boxEvaluator(shapeLabels),
    metric: 'map50',
    steps: 240,
    seen: (data) => channelsFirst(data, fitted),
  };
}

/** Ten digits of other writers than those it learned from, on pages of 64 x 64 pixels. */
export function digitDetector(): Twins {
  const image = { width: 64, height: 64, channels: 1 } as const;
  const pages = (part: 'train' | 't10k', count: number) =>
    digitPages({ part, count, size: image.width, most: 4, seed: 1 });
  const [train, test] = [pages('train', 640), pages('t10k', 256)];
  const fitted = fittedTo(train.pixels, image);
  const options = { labels: digitLabels, width: 8, stride: 4 } as const;
  const encoded = ({ pixels, boxes }: DigitPages) => encodeBoxes(pixels, boxes, { fitted, options });
  return {
    net: 'detector',
    options: { stride: 4 },
    network: detecting(detectorNetwork(options, fitted), options),
    heads: detectorHeads(fitted, options),
    train: encoded(train),
    test: encoded(test),
    evaluator: () => boxEvaluator(digitLabels),
    metric: 'map50',
    steps: 960,
    seen: (data) => channelsFirst(data, fitted, image),
    image,
  };
}

/** Bytes `[rows, height, width, channels]` as numbers `[rows, channels, height, width]`, normalized as the network does. */
function channelsFirst(
  data: Batch['tensors'][string],
  { mean, scale }: { readonly mean: readonly number[]; readonly scale: readonly number[] },
  { width, height, channels }: ImageSize = size,
): Float64Array {
  const pixels = width * height;
  return Float64Array.from({ length: data.length }, (_, at) => {
    const [row, channel, pixel] = [
      Math.floor(at / (pixels * channels)),
      Math.floor(at / pixels) % channels,
      at % pixels,
    ];
    const value = Number(data[(row * pixels + pixel) * channels + channel]);
    return (value - mean[channel]!) / scale[channel]!;
  });
}

const batchSize = 8;

function ratesOf(steps: number): readonly number[] {
  return Array.from({ length: steps }, (_, at) => 1e-2 * Math.min(1, 2 * (1 - at / steps)));
}

/** What both come to from the weights of a seed; the peer's outputs are read as the step's own. */
export async function scoresOf(
  twins: Twins,
  { python, seed }: { readonly python: string; readonly seed: number },
) {
  const { network, heads, test, evaluator, metric, steps } = twins;
  const step = ({ rows }: { readonly rows: number }): StepOptions => {
    return { network, heads, optimizer: adam(), batch: rows };
  };
  const start = shakenState(step({ rows: batchSize }), seed);
  const [batches, asked] = [batchesOf(twins.train, batchSize), batchesOf(test, batchSize)];
  const rates = ratesOf(steps);
  const theirs = askTwin(python, twins, { start, batches, asked, rates });
  const trainer = Trainer.open({ step, threads: 1, seed: 1 }, { rows: batchSize }, start);
  for (const [at, learningRate] of rates.entries())
    await trainer.step(batches[(at + 1) % batches.length]!, { step: at + 1, learningRate });
  const [own, peer] = [evaluator(), evaluator()];
  for (const [at, batch] of asked.entries()) {
    const { outputs } = await trainer.evaluate(batch);
    own.add(batch, own.answersOf(batch, outputs));
    peer.add(batch, peer.answersOf(batch, theirs[at]!));
  }
  await trainer.close();
  return { own: own.metrics(0)[metric]!, peer: peer.metrics(0)[metric]! };
}

interface Lesson {
  readonly start: ReturnType<typeof shakenState>;
  readonly batches: readonly Batch[];
  readonly asked: readonly Batch[];
  readonly rates: readonly number[];
}

function askTwin(
  python: string,
  twins: Twins,
  { start, batches, asked, rates }: Lesson,
): Record<string, Float32Array>[] {
  const { net, options, network, heads, seen, image = size } = twins;
  const inputs = new Set(network.inputs.map(({ name }) => name));
  const shapeOf = new Map(
    [...network.inputs, ...heads.map(({ target }) => target)].map(({ name, shape }) => [name, shape]),
  );
  const told = ({ rows, tensors }: Batch) =>
    Object.fromEntries(
      Object.entries(tensors)
        .filter(([name]) => name === 'weights' || shapeOf.has(name))
        .map(([name, data]) => {
          const isSeen = seen && inputs.has(name);
          const shape = isSeen ? [image.channels, image.height, image.width] : (shapeOf.get(name) ?? []);
          return [name, { shape: [rows, ...shape], data: Array.from(isSeen ? seen(data) : data, Number) }];
        }),
    );
  const parameters = Object.fromEntries(
    network.parameters.map(({ name, shape }) => [name, { shape, data: [...start.get(name)!] }]),
  );
  const spec = { net, options, parameters, rates, train: batches.map(told), test: asked.map(told) };
  const script = join(import.meta.dirname, 'oracle', 'twins.py');
  const [answers] = askPython(python, script, [spec]) as [Record<string, number[]>[]];
  return answers.map((outputs) =>
    Object.fromEntries(Object.entries(outputs).map(([name, data]) => [name, Float32Array.from(data)])),
  );
}
