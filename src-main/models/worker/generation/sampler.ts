/** @file Which token comes next: drawn from the logits of a generator. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { Random } from '../../../graph/index.ts';

export interface Sampling {
  /** Divides the logits: below 1 the likely tokens become likelier; 0 always takes the likeliest. */
  readonly temperature: number;
  /** Draw among this many likeliest tokens; among all unless given. */
  readonly topK?: number | undefined;
  /**
   * Draw among the fewest likeliest tokens that together have this probability (nucleus sampling, Holtzman et al.
   * 2020), after `topK`; among all unless given.
   */
  readonly topP?: number | undefined;
  /** The same seed draws the same tokens. */
  readonly seed: number;
}

/** Draws the id of a token from logits `[vocabulary]`, a new one with each call. */
export type Sampler = (logits: Float32Array) => number;

/** @throws AppError `serving.badField` when a number is out of its range */
export function samplerOf(sampling: Sampling): Sampler {
  check(sampling);
  const { temperature, topK, topP, seed } = sampling;
  if (temperature === 0) return likeliest;
  const random = new Random(seed);
  return (logits) => {
    const weights = exponentials(logits, temperature);
    const ids =
      topK === undefined && topP === undefined ? undefined : nucleus({ weights, logits }, { topK, topP });
    return draw(weights, ids ?? weights.keys(), random.uniform());
  };
}

function check({ temperature, topK, topP, seed }: Sampling): void {
  const refuse = (field: string, why: string) => new AppError('serving.badField', { field, why });
  if (!(temperature >= 0 && temperature <= 100)) throw refuse('temperature', 'it must be between 0 and 100');
  if (topK !== undefined && !(Number.isInteger(topK) && topK >= 1))
    throw refuse('topK', 'it must be a whole number from 1 on');
  if (topP !== undefined && !(topP > 0 && topP <= 1))
    throw refuse('topP', 'it must be above 0 and at most 1');
  if (!Number.isSafeInteger(seed)) throw refuse('seed', 'it must be a whole number');
}

function likeliest(logits: Float32Array): number {
  return logits.reduce((best, logit, id) => (logit > logits[best]! ? id : best), 0);
}

/** e^((logit - greatest) / temperature): the probabilities but for a factor. */
function exponentials(logits: Float32Array, temperature: number): Float64Array {
  const greatest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return Float64Array.from(logits, (logit) => Math.exp((logit - greatest) / temperature));
}

/** The ids to draw among, the likeliest first: by logit, since weights so close that they round alike have an order too. */
function nucleus(
  { weights, logits }: { weights: Float64Array; logits: Float32Array },
  { topK, topP = 1 }: Pick<Sampling, 'topK' | 'topP'>,
): readonly number[] {
  const ids = Array.from(weights.keys()).sort((a, b) => logits[b]! - logits[a]! || a - b);
  const few = ids.slice(0, topK ?? ids.length);
  const wanted = topP * few.reduce((total, id) => total + weights[id]!, 0);
  let sum = 0;
  const last = few.findIndex((id) => (sum += weights[id]!) >= wanted);
  return last < 0 ? few : few.slice(0, last + 1);
}

/** The first id at which the running sum passes `share` of the whole. */
function draw(weights: Float64Array, ids: Iterable<number>, share: number): number {
  const among = [...ids];
  const threshold = share * among.reduce((total, id) => total + weights[id]!, 0);
  let sum = 0;
  return among.find((id) => (sum += weights[id]!) > threshold) ?? among[0] ?? 0;
}
