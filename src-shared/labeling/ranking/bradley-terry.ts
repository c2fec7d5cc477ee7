/**
 * @file Items ranked by which of two was preferred (Bradley & Terry 1952). Pure.
 *
 * P(i before j) = σ(s_i - s_j). A tie counts as half a win of each. Strengths are those of the greatest posterior with a normal
 * prior around 0, so that an item that won or lost every time has a finite one: a logistic regression without
 * intercept on the differences, with an L2 penalty.
 */

export interface Comparison {
  /** Numbers of the two items. */
  readonly first: number;
  readonly second: number;
  /** What the first gets: 1 for a win, 0 for a loss, .5 for a tie. */
  readonly won: number;
}

export interface Strengths {
  /** On the scale of log-odds; their mean is near 0 within each group. */
  readonly strengths: Float64Array;
  /** Standard errors, from the curvature at the maximum; null for more than {@link mostWithErrors} items. */
  readonly errors: Float64Array | null;
  /** Sets of items that no chain of comparisons joins: strengths are comparable only within one. 1 where all are. */
  readonly groups: number;
}

/** The precision of the prior: a deviation of about 3 on the scale of log-odds. */
export const PENALTY = 0.1;
/** The inverse of a matrix of this width takes a moment. */
export const mostWithErrors = 300;

const mostSteps = 100;
const close = 1e-10;
const rounding = 1e-13;

/** @param items how many there are @throws RangeError for a comparison of an item with itself */
export function bradleyTerry(
  items: number,
  comparisons: readonly Comparison[],
  penalty = PENALTY,
): Strengths {
  if (comparisons.some(({ first, second }) => first === second))
    throw new RangeError('An item is compared with itself.');
  const strengths = new Float64Array(items);
  let value = objective(strengths, comparisons, penalty);
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, weights } = derivatives(strengths, comparisons, penalty);
    if (Math.max(0, ...gradient.map(Math.abs)) < close) break;
    const direction = solve(gradient, (vector) => curved(vector, { comparisons, weights, penalty }));
    // At the end a step changes the objective by less than its last digits.
    const enough = value - rounding * (1 + Math.abs(value));
    const next = improved(strengths, direction, (tried) => objective(tried, comparisons, penalty) >= enough);
    if (!next) break;
    strengths.set(next);
    value = objective(strengths, comparisons, penalty);
  }
  const { weights } = derivatives(strengths, comparisons, penalty);
  return {
    strengths,
    errors: items > mostWithErrors ? null : errorsOf(items, { comparisons, weights, penalty }),
    groups: groupsOf(items, comparisons),
  };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** ln of the posterior, but for a constant. */
function objective(s: Float64Array, comparisons: readonly Comparison[], penalty: number): number {
  let sum = 0;
  for (const { first, second, won } of comparisons) {
    const d = s[first]! - s[second]!;
    // ln σ(d) = -ln(1 + e^-d), without overflow.
    const lnWin = -Math.max(0, -d) - Math.log1p(Math.exp(-Math.abs(d)));
    sum += won * lnWin + (1 - won) * (lnWin - d);
  }
  for (const each of s) sum -= (penalty / 2) * each * each;
  return sum;
}

/** The gradient, and of each comparison σ'(d): its part of the curvature. */
function derivatives(s: Float64Array, comparisons: readonly Comparison[], penalty: number) {
  const gradient = s.map((each) => -penalty * each);
  const weights = new Float64Array(comparisons.length);
  for (const [at, { first, second, won }] of comparisons.entries()) {
    const p = sigmoid(s[first]! - s[second]!);
    gradient[first]! += won - p;
    gradient[second]! -= won - p;
    weights[at] = p * (1 - p);
  }
  return { gradient, weights };
}

interface Curvature {
  readonly comparisons: readonly Comparison[];
  readonly weights: Float64Array;
  readonly penalty: number;
}

/** The negative Hessian times a vector. */
function curved(vector: Float64Array, { comparisons, weights, penalty }: Curvature): Float64Array {
  const result = vector.map((each) => penalty * each);
  for (const [at, { first, second }] of comparisons.entries()) {
    const part = weights[at]! * (vector[first]! - vector[second]!);
    result[first]! += part;
    result[second]! -= part;
  }
  return result;
}

/** Half as long until it helps; undefined where no step does. */
function improved(
  s: Float64Array,
  direction: Float64Array,
  helps: (tried: Float64Array) => boolean,
): Float64Array | undefined {
  for (let scale = 1; scale > 1e-8; scale /= 2) {
    const tried = s.map((each, at) => each + scale * direction[at]!);
    if (helps(tried)) return tried;
  }
  return undefined;
}

/** A x = b for a positive definite A, by conjugate gradients (Hestenes & Stiefel 1952). */
function solve(b: Float64Array, times: (vector: Float64Array) => Float64Array): Float64Array {
  const x = new Float64Array(b.length);
  const rest = Float64Array.from(b);
  let direction = Float64Array.from(b);
  let squares = dot(rest, rest);
  const enough = 1e-24 * squares;
  for (let step = 0; step < 2 * b.length + 10 && squares > enough && squares > 0; step++) {
    const ahead = times(direction);
    const length = squares / dot(direction, ahead);
    for (let at = 0; at < x.length; at++) {
      x[at]! += length * direction[at]!;
      rest[at]! -= length * ahead[at]!;
    }
    const next = dot(rest, rest);
    direction = rest.map((each, at) => each + (next / squares) * direction[at]!);
    squares = next;
  }
  return x;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

/** The root of each number on the diagonal of the inverse of the curvature. */
function errorsOf(items: number, curvature: Curvature): Float64Array {
  return Float64Array.from({ length: items }, (_, item) => {
    const unit = new Float64Array(items);
    unit[item] = 1;
    return Math.sqrt(solve(unit, (vector) => curved(vector, curvature))[item]!);
  });
}

function groupsOf(items: number, comparisons: readonly Comparison[]): number {
  const parents = Int32Array.from({ length: items }, (_, item) => item);
  const rootOf = (item: number): number => {
    let at = item;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!;
      at = parents[at]!;
    }
    return at;
  };
  for (const { first, second } of comparisons) parents[rootOf(first)] = rootOf(second);
  return parents.filter((parent, item) => parent === item).length;
}
