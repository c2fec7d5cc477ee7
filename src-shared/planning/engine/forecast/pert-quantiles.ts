/**
 * @file The quantiles of PERT's beta as tables, so that a sample is a random word and a linear interpolation. With lambda 4 the
 * shapes are alpha = 1 + 4 w and beta = 5 - 4 w, w = (m - o) / (p - o): a family of one parameter. Tables of 65 of them are made
 * once a process (some milliseconds), and that of a task lies between two.
 *
 * The probability U is cut into octaves [2^-k, 2^(1-k)) with as many cells each, so that both tails are as fine as the middle;
 * a word has 31 bits of U and one of the side. The error is under 1e-4 of the width p - o, which `pert-quantiles.test.ts` holds.
 */

const CELL_BITS = 5;
const CELLS = 2 ** CELL_BITS;
const OCTAVES = 31;
/** Entries of one side: U from 2^-32 to 1/2, both included. */
const SIDE = OCTAVES * CELLS + 1;
/** Steps of w. */
const STEPS = 64;
const FRACTION_BITS = 31 - CELL_BITS;
const FRACTION = 2 ** -FRACTION_BITS;
const FRACTION_MASK = 2 ** FRACTION_BITS - 1;

/** By step of w: quantiles of the lower side. The upper one is 1 less those of the mirrored shape. */
const sides: (Float64Array | undefined)[] = Array<undefined>(STEPS + 1).fill(undefined);

/** Minutes by cell of U, the lower side before the upper one. */
export type PertTable = Float64Array;

/** @param w where the most likely value lies between the others, 0 … 1 */
export function pertTable(low: number, w: number, high: number): PertTable {
  const table = new Float64Array(2 * SIDE);
  const step = Math.min(STEPS - 1, Math.floor(w * STEPS));
  const weight = w * STEPS - step;
  const [left, right] = [side(step), side(step + 1)];
  const [leftMirror, rightMirror] = [side(STEPS - step), side(STEPS - step - 1)];
  for (let at = 0; at < SIDE; at++) {
    table[at] = low + (high - low) * (left[at]! + weight * (right[at]! - left[at]!));
    table[SIDE + at] =
      high - (high - low) * (leftMirror[at]! + weight * (rightMirror[at]! - leftMirror[at]!));
  }
  return table;
}

/** The quantiles of random words. */
export function lookUp(table: PertTable, words: Int32Array, into: Float64Array, count: number): void {
  for (let at = 0; at < count; at++) {
    const word = words[at]!;
    // Odd: the middle of each pair, and never 0.
    const u = (word & 0x7fffffff) | 1;
    const zeros = Math.clz32(u);
    const bits = u << zeros;
    const cell = (bits >>> FRACTION_BITS) & (CELLS - 1);
    const entry = (word >>> 31) * SIDE + (31 - zeros) * CELLS + cell;
    const value = table[entry]!;
    into[at] = value + (table[entry + 1]! - value) * ((bits & FRACTION_MASK) * FRACTION);
  }
}

function side(step: number): Float64Array {
  return (sides[step] ??= quantilesOf(1 + (4 * step) / STEPS));
}

/**
 * Quantiles of beta(alpha, 6 - alpha) at the U of {@link SIDE}. With y = ln q and s = ln U, dy/ds = U / (q f(q)): integrated from the
 * tail, where F is a short series, by Runge and Kutta's method of fourth order; the exponents -alpha y damp what error there is.
 */
function quantilesOf(alpha: number): Float64Array {
  const beta = 6 - alpha;
  const logBeta = Math.log(betaOf(alpha));
  const slope = (s: number, y: number) =>
    Math.exp(s + logBeta - alpha * y - (beta - 1) * Math.log1p(-Math.exp(y)));
  const quantiles = new Float64Array(SIDE);
  let s = -32 * Math.LN2;
  let y = tailOf(alpha, s + logBeta);
  quantiles[0] = Math.exp(y);
  for (let entry = 1; entry < SIDE; entry++) {
    const [octave, cell] = [Math.floor(entry / CELLS), entry % CELLS];
    const to = (octave - 32) * Math.LN2 + Math.log1p(cell / CELLS);
    const h = to - s;
    const k1 = slope(s, y);
    const k2 = slope(s + h / 2, y + (h / 2) * k1);
    const k3 = slope(s + h / 2, y + (h / 2) * k2);
    const k4 = slope(to, y + h * k3);
    y += (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
    s = to;
    quantiles[entry] = Math.exp(y);
  }
  return quantiles;
}

/**
 * ln q where F(q) B = q^alpha sum of (1 - beta)_n / n! q^n / (alpha + n) is `e^logFB` (Abramowitz & Stegun 26.5.4): fixed points of
 * what q^alpha has to be, by the terms that count for a q this small.
 */
function tailOf(alpha: number, logFB: number): number {
  let y = (logFB + Math.log(alpha)) / alpha;
  for (let turn = 0; turn < 8; turn++) {
    const q = Math.exp(y);
    let [sum, factor] = [0, 1];
    for (let n = 0; n < 8; n++) {
      sum += factor / (alpha + n);
      factor *= ((alpha - 5 + n) / (n + 1)) * q;
    }
    y = (logFB - Math.log(sum)) / alpha;
  }
  return y;
}

/** B(a, 6 - a), 1 <= a <= 5: the gammas' product by reflection, (1 - a)(2 - a) … (5 - a) pi / sin(pi a) / 5!. */
function betaOf(a: number): number {
  const nearest = Math.round(a);
  let product = 1 / 120;
  for (let n = 1; n <= 5; n++) if (n !== nearest) product *= n - a;
  const off = nearest - a;
  const sign = nearest % 2 === 0 ? -1 : 1;
  // (nearest - a) pi / sin(pi a), of which the limit is the sign.
  return product * sign * (off === 0 ? 1 : (Math.PI * off) / Math.sin(Math.PI * off));
}
