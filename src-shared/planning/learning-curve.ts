/**
 * @file The learning curve of a dataset: how the error of the best model falls as versions grow, as a power law
 * `error = a · n^-b` (Hestness et al., 2017), fitted by least squares of the logarithms.
 */

export interface Measured {
  /** Training samples of a version. */
  readonly samples: number;
  /** Of the best model on it, between 0 and 1, higher is better. */
  readonly score: number;
}

export interface Need {
  /** Training samples with which the goal is reached. */
  readonly likely: number;
  /** The least and the most over all fits that leave one version out. */
  readonly low: number;
  readonly high: number;
  readonly versions: number;
}

/** With fewer versions, leaving one out says nothing. */
const FEWEST = 4;
/** A curve is not followed further than so many times the largest version. */
const FURTHEST = 10;

/** Undefined where too few sizes were measured, the error does not fall, or the goal lies further than the curve can be trusted. */
export function samplesFor(goal: number, measured: readonly Measured[]): Need | undefined {
  const points = bestBySize(measured);
  if (points.length < FEWEST || !(goal > 0 && goal < 1)) return undefined;
  const largest = Math.max(...points.map(({ samples }) => samples));
  const fits = [points, ...points.map((_, left) => points.filter((_one, i) => i !== left))];
  const needs = fits.map((some) => needOf(goal, some));
  const known = needs.filter((need): need is number => need !== undefined && need <= FURTHEST * largest);
  if (known.length < needs.length) return undefined;
  return {
    likely: Math.round(needs[0]!),
    low: Math.round(Math.min(...known)),
    high: Math.round(Math.max(...known)),
    versions: points.length,
  };
}

/** Of versions of one size the best; an error of 0 has no logarithm and is left out. */
function bestBySize(measured: readonly Measured[]): readonly Measured[] {
  const best = new Map<number, number>();
  for (const { samples, score } of measured)
    if (samples > 0 && score < 1) best.set(samples, Math.max(best.get(samples) ?? -Infinity, score));
  return [...best].map(([samples, score]) => ({ samples, score }));
}

function needOf(goal: number, points: readonly Measured[]): number | undefined {
  const logs = points.map(({ samples, score }) => [Math.log(samples), Math.log(1 - score)] as const);
  const mean = (of: (point: readonly [number, number]) => number) =>
    logs.reduce((sum, point) => sum + of(point), 0) / logs.length;
  const [x, y] = [mean(([one]) => one), mean(([, one]) => one)];
  const square = logs.reduce((sum, [one]) => sum + (one - x) ** 2, 0);
  const slope = logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / square;
  if (!(slope < 0)) return undefined;
  return Math.exp(x + (Math.log(1 - goal) - y) / slope);
}
