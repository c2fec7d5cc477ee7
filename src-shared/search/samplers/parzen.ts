/**
 * @file A Parzen estimator over dimensions of a search: a mixture of one kernel an observation and a broad prior (Bergstra et
 * al. 2011), with the widths, the clipping and the weights that Optuna uses.
 */
import type { Random } from '../../planning/engine/forecast/random.ts';
import type { Dimension } from '../contract.ts';
import type { Parameters } from '../../tracking/record.ts';
import { massBetween, truncatedNormal } from './normal.ts';

const PRIOR_WEIGHT = 1;
const LEAST = 1e-300;

export interface ParzenEstimator {
  sample(random: Random): Parameters;
  logDensity(values: Parameters): number;
}

/** One dimension of the mixture: a kernel each. */
interface Kernels {
  draw(kernel: number, random: Random): Parameters[string];
  logDensity(kernel: number, value: Parameters[string]): number;
}

/** @param observed the values of trials in the order in which they were made; a kernel spans all dimensions */
export function parzenEstimator(
  dimensions: readonly Dimension[],
  observed: readonly Parameters[],
): ParzenEstimator {
  const weights = weightsOf(observed.length);
  const parts = dimensions.map((dimension): [string, Kernels] => {
    const values = observed.map((one) => one[dimension.name]!);
    const kernels =
      dimension.kind === 'choice'
        ? choiceKernels(dimension.options, values)
        : numberKernels(dimension, values as number[]);
    return [dimension.name, kernels];
  });
  const logWeights = weights.map(Math.log);
  return {
    sample(random) {
      const kernel = drawIndex(weights, random);
      return Object.fromEntries(parts.map(([name, kernels]) => [name, kernels.draw(kernel, random)]));
    },
    logDensity: (values) =>
      logSumExp(
        logWeights.map((weight, kernel) =>
          parts.reduce((sum, [name, kernels]) => sum + kernels.logDensity(kernel, values[name]!), weight),
        ),
      ),
  };
}

/** Of the observations, the prior last: the latest 25 count fully, those before the less the older they are. */
export function weightsOf(count: number): number[] {
  const ramp = Math.max(0, count - 25);
  const weights = Array.from({ length: count }, (_, i) => {
    if (i >= ramp) return 1;
    return ramp === 1 ? 1 / count : 1 / count + ((1 - 1 / count) * i) / (ramp - 1);
  });
  weights.push(PRIOR_WEIGHT);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

function choiceKernels(
  options: readonly Parameters[string][],
  observed: readonly Parameters[string][],
): Kernels {
  const kernels = observed.length + 1;
  const rows = Array.from({ length: kernels }, (_, kernel) => {
    const row = options.map((option) => PRIOR_WEIGHT / kernels + Number(observed[kernel] === option));
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((one) => one / sum);
  });
  return {
    draw: (kernel, random) => options[drawIndex(rows[kernel]!, random)]!,
    logDensity: (kernel, value) => Math.log(rows[kernel]![options.indexOf(value)] ?? LEAST),
  };
}

function numberKernels(
  { from, to, scale, integer }: Extract<Dimension, { kind: 'number' }>,
  observed: readonly number[],
): Kernels {
  const isLog = scale === 'logarithmic';
  const half = integer ? 0.5 : 0;
  const inner = (value: number): number => (isLog ? Math.log(value) : value);
  const [low, high] = [inner(from - half), inner(to + half)];
  const range = high - low;
  const places = observed.map(inner);
  const means = [...places, (low + high) / 2];
  const least = range / Math.min(100, 1 + means.length);
  const widths = neighborDistances(places, low, high);
  const deviations = [...widths.map((width) => Math.min(Math.max(width, least), range)), range];
  const masses = means.map((mean, i) =>
    massBetween((low - mean) / deviations[i]!, (high - mean) / deviations[i]!),
  );
  return {
    draw(kernel, random) {
      const drawn = truncatedNormal(random, {
        mean: means[kernel]!,
        deviation: deviations[kernel]!,
        low,
        high,
      });
      const value = isLog ? Math.exp(drawn) : drawn;
      return Math.min(to, Math.max(from, integer ? Math.round(value) : value));
    },
    logDensity(kernel, value) {
      const [mean, deviation, mass] = [means[kernel]!, deviations[kernel]!, masses[kernel]!];
      const x = Number(value);
      if (!integer) {
        const z = (inner(x) - mean) / deviation;
        return -(z * z) / 2 - Math.log(deviation * mass * Math.sqrt(2 * Math.PI));
      }
      const between = massBetween((inner(x - half) - mean) / deviation, (inner(x + half) - mean) / deviation);
      return Math.log(Math.max(between, LEAST) / mass);
    },
  };
}

/** The greater of the distances to both neighbors; at the ends the one there is, and the range's end where a mean is alone. */
function neighborDistances(means: readonly number[], low: number, high: number): number[] {
  const order = means.map((_, i) => i).toSorted((i, j) => means[i]! - means[j]!);
  const distances = new Array<number>(means.length).fill(0);
  for (const [place, i] of order.entries()) {
    const [before, after] = [order[place - 1], order[place + 1]];
    const left = means[i]! - (before === undefined ? low : means[before]!);
    const right = (after === undefined ? high : means[after]!) - means[i]!;
    const hasBoth = (before === undefined) === (after === undefined);
    distances[i] = hasBoth ? Math.max(left, right) : before === undefined ? right : left;
  }
  return distances;
}

function drawIndex(weights: readonly number[], random: Random): number {
  let left = random.uniform();
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

function logSumExp(values: readonly number[]): number {
  const greatest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return greatest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - greatest), 0));
}
