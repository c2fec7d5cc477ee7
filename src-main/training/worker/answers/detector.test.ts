import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import { Random, adam, centerDetector, layerOf, type StepOptions } from '../../../graph/index.ts';
import { boxesOf, cellsOf, detectionsOf } from '../../../images/index.ts';
import { fittedTo, type FittedImages } from '../programs/images.ts';
import { evaluateSplit, probeTarget } from '../trainer/index.ts';
import {
  boxEvaluator,
  detecting,
  detectorHeads,
  detectorNetwork,
  encodeBoxes,
  exportDetector,
  type DetectorOptions,
} from './detector.ts';
import { shapeLabels, shapesOnNoise } from './shapes.fixture.ts';
import { ask, batchesOf, expectPyTorch, learned, type StepCase } from './step.fixture.ts';

const python = findPython('torch', 'numpy');

/** Drawn images and boxes; the last row counts for nothing, and the first has no box. */
function caseOf(stride: 4 | 8, width: number): StepCase {
  const [rows, height, wide, random] = [4, 16, 24, new Random(3)];
  const fitted = { size: { height, width: wide, channels: 3 } } as const;
  const options: DetectorOptions = { labels: shapeLabels, width, stride };
  const network = centerDetector(
    { name: 'pixels', elementType: 'float32', shape: [3, height, wide] },
    layerOf((_, pixels) => pixels),
    { channels: 3, classes: 2, width, stride },
  );
  const cells = Array.from({ length: rows }, (_, row) => {
    const boxes = Array.from({ length: row }, (_, index) => {
      const [x, y] = [14 * random.uniform(), 8 * random.uniform()];
      return {
        x,
        y,
        width: 4 + 4 * random.uniform(),
        height: 3 + 3 * random.uniform(),
        label: shapeLabels[index % 2]!,
      };
    });
    return cellsOf(boxes, { size: { width: wide, height }, stride, labels: shapeLabels });
  });
  return {
    net: 'detector',
    options: { stride },
    step: { network, heads: detectorHeads(fitted, options), optimizer: adam(), batch: rows },
    batch: {
      rows,
      tensors: {
        pixels: Float32Array.from({ length: rows * height * wide * 3 }, () => random.normal()),
        middles: Float32Array.from(cells.flatMap(({ heat }) => [...heat])),
        places: Float32Array.from(cells.flatMap(({ boxes }) => [...boxes])),
        weights: Float32Array.from({ length: rows }, (_, row) => Number(row < rows - 1)),
      },
    },
  };
}

const cases = [
  ['cells of 4 pixels', caseOf(4, 4)],
  ['cells of 8 pixels, whole blocks of channels', caseOf(8, 16)],
] as const;

const size = { width: 48, height: 48, channels: 3 } as const;
const options: DetectorOptions = { labels: shapeLabels, width: 12, stride: 4 };

function data(count: number, seed: number, fitted?: FittedImages) {
  const { pixels, regions } = shapesOnNoise({ count, size: size.width, most: 3, seed });
  const own = fitted ?? fittedTo(pixels, size);
  const boxes = regions.map((list) => boxesOf(list, size, size));
  return { fitted: own, pixels, boxes, encoded: encodeBoxes(pixels, boxes, { fitted: own, options }) };
}

describe('the detector', () => {
  it.for(cases)('has the loss and gradients of PyTorch: %s', async ([, given], context) => {
    context.skip(!python, pythonMissing('torch', 'numpy'));
    await expectPyTorch(python ?? '', given, { rounding: 5e-5 });
    const target = await probeTarget();
    if (target.blockSize) await expectPyTorch(python ?? '', given, { rounding: 5e-5, target });
  });

  it('finds shapes on noise, also when exported', async () => {
    const train = data(64, 1);
    const { fitted } = train;
    const test = data(24, 2, fitted);
    expect(train.encoded.untaken).toBe(0);
    const step = (batch: number): StepOptions => ({
      network: detecting(detectorNetwork(options, fitted), options),
      heads: detectorHeads(fitted, options),
      optimizer: adam(),
      batch,
    });
    const trainer = await learned(step, batchesOf(train.encoded, 8), { steps: 200, rate: 1e-2 });
    const evaluator = boxEvaluator(shapeLabels);
    await evaluateSplit({ trainer, data: test.encoded, batchSize: 8, evaluator });
    const { map, map50 } = evaluator.report();
    // .60 and .85 when it was written.
    expect(map50).toBeGreaterThan(0.7);
    expect(map).toBeGreaterThan(0.4);

    const { graph, metadata } = exportDetector(options, fitted, trainer.state);
    await trainer.close();
    expect(JSON.parse(metadata.detector)).toEqual({ classes: shapeLabels, box: 'xywh', suppress: 0.5 });
    const asked = { image: { type: 'uint8', shape: [24, 48, 48, 3], data: test.pixels } } as const;
    const { scores, classes, boxes } = await ask(graph, asked);
    expect([scores!.dims, classes!.dims, boxes!.dims]).toEqual([
      [24, 100],
      [24, 100],
      [24, 100, 4],
    ]);
    const found = { scores: scores!.data, classes: Array.from(classes!.data, Number), areas: boxes!.data };
    const own = boxEvaluator(shapeLabels);
    const answers = Float32Array.from({ length: 24 * 100 * 6 }, (_, at) => {
      const [place, number] = [Math.floor(at / 6), at % 6];
      if (number < 4) return found.areas[4 * place + number]!;
      return number === 4 ? found.scores[place]! : found.classes[place]!;
    });
    own.add({ rows: 24, tensors: { truth: test.encoded.columns[3]!.data as Float32Array } }, answers);
    expect(own.report().map).toBeCloseTo(map!, 6);
    const sure = [...test.boxes.keys()].flatMap((row) =>
      detectionsOf(found, { labels: shapeLabels, count: 100, start: 100 * row, least: 0.3 }),
    );
    expect(Math.abs(sure.length / test.boxes.flat().length - 1)).toBeLessThan(0.3);
    const none = await ask(graph, {
      image: { type: 'uint8', shape: [0, 48, 48, 3], data: new Uint8Array() },
    });
    expect(none['boxes']!.dims).toEqual([0, 100, 4]);
  }, 120_000);
});
