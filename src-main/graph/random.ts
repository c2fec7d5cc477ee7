/** @file A seeded generator of random numbers whose whole state is four integers, so that it can be saved and resumed. */

/** State of xoshiro128**: four unsigned 32-bit integers, not all zero. */
export type RandomState = readonly [number, number, number, number];

/** xoshiro128** 1.1 (Blackman & Vigna 2018), seeded through SplitMix32. The same seed gives the same numbers anywhere. */
export class Random {
  readonly #state = new Uint32Array(4);

  constructor(seed: number | RandomState) {
    if (typeof seed === 'number') this.#seed(seed);
    else this.#state.set(seed);
  }

  #seed(seed: number): void {
    let mixed = seed >>> 0;
    for (const index of this.#state.keys()) {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      let word = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
      word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
      this.#state[index] = word ^ (word >>> 16);
    }
  }

  /** What to hand to the constructor to go on from here. */
  state(): RandomState {
    const [a = 0, b = 0, c = 0, d = 0] = this.#state;
    return [a, b, c, d];
  }

  /** A whole number of 0 … 2^32 - 1. */
  next(): number {
    const [a, b, c, d] = this.state();
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const [third, fourth] = [c ^ a, d ^ b];
    this.#state.set([a ^ fourth, b ^ third, third ^ (b << 9), rotate(fourth, 11)]);
    return result;
  }

  /** A number of [0, 1) with 32 random bits. */
  uniform(): number {
    return this.next() / 2 ** 32;
  }

  /** A number of the standard normal distribution (Box & Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Shuffles in place (Fisher & Yates; Durstenfeld 1964). */
  shuffle(items: Uint32Array): void {
    for (let last = items.length - 1; last > 0; last--) {
      const other = Math.floor(this.uniform() * (last + 1));
      const kept = items[last] ?? 0;
      items[last] = items[other] ?? 0;
      items[other] = kept;
    }
  }
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
