/** @file Seeded random numbers for forecasts: the same seed and name give the same numbers on every machine. */

const UNIT = 2 ** -32;

/**
 * xoshiro128** 1.1 (Blackman & Vigna 2018), seeded through SplitMix32. Each name has a stream of its own, so a task keeps its
 * numbers when another one is added: forecasts before and after a change compare trial by trial (common random numbers).
 */
export class Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 0;
  #spare = NaN;

  constructor(seed: number, name = '') {
    let mixed = hashOf(name, seed);
    const word = () => {
      mixed = (mixed + 0x9e3779b9) | 0;
      let z = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return z ^ (z >>> 16);
    };
    [this.#a, this.#b, this.#c, this.#d] = [word(), word(), word(), word() | 1];
  }

  /** A number of (0, 1) with 32 random bits. */
  uniform(): number {
    const b = this.#b;
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const c = this.#c ^ this.#a;
    const d = this.#d ^ b;
    this.#b = b ^ c;
    this.#a ^= d;
    this.#c = c ^ (b << 9);
    this.#d = (d << 11) | (d >>> 21);
    return ((result >>> 0) + 0.5) * UNIT;
  }

  /** Fills the first `count` places with 32 random bits each: the words that {@link uniform} is made of. */
  fillWords(into: Int32Array, count: number): void {
    // In locals: a processor's registers.
    let [a, b, c, d] = [this.#a, this.#b, this.#c, this.#d];
    for (let at = 0; at < count; at++) {
      const scrambled = Math.imul(b, 5);
      into[at] = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
    }
    [this.#a, this.#b, this.#c, this.#d] = [a, b, c, d];
  }

  /** A number of the standard normal distribution (Marsaglia's polar method, 1964). */
  normal(): number {
    const spare = this.#spare;
    if (spare === spare) {
      this.#spare = NaN;
      return spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spare = y * scale;
      return x * scale;
    }
  }

  /** A number of the gamma distribution with that shape and scale 1 (Marsaglia & Tsang 2000). Exact for every shape > 0. */
  gamma(shape: number): number {
    // For shapes below 1: gamma(a) = gamma(a + 1) * U^(1/a).
    if (shape < 1) return this.gamma(shape + 1) * this.uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    return this.#gamma(d, 1 / Math.sqrt(9 * d));
  }

  #gamma(d: number, c: number): number {
    for (;;) {
      const x = this.normal();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = this.uniform();
      const square = x * x;
      if (u < 1 - 0.0331 * square * square) return d * v;
      if (Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) return d * v;
    }
  }

  /** Fills the first `count` places with numbers of the beta distribution: X / (X + Y) of two gammas. Shapes >= 1. */
  fillBeta(into: Float64Array, count: number, [alpha, beta]: readonly [number, number]): void {
    const [d, e] = [alpha - 1 / 3, beta - 1 / 3];
    const [c, f] = [1 / Math.sqrt(9 * d), 1 / Math.sqrt(9 * e)];
    for (let at = 0; at < count; at++) {
      const x = this.#gamma(d, c);
      into[at] = x / (x + this.#gamma(e, f));
    }
  }
}

/** FNV-1a over a name, begun from a seed. */
function hashOf(name: string, seed: number): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed | 0, 0x9e3779b1) ^ Math.floor(seed / 2 ** 32);
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash;
}
