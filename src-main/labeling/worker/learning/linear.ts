/**
 * @file Multinomial logistic regression with an L2 penalty, as scikit-learn's LogisticRegression minimizes it:
 * C sum(-ln p(label)) + |W|^2 / 2, the intercepts free. Minimized by L-BFGS (Liu & Nocedal 1989). Pure.
 */
import type { SparseVector } from './vectors.ts';

export interface LinearModel {
  readonly classes: number;
  readonly places: number;
  /** `[place][class]` row by row, then one intercept a class. */
  readonly weights: Float64Array;
}

export interface LinearOptions {
  readonly classes: number;
  readonly places: number;
  /** How much the examples weigh against the penalty. */
  readonly c?: number;
  readonly mostRounds?: number;
  /** Ends when no part of the gradient is larger. */
  readonly tolerance?: number;
  /** Where to begin: the weights of a model of the same shape. */
  readonly from?: LinearModel;
}

const MEMORY = 10;
const ARMIJO = 1e-4;
const MOST_HALVINGS = 30;

/** @param labels numbers of classes from 0, one an example */
export function fitLinear(
  examples: readonly SparseVector[],
  labels: readonly number[],
  options: LinearOptions,
): LinearModel {
  const { classes, places, c = 10, mostRounds = 100, tolerance = 1e-3, from } = options;
  const space = spaceOf(examples, places);
  const { directions, rows, values } = space;
  const start = new Float64Array((directions.length + 1) * classes);
  if (from) {
    for (const [row, { at, share }] of directions.entries())
      for (let i = 0; i < at.length; i++)
        for (let k = 0; k < classes; k++)
          start[row * classes + k]! += from.weights[at[i]! * classes + k]! * share[i]!;
    start.set(from.weights.subarray(places * classes), directions.length * classes);
  }
  const loss = lossOf({ rows, values, labels, classes, c, features: directions.length });
  const found = minimize(loss, start, { mostRounds, tolerance });
  const weights = new Float64Array((places + 1) * classes);
  for (const [row, { at, share }] of directions.entries())
    for (let i = 0; i < at.length; i++)
      for (let k = 0; k < classes; k++) weights[at[i]! * classes + k] = found[row * classes + k]! * share[i]!;
  weights.set(found.subarray(directions.length * classes), places * classes);
  return { classes, places, weights };
}

/** A unit vector of features along which weights are sought. */
interface Direction {
  readonly at: ArrayLike<number>;
  readonly share: ArrayLike<number>;
}

interface Space {
  readonly directions: readonly Direction[];
  /** Of each example the directions that it has a part in, and how large that is. */
  readonly rows: readonly Int32Array[];
  readonly values: readonly Float64Array[];
}

/**
 * The directions in which weights can leave zero: features that several examples have, and of those that one example has
 * alone the one in which it lies, as the penalty keeps their weights in proportion to their values. Half of the features of
 * texts are such.
 */
function spaceOf(examples: readonly SparseVector[], places: number): Space {
  const count = new Uint32Array(places);
  for (const { indices } of examples) for (let i = 0; i < indices.length; i++) count[indices[i]!]!++;
  const directions: Direction[] = [];
  const rowOf = new Int32Array(places);
  for (let place = 0; place < places; place++)
    if (count[place]! > 1) rowOf[place] = directions.push({ at: [place], share: [1] }) - 1;
  const rows: Int32Array[] = [];
  const values: Float64Array[] = [];
  for (const { indices, values: all } of examples) {
    const shared = [...indices.keys()].filter((i) => count[indices[i]!]! > 1);
    const alone = [...indices.keys()].filter((i) => count[indices[i]!] === 1);
    const length = Math.hypot(...alone.map((i) => all[i]!));
    const row = shared.map((i) => rowOf[indices[i]!]!);
    const value = shared.map((i) => all[i]!);
    if (length > 0) {
      const share = alone.map((i) => all[i]! / length);
      row.push(directions.push({ at: alone.map((i) => indices[i]!), share }) - 1);
      value.push(length);
    }
    rows.push(Int32Array.from(row));
    values.push(Float64Array.from(value));
  }
  return { directions, rows, values };
}

/** @returns one probability a class */
export function probabilitiesOf(
  { classes, places, weights }: LinearModel,
  example: SparseVector,
): Float64Array {
  const scores = weights.slice(places * classes);
  const { indices, values } = example;
  for (let i = 0; i < indices.length; i++) {
    const [at, value] = [indices[i]! * classes, values[i]!];
    for (let k = 0; k < classes; k++) scores[k]! += weights[at + k]! * value;
  }
  return softmax(scores);
}

/** In place. */
function softmax(scores: Float64Array): Float64Array {
  let most = -Infinity;
  for (let k = 0; k < scores.length; k++) if (scores[k]! > most) most = scores[k]!;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) sum += scores[k] = Math.exp(scores[k]! - most);
  for (let k = 0; k < scores.length; k++) scores[k]! /= sum;
  return scores;
}

type Loss = (weights: Float64Array, gradient: Float64Array) => number;

interface Problem extends Pick<Space, 'rows' | 'values'> {
  readonly labels: readonly number[];
  readonly classes: number;
  readonly c: number;
  readonly features: number;
}

function lossOf({ rows, values: all, labels, classes, c, features }: Problem): Loss {
  const free = features * classes;
  return (weights, gradient) => {
    let loss = 0;
    for (let i = 0; i < free; i++) {
      gradient[i] = weights[i]!;
      loss += (weights[i]! * weights[i]!) / 2;
    }
    gradient.fill(0, free);
    const scores = new Float64Array(classes);
    for (let n = 0; n < rows.length; n++) {
      const values = all[n]!;
      for (let k = 0; k < classes; k++) scores[k] = weights[free + k]!;
      const places = rows[n]!;
      for (let i = 0; i < places.length; i++) {
        const [at, value] = [places[i]! * classes, values[i]!];
        for (let k = 0; k < classes; k++) scores[k]! += weights[at + k]! * value;
      }
      softmax(scores);
      const label = labels[n]!;
      loss -= c * Math.log(Math.max(scores[label]!, Number.MIN_VALUE));
      scores[label]! -= 1;
      for (let k = 0; k < classes; k++) gradient[free + k]! += c * scores[k]!;
      for (let i = 0; i < places.length; i++) {
        const [at, value] = [places[i]! * classes, c * values[i]!];
        for (let k = 0; k < classes; k++) gradient[at + k]! += scores[k]! * value;
      }
    }
    return loss;
  };
}

function minimize(
  loss: Loss,
  start: Float64Array,
  { mostRounds, tolerance }: { mostRounds: number; tolerance: number },
): Float64Array {
  let at = start;
  let gradient = new Float64Array(at.length);
  let value = loss(at, gradient);
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  for (let round = 0; round < mostRounds && largest(gradient) > tolerance; round++) {
    let direction = descentOf(gradient, steps);
    let slope = inner(direction, gradient);
    if (slope >= 0) {
      steps.length = 0;
      direction = gradient.map((each) => -each);
      slope = -inner(gradient, gradient);
    }
    let length = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    const after = new Float64Array(at.length);
    const next = new Float64Array(at.length);
    let halvings = 0;
    let lower = Infinity;
    for (; halvings < MOST_HALVINGS; halvings++, length /= 2) {
      for (let i = 0; i < at.length; i++) after[i] = at[i]! + length * direction[i]!;
      lower = loss(after, next);
      if (lower <= value + ARMIJO * length * slope) break;
    }
    if (halvings === MOST_HALVINGS) break;
    remember(steps, { at, after, gradient, next });
    [at, gradient, value] = [after, next, lower];
  }
  return at;
}

function remember(
  steps: { s: Float64Array; y: Float64Array; rho: number }[],
  move: { at: Float64Array; after: Float64Array; gradient: Float64Array; next: Float64Array },
): void {
  const s = move.after.map((each, i) => each - move.at[i]!);
  const y = move.next.map((each, i) => each - move.gradient[i]!);
  const curvature = inner(s, y);
  if (curvature <= 1e-12) return;
  steps.push({ s, y, rho: 1 / curvature });
  if (steps.length > MEMORY) steps.shift();
}

/** The two-loop recursion. */
function descentOf(
  gradient: Float64Array,
  steps: readonly { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const direction = gradient.map((each) => -each);
  const alphas: number[] = [];
  for (const { s, y, rho } of steps.toReversed()) {
    const alpha = rho * inner(s, direction);
    alphas.push(alpha);
    add(direction, y, -alpha);
  }
  const last = steps.at(-1);
  if (last) scale(direction, 1 / (last.rho * inner(last.y, last.y)));
  for (const { s, y, rho } of steps) add(direction, s, alphas.pop()! - rho * inner(y, direction));
  return direction;
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += times * what[i]!;
}

function scale(what: Float64Array, by: number): void {
  for (let i = 0; i < what.length; i++) what[i]! *= by;
}

function largest(of: Float64Array): number {
  let most = 0;
  for (const each of of) most = Math.max(most, Math.abs(each));
  return most;
}
