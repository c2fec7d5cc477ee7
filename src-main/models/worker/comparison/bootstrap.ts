/** @file The paired bootstrap: how far differences of scores would scatter over samples drawn anew. */
import { Random } from '../../../graph/index.ts';

/** Counts answers to samples by their index, and ends in scores. */
export interface Scorer {
  /** Forgets all samples. */
  clear(): void;
  add(sample: number): void;
  /** In a fixed order; greater is better. */
  scores(): readonly number[];
}

export interface BootstrapOptions {
  readonly samples: number;
  readonly model: Scorer;
  readonly baselines: readonly Scorer[];
  readonly seed: number;
}

/** The difference of a score, model minus baseline, and its 95 % interval. */
export interface Difference {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

export interface Bootstrapped {
  readonly resamples: number;
  /** By baseline, then by score. */
  readonly differences: readonly (readonly Difference[])[];
}

const mostResamples = 2000;
const leastResamples = 200;
/** Samples drawn in all: fewer resamples of large splits, whose intervals are narrow. */
const mostDraws = 2e7;
const outside = 0.025;

/**
 * Draws the samples anew with replacement, the same ones for the model and every baseline, and takes the 2.5 % and 97.5 %
 * quantiles of the differences (Efron & Tibshirani 1993, chapter 13: the percentile interval).
 */
export function pairedBootstrap({ samples, model, baselines, seed }: BootstrapOptions): Bootstrapped {
  const scorers = [model, ...baselines];
  const whole = differencesOf(
    scorers,
    Array.from({ length: samples }, (_, sample) => sample),
  );
  const resamples = Math.max(
    leastResamples,
    Math.min(mostResamples, Math.floor(mostDraws / Math.max(1, samples))),
  );
  const random = new Random(seed);
  const drawn = new Uint32Array(samples);
  const scattered = Array.from({ length: resamples }, () => {
    for (let at = 0; at < samples; at++) drawn[at] = Math.floor(random.uniform() * samples);
    return differencesOf(scorers, drawn);
  });
  return {
    resamples,
    differences: whole.map((scores, baseline) =>
      scores.map((difference, score) => {
        const sorted = scattered.map((each) => each[baseline]![score]!).sort((a, b) => a - b);
        return { difference, low: quantile(sorted, outside), high: quantile(sorted, 1 - outside) };
      }),
    ),
  };
}

/** Scores of the first less those of each other, over some samples. */
function differencesOf(scorers: readonly Scorer[], drawn: ArrayLike<number>): readonly (readonly number[])[] {
  for (const scorer of scorers) scorer.clear();
  for (let at = 0; at < drawn.length; at++) for (const scorer of scorers) scorer.add(drawn[at]!);
  const [model = [], ...others] = scorers.map((scorer) => scorer.scores());
  return others.map((scores) => scores.map((score, at) => model[at]! - score));
}

/** By linear interpolation between the nearest ranks, as NumPy has it. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (above - below) * (at - Math.floor(at));
}
