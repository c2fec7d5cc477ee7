/**
 * @file Bisections by the same decisions as in the workbench, over logistic regressions on TF-IDF by stochastic gradient descent
 * in this process: real e-mails and trainings that differ by their seed, without the processes of a workbench.
 */
import { Random } from '../../src-main/graph/index.ts';
import { FeatureMaker, PLACES } from '../../src-main/labeling/worker/learning/features.ts';
import type { SparseVector } from '../../src-main/labeling/worker/learning/vectors.ts';
import {
  nextOfBisection,
  type BisectResult,
  type BisectVerdict,
} from '../../src-shared/search/bisect/next.ts';
import { BATCHES, SIZE, TRAININGS, plantedIn, readMails } from './mails.ts';

const EPOCHS = 8;
const RATE = 10;
const TEST_SHARE = 0.2;

export interface Example {
  readonly vector: SparseVector;
  /** Whether it is spam. */
  readonly label: 0 | 1;
}

export async function readExamples(): Promise<Example[]> {
  const maker = new FeatureMaker();
  const mails = readMails();
  for (const { text } of mails) await maker.add({ of: 'text', text });
  return maker.vectors().map((vector, i) => ({ vector, label: mails[i]!.label === 'spam' ? 1 : 0 }));
}

export interface Case {
  readonly metric: 'accuracy' | 'loss';
  /** Whether the good model is asked which labels it contradicts. */
  readonly ask: boolean;
  /** Whether there is a batch with wrong labels at all. */
  readonly isPlanted: boolean;
  readonly seed: number;
}

export interface Ended {
  readonly verdict: BisectVerdict;
  readonly planted: number;
  readonly trainings: number;
}

/** One bisection to its end. */
export function bisect(examples: readonly Example[], { metric, ask, isPlanted, seed }: Case): Ended {
  const { old, batches, planted } = plantedIn(examples, seed);
  const test = old.slice(0, Math.round(old.length * TEST_SHARE));
  const always = old.slice(test.length);
  const given = batches.map((batch, place) =>
    isPlanted && place === planted ? batch.map((one) => ({ ...one, label: turnedLabel(one.label) })) : batch,
  );
  const results: BisectResult[] = [];
  let good: Weights | undefined;
  let contradicted: readonly (number | null)[] = given.map(() => null);
  for (;;) {
    const { step } = nextOfBisection(
      {
        batches: given.map((_, place) => ({ samples: SIZE, contradicted: contradicted[place] ?? null })),
        seeds: 3,
        trainings: TRAININGS,
        better: metric === 'accuracy' ? 'higher' : 'lower',
        resolution: metric === 'accuracy' ? 1 / test.length : 0,
        canAsk: ask,
      },
      results,
    );
    if (step.do === 'end') return { verdict: step.verdict, planted, trainings: results.length };
    if (step.do === 'ask') {
      const model = good!;
      contradicted = given.map(
        (batch) => batch.filter((one) => Number(logit(model, one.vector) > 0) !== one.label).length,
      );
      continue;
    }
    const learned = [...always, ...given.filter((_, place) => !step.undone.includes(place)).flat()];
    const model = train(learned, seed * 1000 + step.seed);
    if (step.undone.length === BATCHES) good ??= model;
    results.push({ undone: step.undone, seed: step.seed, value: scoreOf(model, test)[metric] });
  }
}

const turnedLabel = (label: 0 | 1): 0 | 1 => (label === 1 ? 0 : 1);

interface Weights {
  readonly weights: Float64Array;
  intercept: number;
}

/** Stochastic gradient descent, one example a step in an order of the seed, the rate falling to zero. */
function train(examples: readonly Example[], seed: number): Weights {
  const model: Weights = { weights: new Float64Array(PLACES), intercept: 0 };
  const random = new Random(seed);
  const order = Uint32Array.from(examples.keys());
  const steps = EPOCHS * examples.length;
  let step = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    random.shuffle(order);
    for (const at of order) {
      const { vector, label } = examples[at]!;
      const rate = RATE * (1 - step++ / steps);
      const error = rate * (label - 1 / (1 + Math.exp(-logit(model, vector))));
      model.intercept += error;
      for (const [i, place] of vector.indices.entries()) model.weights[place]! += error * vector.values[i]!;
    }
  }
  return model;
}

function logit({ weights, intercept }: Weights, { indices, values }: SparseVector): number {
  let sum = intercept;
  for (let i = 0; i < indices.length; i++) sum += weights[indices[i]!]! * values[i]!;
  return sum;
}

function scoreOf(model: Weights, test: readonly Example[]): Readonly<Record<Case['metric'], number>> {
  let right = 0;
  let loss = 0;
  for (const { vector, label } of test) {
    const score = logit(model, vector);
    if (Number(score > 0) === label) right++;
    loss += Math.log1p(Math.exp(label === 1 ? -score : score));
  }
  return { accuracy: right / test.length, loss: loss / test.length };
}
