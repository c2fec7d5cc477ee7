/**
 * @file An interval of any statistic by resampling: bias-corrected and accelerated (BCa). B. Efron and R. J. Tibshirani: An
 * introduction to the bootstrap (1993), chapter 14. The same seed gives the same interval on every machine.
 */
import { Random } from '../planning/engine/forecast/random.ts';
import { CONFIDENCE, type Interval, type Outcome, inapplicable } from './outcome.ts';
import { normalCdf, normalQuantile } from './special.ts';

export interface BootstrapInput {
  /** So many samples are drawn from, each time as many with replacement. */
  readonly count: number;
  /** The statistic of the samples with these numbers, from 0; one may be there several times. */
  readonly statistic: (samples: Int32Array) => number;
  readonly resamples?: number;
  readonly confidence?: number;
  readonly seed?: number;
}

export interface Bootstrap extends Interval {
  readonly estimate: number;
  /** The standard deviation of the resampled statistics. */
  readonly error: number;
  readonly resamples: number;
}

const RESAMPLES = 2000;

/** The interval of a statistic of single or paired samples. */
export function bootstrap(input: BootstrapInput): Outcome<Bootstrap> {
  const { count, statistic, confidence = CONFIDENCE } = input;
  if (count < 2) return inapplicable({ reason: 'tooFewValues', have: count, needed: 2 });
  const estimate = statistic(Int32Array.from({ length: count }, (_, at) => at));
  const resampled = resample(input);
  if (!Number.isFinite(estimate) || !resampled.every(Number.isFinite))
    return inapplicable({ reason: 'notFinite' });
  if (resampled.every((value) => value === resampled[0])) return inapplicable({ reason: 'allEqual' });
  const interval = bca({ estimate, resampled, jackknife: jackknifed(input), confidence });
  if (!Number.isFinite(interval.low) || !Number.isFinite(interval.high))
    return inapplicable({ reason: 'noVariance' });
  return { applies: true, estimate, error: spread(resampled), resamples: resampled.length, ...interval };
}

/** The statistic of each resample, in the order drawn. */
export function resample({
  count,
  statistic,
  resamples = RESAMPLES,
  seed = 0,
}: BootstrapInput): Float64Array {
  const random = new Random(seed, 'bootstrap');
  const drawn = new Int32Array(count);
  return Float64Array.from({ length: resamples }, () => {
    for (let at = 0; at < count; at++) drawn[at] = Math.floor(random.uniform() * count);
    return statistic(drawn);
  });
}

/** The statistic with each sample left out in turn. */
function jackknifed({ count, statistic }: BootstrapInput): Float64Array {
  return Float64Array.from({ length: count }, (_, out) =>
    statistic(Int32Array.from({ length: count - 1 }, (__, at) => (at < out ? at : at + 1))),
  );
}

interface BcaInput {
  readonly estimate: number;
  readonly resampled: Float64Array;
  readonly jackknife: Float64Array;
  readonly confidence: number;
}

/** α₁ = Φ(z₀ + (z₀ + z) / (1 - a (z₀ + z))): equation 14.10; z₀ by the share below, ties half; a by the jackknife, 14.15. */
function bca({ estimate, resampled, jackknife, confidence }: BcaInput): Interval {
  const below = resampled.reduce(
    (sum, value) => sum + (value < estimate ? 1 : value === estimate ? 0.5 : 0),
    0,
  );
  const bias = normalQuantile(below / resampled.length);
  const mean = jackknife.reduce((sum, value) => sum + value, 0) / jackknife.length;
  const [squares, cubes] = [2, 3].map((power) =>
    jackknife.reduce((sum, value) => sum + (mean - value) ** power, 0),
  );
  const acceleration = cubes! / (6 * squares! ** 1.5);
  const ascending = resampled.toSorted();
  const end = (share: number): number => {
    const shifted = bias + normalQuantile(share);
    return quantile(ascending, normalCdf(bias + shifted / (1 - acceleration * shifted)));
  };
  return { low: end((1 - confidence) / 2), high: end((1 + confidence) / 2) };
}

/** Between two of ascending values in line (definition 7 of Hyndman & Fan 1996). */
function quantile(ascending: Float64Array, share: number): number {
  if (!(share >= 0 && share <= 1)) return NaN;
  const place = share * (ascending.length - 1);
  const at = Math.min(ascending.length - 2, Math.floor(place));
  const [low, high] = [ascending[at]!, ascending[at + 1]!];
  return low + (place - at) * (high - low);
}

function spread(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
