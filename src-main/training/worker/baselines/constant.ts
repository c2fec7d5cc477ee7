/** @file Baselines that say the same of every sample: the most frequent class, the mean and the median of the target. */
import type { Baseline } from '../../../models/worker/index.ts';
import type { Split } from '../../../versions/worker/index.ts';
import type { Truths } from './truths.ts';

/** Of the training split; of equally frequent classes the first. */
export function majority(truths: Truths, classes: number): Baseline {
  const counts = new Array<number>(classes).fill(0);
  for (const label of truths.train) counts[label] = counts[label]! + 1;
  return always('majority', counts.indexOf(Math.max(...counts)), truths);
}

/** Of the training split. */
export function mean(truths: Truths): Baseline {
  return always('mean', truths.train.reduce((sum, value) => sum + value, 0) / truths.train.length, truths);
}

/** Of the training split: the value in the middle, or half-way between two. */
export function median(truths: Truths): Baseline {
  const sorted = truths.train.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return always('median', (sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2, truths);
}

function always(name: Baseline['name'], answer: number, truths: Truths): Baseline {
  const answers = (split: Split) => truths[split].map(() => answer);
  const all = { train: answers('train'), validation: answers('validation'), test: answers('test') };
  return { name, recipe: null, answers: all };
}
