/** @file A small training for tests: two layers that tell two noisy clouds of points apart. */
import { mkdirSync } from 'node:fs';
import {
  Random,
  adam,
  dense,
  networkOf,
  relu,
  sequential,
  softmaxCrossEntropy,
  type StepOptions,
} from '../../../graph/index.ts';
import { Trainer, classificationEvaluator, type Encoded, type FitOptions, type State } from './index.ts';

export const features = 6;
export const smallSetting = 'the same';

export function cloud(rows: number, seed: number): Encoded {
  const random = new Random(seed);
  const labels = Int32Array.from({ length: rows }, (_, row) => row % 2);
  const data = new Float32Array(rows * features);
  for (const index of data.keys())
    data[index] = random.normal() + (labels[Math.floor(index / features)] ? 0.7 : -0.7);
  return {
    rows,
    columns: [
      { name: 'features', elementType: 'float32', shape: [features], data },
      { name: 'labels', elementType: 'int32', shape: [], data: labels },
    ],
  };
}

export function smallStep(batch: number, accumulate = 1): StepOptions {
  return {
    network: networkOf(
      sequential(
        dense({ name: 'first', input: features, output: 5 }),
        relu,
        dense({ name: 'second', input: 5, output: 2 }),
      ),
      { name: 'features', elementType: 'float32', shape: [features] },
    ),
    heads: [
      {
        output: 'logits',
        target: { name: 'labels', elementType: 'int32', shape: [] },
        loss: softmaxCrossEntropy(),
      },
    ],
    optimizer: adam(),
    batch,
    accumulate,
  };
}

export function smallTrainer(from: State | Random = new Random(3), accumulate = 1): Trainer {
  return Trainer.open(
    { step: ({ rows }) => smallStep(rows, accumulate), threads: 1, seed: 1 },
    { rows: 8 },
    from,
  );
}

/** Six epochs of 13 batches; tells nobody. */
export function smallFit(directory: string, changes: Partial<FitOptions> = {}): FitOptions {
  mkdirSync(directory, { recursive: true });
  return {
    trainer: smallTrainer(),
    train: cloud(100, 1),
    validation: cloud(30, 2),
    evaluator: () => classificationEvaluator(2),
    batchSize: 8,
    epochs: 6,
    learningRate: 1e-2,
    patience: 0,
    seed: 5,
    directory,
    checkpointSeconds: 3600,
    resume: undefined,
    fixed: { fitted: '{}', setting: smallSetting },
    emit: () => Promise.resolve(),
    progress: () => undefined,
    signal: new AbortController().signal,
    ...changes,
  };
}
