/** @file The job `weigh`: who is right, from the answers of several people alone. */
import {
  fitDawidSkene,
  type DawidSkene,
  type Observation,
} from '../../../src-shared/labeling/resolution/dawid-skene.ts';
import type { JobFunction } from '../../platform/pool/protocol.ts';

/** Answers, each list in the same order: positions of items; people and answers by numbers from 0. */
export interface AnswerBatch {
  readonly items: readonly number[];
  readonly people: readonly number[];
  readonly answers: readonly number[];
}

export type WeighResult = Pick<DawidSkene, 'priors' | 'confusions' | 'rounds' | 'logLikelihood'>;

export const weigh: JobFunction<{ readonly seed: number }, never, WeighResult, AnswerBatch> = async (
  spec,
  port,
) => {
  const numbers = new Map<number, number>();
  const observations: Observation[] = [];
  for await (const batch of port.receive())
    for (const [i, position] of batch.items.entries()) {
      const item = numbers.get(position) ?? numbers.size;
      numbers.set(position, item);
      observations.push({ item, person: batch.people[i]!, answer: batch.answers[i]! });
    }
  let [people, classes] = [0, 0];
  for (const { person, answer } of observations) {
    people = Math.max(people, person + 1);
    classes = Math.max(classes, answer + 1);
  }
  const { priors, confusions, rounds, logLikelihood } = fitDawidSkene({
    observations,
    items: numbers.size,
    people,
    classes,
    seed: spec.seed,
  });
  port.progress(observations.length, observations.length);
  return { priors, confusions, rounds, logLikelihood };
};
