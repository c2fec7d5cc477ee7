/** @file What trained baselines are given, so that they take seconds whatever the size of the data. */
import type { Parameters } from '../../../../src-shared/contract.ts';
import type { DataMeasures } from '../../recipes/proposals.ts';

/** Updates that a convex loss needs at these learning rates, and more than which nothing is gained. */
const updates = { least: 600, most: 3000 } as const;
/** Bytes that the features of all texts may take. */
const mostBytes = 500e6;

function pace(rows: number, threads: number): Parameters {
  const batchSize = 2 ** Math.min(10, Math.max(5, Math.round(Math.log2(rows / 100))));
  const perEpoch = Math.ceil(rows / batchSize);
  const epochs = Math.max(
    2,
    Math.min(Math.ceil(updates.most / perEpoch), 20 + Math.ceil(updates.least / perEpoch)),
  );
  return { batchSize, epochs, patience: Math.max(3, Math.ceil(epochs / 6)), threads };
}

/** Of logistic and linear regression on standardized columns. */
export function linearParameters({ rows }: DataMeasures, threads: number): Parameters {
  return pace(rows, threads);
}

/** Of TF-IDF with logistic regression. */
export function tfIdfParameters({ rows, words95 }: DataMeasures, threads: number): Parameters {
  const fits = Math.floor(mostBytes / (16 * rows));
  const sequenceLength = Math.max(4, Math.min(words95 ?? 200, 400, fits));
  return { ...pace(rows, threads), sequenceLength };
}
