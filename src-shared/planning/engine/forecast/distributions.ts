/** @file What is not known of a task: distributions of its minutes, sampled, with their means and variances. */
import { PlanError } from '../problems.ts';
import { lookUp, pertTable } from './pert-quantiles.ts';
import type { Random } from './random.ts';

/** Optimistic, most likely and pessimistic minutes. */
export interface ThreePoints {
  readonly optimistic: number;
  readonly likely: number;
  readonly pessimistic: number;
}

/** Minutes of a task, in the terms of its own work: of effort where that is its effort, else of duration. */
export type Distribution =
  | { readonly type: 'fixed'; readonly minutes: number }
  /** Beta on optimistic … pessimistic with mean (o + lambda m + p) / (lambda + 2); lambda 4 unless said (Malcolm et al. 1959). */
  | ({ readonly type: 'pert'; readonly lambda?: number } & ThreePoints)
  | ({ readonly type: 'triangular' } & ThreePoints)
  /** An estimate times a ratio of actual to estimated, drawn from those that were measured of the person. */
  | { readonly type: 'ratio'; readonly estimate: number; readonly ratios: readonly number[] }
  /** An amount by a rate an hour with its standard deviation (of the mean rate of such a task), lognormal. */
  | {
      readonly type: 'throughput';
      readonly amount: number;
      readonly perHour: number;
      readonly deviation: number;
    }
  /** So many runs, each of gamma-distributed seconds with that mean and standard deviation; their sum is gamma again. */
  | { readonly type: 'runs'; readonly runs: number; readonly seconds: number; readonly deviation: number };

/** Fills the first `count` places of `into`. */
export type Sampler = (random: Random, into: Float64Array, count: number) => void;

function each(draw: (random: Random) => number): Sampler {
  return (random, into, count) => {
    for (let at = 0; at < count; at++) into[at] = draw(random);
  };
}

const constant =
  (minutes: number): Sampler =>
  (_, into, count) =>
    into.fill(minutes, 0, count);

/** How a distribution is sampled. Check it first: {@link checkDistribution}. */
export function samplerOf(distribution: Distribution): Sampler {
  switch (distribution.type) {
    case 'fixed':
      return constant(distribution.minutes);
    case 'pert':
      return pert(distribution);
    case 'triangular':
      return triangular(distribution);
    case 'ratio': {
      const { estimate, ratios } = distribution;
      return each((random) => estimate * ratios[Math.floor(random.uniform() * ratios.length)]!);
    }
    case 'throughput': {
      const { mean, sigma } = logTime(distribution);
      return each((random) => Math.exp(mean + sigma * random.normal()));
    }
    case 'runs': {
      const { runs, seconds, deviation } = distribution;
      if (runs === 0 || seconds === 0 || deviation === 0) return constant((runs * seconds) / 60);
      const shape = runs * (seconds / deviation) ** 2;
      const scale = deviation ** 2 / seconds / 60;
      return each((random) => scale * random.gamma(shape));
    }
  }
}

function pert(points: Extract<Distribution, { type: 'pert' }>): Sampler {
  const { optimistic: low, pessimistic: high } = points;
  if (low === high) return constant(low);
  if ((points.lambda ?? 4) === 4) return pertByTable(points);
  const { alpha, beta } = pertShape(points);
  return (random, into, count) => {
    random.fillBeta(into, count, [alpha, beta]);
    for (let at = 0; at < count; at++) into[at] = low + (high - low) * into[at]!;
  };
}

function pertByTable({ optimistic: low, likely, pessimistic: high }: ThreePoints): Sampler {
  const table = pertTable(low, (likely - low) / (high - low), high);
  return (random, into, count) => {
    if (words.length < count) words = new Int32Array(count);
    random.fillWords(words, count);
    lookUp(table, words, into, count);
  };
}

/** What is drawn and looked up at once, by one sampler after another. */
let words = new Int32Array(1024);

/** By the inverse of its distribution function. */
function triangular({ optimistic: low, likely, pessimistic: high }: ThreePoints): Sampler {
  if (low === high) return constant(low);
  const turn = (likely - low) / (high - low);
  const [up, down] = [(high - low) * (likely - low), (high - low) * (high - likely)];
  return each((random) => {
    const u = random.uniform();
    return u < turn ? low + Math.sqrt(u * up) : high - Math.sqrt((1 - u) * down);
  });
}

/** alpha = 1 + lambda (m - o) / (p - o), beta = 1 + lambda (p - m) / (p - o). */
function pertShape({
  optimistic,
  likely,
  pessimistic,
  lambda = 4,
}: ThreePoints & { readonly lambda?: number }) {
  const width = pessimistic - optimistic || 1;
  return {
    alpha: 1 + (lambda * (likely - optimistic)) / width,
    beta: 1 + (lambda * (pessimistic - likely)) / width,
  };
}

/** Of a lognormal rate with that mean and deviation the time amount / rate is lognormal too. */
function logTime({ amount, perHour, deviation }: Extract<Distribution, { type: 'throughput' }>) {
  const variance = Math.log(1 + (deviation / perHour) ** 2);
  return { mean: Math.log((60 * amount) / perHour) + variance / 2, sigma: Math.sqrt(variance) };
}

export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** Mean and variance in closed form. Of PERT with lambda 4: (o + 4m + p) / 6 and (mean - o)(p - mean) / 7. */
export function momentsOf(distribution: Distribution): Moments {
  switch (distribution.type) {
    case 'fixed':
      return { mean: distribution.minutes, variance: 0 };
    case 'pert': {
      const { optimistic, pessimistic, lambda = 4 } = distribution;
      const mean = (optimistic + lambda * distribution.likely + pessimistic) / (lambda + 2);
      return { mean, variance: ((mean - optimistic) * (pessimistic - mean)) / (lambda + 3) };
    }
    case 'triangular': {
      const { optimistic: a, likely: c, pessimistic: b } = distribution;
      return { mean: (a + b + c) / 3, variance: (a * a + b * b + c * c - a * b - a * c - b * c) / 18 };
    }
    case 'ratio': {
      const { estimate, ratios } = distribution;
      const mean = ratios.reduce((sum, one) => sum + one, 0) / ratios.length;
      const square = ratios.reduce((sum, one) => sum + (one - mean) ** 2, 0) / ratios.length;
      return { mean: estimate * mean, variance: estimate ** 2 * square };
    }
    case 'throughput': {
      if (distribution.amount === 0) return { mean: 0, variance: 0 };
      const { mean: log, sigma } = logTime(distribution);
      const mean = Math.exp(log + sigma ** 2 / 2);
      return { mean, variance: mean ** 2 * (Math.exp(sigma ** 2) - 1) };
    }
    case 'runs': {
      const { runs, seconds, deviation } = distribution;
      return { mean: (runs * seconds) / 60, variance: (runs * deviation ** 2) / 3600 };
    }
  }
}

/** @throws PlanError `planning.estimate` naming the task, or the risk, and what is wrong. */
export function checkDistribution(task: string, distribution: Distribution): void {
  const refuse = (why: string) => {
    throw new PlanError('planning.estimate', { task, why });
  };
  for (const [field, value] of Object.entries(distribution))
    if (typeof value === 'number' && !(value >= 0 && value < Infinity)) refuse(`${field} = ${value}`);
  if (distribution.type === 'pert' || distribution.type === 'triangular') {
    const { optimistic, likely, pessimistic } = distribution;
    if (!(optimistic <= likely && likely <= pessimistic))
      refuse(`${optimistic} ≤ ${likely} ≤ ${pessimistic}`);
  } else if (distribution.type === 'ratio') {
    const bad = distribution.ratios.find((ratio) => !(ratio > 0 && ratio < Infinity));
    if (distribution.ratios.length === 0) refuse('ratios = 0');
    if (bad !== undefined) refuse(`ratio = ${bad}`);
  } else if (distribution.type === 'throughput' && distribution.perHour === 0) refuse('perHour = 0');
}
