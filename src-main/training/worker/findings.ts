/** @file What is worth saying of a run that has ended. */
import type { RunFinding } from '../../../src-shared/contract.ts';
import type { Answered } from '../../models/worker/index.ts';
import { isUnbalanced, type DataMeasures } from '../recipes/proposals.ts';
import type { TrainResult, TrainSpec } from './train.ts';

/** A last epoch that lowered the loss by less of it than this was as good as the one before. */
const stillFalling = 0.01;

export interface RunFacts {
  readonly spec: TrainSpec;
  readonly result: TrainResult;
  /** Validation loss of each epoch. */
  readonly losses: readonly number[];
  /** What the exported model says of the validation split; null of models that neither classify nor regress. */
  readonly answered: Answered | null;
  readonly measures: Pick<DataMeasures, 'classes'>;
}

export function findingsOf(facts: RunFacts): readonly RunFinding[] {
  return [...neverPredicted(facts), ...bestEpochLast(facts), ...unbalanced(facts)];
}

/** Classes of the validation split that the model gave to none of its samples, the most frequent first. */
function neverPredicted({ answered }: RunFacts): readonly RunFinding[] {
  if (!answered) return [];
  const { labels, actual, predicted } = answered;
  const answers = new Set(Array.from(predicted));
  return labels
    .map((label, index) => ({
      label,
      samples: answers.has(index) ? 0 : Array.from(actual).filter((is) => is === index).length,
    }))
    .filter(({ samples }) => samples > 0)
    .toSorted((a, b) => b.samples - a.samples)
    .map(({ label, samples }) => ({ kind: 'neverPredicted', label, samples }));
}

/** It trained as long as it was told to, and would have gone on getting better. */
function bestEpochLast({ spec, result, losses }: RunFacts): readonly RunFinding[] {
  const { epochs } = result;
  const [last, before] = [losses.at(-1), Math.min(...losses.slice(0, -1))];
  if (result.stopped || epochs !== spec.parameters.epochs || result.bestEpoch !== epochs) return [];
  if (last === undefined || !(before - last > stillFalling * Math.abs(before)) || before === Infinity)
    return [];
  return [{ kind: 'bestEpochLast', epochs }];
}

function unbalanced({ spec, measures }: RunFacts): readonly RunFinding[] {
  if (!isUnbalanced(measures)) return [];
  const { labels } = spec.version;
  const sizes = measures.classes.map((samples, index) => ({ label: labels[index] ?? '', samples }));
  const sorted = sizes.toSorted((a, b) => a.samples - b.samples);
  const weighted = 'classWeights' in spec.parameters && spec.parameters.classWeights === 'balanced';
  return [{ kind: 'unbalanced', smallest: sorted[0]!, largest: sorted.at(-1)!, weighted }];
}
