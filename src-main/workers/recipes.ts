/** @file Defaults of the training jobs, apart from them so that the workbench loads no native code to read them. */
import type { TrainTextParameters } from './jobs/train-text.ts';

/** Good for e-mails and other texts of up to a page, in about a minute on two cores. */
export const trainTextDefaults: TrainTextParameters = {
  epochs: 10,
  batchSize: 64,
  learningRate: 2e-3,
  seed: 1,
  embedding: 64,
  hidden: 64,
  vocabulary: 10_000,
  sequenceLength: 200,
  patience: 3,
  threads: 2,
};
