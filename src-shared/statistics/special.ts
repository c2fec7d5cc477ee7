/** @file Special functions and distributions, to about 1e-14: the ground of every test and interval here. */

/** Lanczos' coefficients for g = 7 and nine terms (Godfrey 2001): relative error below 1e-14. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  // Γ(x) Γ(1 - x) = π / sin πx
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const t = shifted + 7.5;
  const sum = LANCZOS.reduce((total, term, at) => (at === 0 ? term : total + term / (shifted + at)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Of a continued fraction: below it a term counts as zero (Lentz's algorithm as Thompson & Barnett 1986 have it). */
const TINY = 1e-300;
const MOST_TERMS = 10_000;

/** The complementary error function. */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (x < 2) return 1 - erfBySeries(x);
  // erfc(x) = e^(-x²) / √π · 1 / (x + (1/2) / (x + (2/2) / (x + …)))
  let fraction = x;
  for (let k = 120; k >= 1; k--) fraction = x + k / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}

/** erf(x) = 2/√π e^(-x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!: no term is negative, so no digit is lost. */
function erfBySeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17 && n < MOST_TERMS; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** Φ(z), the standard normal distribution. */
export function normalCdf(z: number): number {
  return erfc(-z * Math.SQRT1_2) / 2;
}

/** The probability that a standard normal is as far from 0 as `z`, or farther. */
export function twoSidedNormal(z: number): number {
  return erfc(Math.abs(z) * Math.SQRT1_2);
}

const NEAR_NUMERATOR = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
];
const NEAR_DENOMINATOR = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1,
];
const TAIL_NUMERATOR = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_DENOMINATOR = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
const TAIL = 0.02425;

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((value, coefficient) => value * x + coefficient, 0);

/** Φ⁻¹(p): Acklam's rational approximation (2003), then one step of Halley's method. ∓∞ at 0 and 1. */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  const start = p < TAIL ? tail(p) : p > 1 - TAIL ? -tail(1 - p) : middle(p);
  const error = normalCdf(start) - p;
  const step = error * Math.sqrt(2 * Math.PI) * Math.exp((start * start) / 2);
  return start - step / (1 + (start * step) / 2);
}

function tail(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p));
  return polynomial(TAIL_NUMERATOR, q) / polynomial(TAIL_DENOMINATOR, q);
}

function middle(p: number): number {
  const q = p - 0.5;
  return (polynomial(NEAR_NUMERATOR, q * q) * q) / polynomial(NEAR_DENOMINATOR, q * q);
}

/** The regularized incomplete beta function I_x(a, b) by its continued fraction (DLMF 8.17.22). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // It converges fast below the mean; above it I_x(a, b) = 1 - I_(1-x)(b, a).
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  return (Math.exp(logFront) / a) * betaFraction(x, a, b);
}

function betaFraction(x: number, a: number, b: number): number {
  const safe = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  const take = (coefficient: number): number => {
    d = 1 / safe(1 + coefficient * d);
    c = safe(1 + coefficient / c);
    fraction *= c * d;
    return c * d;
  };
  for (let m = 1; m < MOST_TERMS; m++) {
    take((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    const change = take((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return fraction;
}

/** The probability that a t of so many degrees of freedom is as far from 0 as `t`, or farther. */
export function twoSidedT(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** The t that is reached or passed on either side with probability `alpha`, by bisection on {@link twoSidedT}. */
export function criticalT(alpha: number, freedom: number): number {
  const key = `${alpha} ${freedom}`;
  const known = criticalTs.get(key);
  if (known !== undefined) return known;
  if (criticalTs.size >= MOST_KEPT) criticalTs.clear();
  const found = bisectT(alpha, freedom);
  criticalTs.set(key, found);
  return found;
}

/** Tables ask for the same few thousands of times. */
const criticalTs = new Map<string, number>();
const MOST_KEPT = 1000;

function bisectT(alpha: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (twoSidedT(high, freedom) > alpha) high *= 2;
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step++) {
    const mid = (low + high) / 2;
    if (twoSidedT(mid, freedom) > alpha) low = mid;
    else high = mid;
  }
  return (low + high) / 2;
}

/** P(X ≤ k) of the binomial distribution with n draws of probability p. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  return k >= n ? 1 : incompleteBeta(1 - p, n - k, k + 1);
}
