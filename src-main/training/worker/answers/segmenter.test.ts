import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import { Random, adam, compileStep, networkOf, unet, type StepOptions } from '../../../graph/index.ts';
import { classMapOf } from '../../../images/index.ts';
import { fittedTo, type FittedImages } from '../programs/images.ts';
import { evaluateSplit, probeTarget } from '../trainer/index.ts';
import {
  encodeMasks,
  exportSegmenter,
  maskEvaluator,
  pixelWeightsOf,
  segmenterHeads,
  segmenterNetwork,
  type SegmenterSizes,
} from './segmenter.ts';
import { shapeLabels, shapesOnNoise } from './shapes.fixture.ts';
import { ask, batchesOf, expectPyTorch, learned, type StepCase } from './step.fixture.ts';

const python = findPython('torch', 'numpy');

/** Drawn images and classes; the last row counts for nothing. */
function caseOf(stages: readonly number[], classWeights?: readonly number[]): StepCase {
  const [rows, height, width, random] = [4, 16, 8, new Random(3)];
  const size = { height, width, channels: 3 };
  const network = networkOf(unet({ channels: 3, classes: 3, stages }), {
    name: 'pixels',
    elementType: 'float32',
    shape: [3, height, width],
  });
  return {
    net: 'unet',
    options: { stages: stages.length, classWeights },
    step: {
      network,
      heads: segmenterHeads({ size }, { classWeights, diceWeight: 0.5 }),
      optimizer: adam(),
      batch: rows,
    },
    batch: {
      rows,
      tensors: {
        pixels: Float32Array.from({ length: rows * height * width * 3 }, () => random.normal()),
        labels: Uint8Array.from({ length: rows * height * width }, () => Math.floor(3 * random.uniform())),
        weights: Float32Array.from({ length: rows }, (_, row) => Number(row < rows - 1)),
      },
    },
  };
}

const cases = [
  ['three stages', caseOf([5, 6, 7])],
  ['whole blocks of channels and class weights', caseOf([16, 32], [0.2, 1, 3])],
] as const;

function data(count: number, seed: number, fitted?: FittedImages) {
  const size = 32;
  const { pixels, regions } = shapesOnNoise({ count, size, most: 2, seed });
  const form = { width: size, height: size, channels: 3 } as const;
  const maps = regions.map((list) => classMapOf(list, { from: form, to: form, labels: shapeLabels }).classes);
  const own = fitted ?? fittedTo(pixels, form);
  return {
    fitted: own,
    pixels,
    encoded: encodeMasks(pixels, Uint8Array.from(maps.flatMap((map) => [...map])), own),
  };
}

describe('the segmenter', () => {
  it.for(cases)('has the loss and gradients of PyTorch: %s', async ([, given], context) => {
    context.skip(!python, pythonMissing('torch', 'numpy'));
    await expectPyTorch(python ?? '', given, { rounding: 5e-5 });
    const target = await probeTarget();
    if (target.blockSize) await expectPyTorch(python ?? '', given, { rounding: 5e-5, target });
  });

  it('finds shapes on noise, also when exported', async () => {
    const train = data(48, 1);
    const { fitted } = train;
    const test = data(24, 2, fitted);
    const sizes: SegmenterSizes = { labels: shapeLabels, stages: [8, 16, 24] };
    const classWeights = pixelWeightsOf(train.encoded.columns[1]!, 2);
    expect(classWeights[0]).toBe(1);
    const step = (batch: number): StepOptions => ({
      network: segmenterNetwork(sizes, fitted),
      heads: segmenterHeads(fitted, { classWeights }),
      optimizer: adam(),
      batch,
    });
    const trainer = await learned(step, batchesOf(train.encoded, 8), { steps: 120, rate: 1e-2 });
    const evaluator = maskEvaluator(2, { width: 32, height: 32 });
    await evaluateSplit({ trainer, data: test.encoded, batchSize: 8, evaluator });
    const { iou, pixelAccuracy } = evaluator.report();
    // Shape and background differ in brightness; square and disk only in outline.
    expect(iou[0]).toBeGreaterThan(0.97);
    expect(Math.min(iou[1]!, iou[2]!)).toBeGreaterThan(0.75);
    expect(pixelAccuracy).toBeGreaterThan(0.95);

    const { graph, metadata } = exportSegmenter(sizes, fitted, trainer.state);
    await trainer.close();
    expect(JSON.parse(metadata.segmenter)).toEqual({ classes: ['', 'square', 'disk'], background: 0 });
    const asked = { image: { type: 'uint8', shape: [24, 32, 32, 3], data: test.pixels } } as const;
    const { mask, probabilities } = await ask(graph, asked);
    expect(probabilities!.dims).toEqual([24, 32, 32, 3]);
    const own = maskEvaluator(2, { width: 32, height: 32 });
    const row = { rows: 24, tensors: { labels: test.encoded.columns[1]!.data as Uint8Array } };
    own.add(row, Float32Array.from(mask!.data, Number));
    expect(own.report()).toEqual(evaluator.report());
    const right = Array.from(mask!.data, Number).filter((each, at) => each === row.tensors.labels[at]).length;
    expect(right / mask!.data.length).toBe(pixelAccuracy);
    const none = await ask(graph, {
      image: { type: 'uint8', shape: [0, 32, 32, 3], data: new Uint8Array() },
    });
    expect(none['mask']!.dims).toEqual([0, 32, 32]);
  }, 120_000);

  it('says which sizes it cannot take', () => {
    const size = { height: 30, width: 32, channels: 1 };
    const fitted = { size, mean: [0], scale: [1] } as unknown as FittedImages;
    const network = () => segmenterNetwork({ labels: ['a'], stages: [4, 8, 16] }, fitted);
    expect(() =>
      compileStep({ network: network(), heads: segmenterHeads(fitted), optimizer: adam(), batch: 1 }),
    ).toThrow('images of 30 x 32 do not divide by 4, as 3 stages need');
  });
});
