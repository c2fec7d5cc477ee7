/** @file Ranks of samples, and what they say of a driver: Spearman's correlation and the swing of a tornado chart. */

/** Bits of a digit: three of them hold the 32 of a float. */
const DIGIT = 11;
const DIGITS = 2 ** DIGIT;

/** Ranks 0 … n - 1 of samples; what is equal shares the mean of its ranks. Reuses its memory from call to call. */
export class Ranker {
  readonly #count: number;
  #order: Uint32Array;
  #next: Uint32Array;
  readonly #counts = new Uint32Array(DIGITS);

  constructor(count: number) {
    this.#count = count;
    this.#order = new Uint32Array(count);
    this.#next = new Uint32Array(count);
  }

  /** `samples`: 32-bit floats that are not negative; the bits of those are in the order of their values. Fills `ranks`. */
  rank(samples: Float32Array, ranks: Float64Array): void {
    const count = this.#count;
    const bits = new Uint32Array(samples.buffer, samples.byteOffset, count);
    for (let at = 0; at < count; at++) this.#order[at] = at;
    for (let shift = 0; shift < 32; shift += DIGIT) this.#sortBy(bits, shift);
    const order = this.#order;
    for (let from = 0; from < count;) {
      const value = bits[order[from]!]!;
      let to = from + 1;
      while (to < count && bits[order[to]!]! === value) to++;
      for (let at = from; at < to; at++) ranks[order[at]!] = (from + to - 1) / 2;
      from = to;
    }
  }

  /** One pass of a radix sort: by one digit, what is equal stays in order. */
  #sortBy(bits: Uint32Array, shift: number): void {
    const count = this.#count;
    const counts = this.#counts.fill(0);
    const order = this.#order;
    const next = this.#next;
    for (let at = 0; at < count; at++) counts[(bits[at]! >>> shift) & (DIGITS - 1)]!++;
    let sum = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const here = counts[digit]!;
      counts[digit] = sum;
      sum += here;
    }
    for (let at = 0; at < count; at++) {
      const one = order[at]!;
      next[counts[(bits[one]! >>> shift) & (DIGITS - 1)]!++] = one;
    }
    [this.#order, this.#next] = [next, order];
  }
}

/** Pearson's correlation of two lists of ranks: Spearman's (1904), right with ties too. 0 where one does not vary. */
export function rankCorrelation(a: Float64Array, b: Float64Array): number {
  const mean = (a.length - 1) / 2;
  let [both, ofA, ofB] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at]! - mean, b[at]! - mean];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return ofA === 0 || ofB === 0 ? 0 : both / Math.sqrt(ofA * ofB);
}

/**
 * The mean of `outcomes` over the tenth of the trials with the lowest ranks, and with the highest; where many share the lowest
 * or the highest rank, as of a risk that seldom happens, over all of those.
 */
export function swingOf(
  ranks: Float64Array,
  outcomes: Float64Array,
): { readonly low: number; readonly high: number } {
  const count = ranks.length;
  const tenth = Math.max(1, Math.floor(count / 10));
  let least = Infinity;
  let most = -Infinity;
  for (const rank of ranks) {
    least = Math.min(least, rank);
    most = Math.max(most, rank);
  }
  const below = Math.max(tenth, least + 0.5);
  const from = Math.min(count - tenth, most);
  let [low, lows, high, highs] = [0, 0, 0, 0];
  for (let at = 0; at < count; at++) {
    if (ranks[at]! < below) {
      low += outcomes[at]!;
      lows++;
    }
    if (ranks[at]! >= from) {
      high += outcomes[at]!;
      highs++;
    }
  }
  return { low: low / lows, high: high / highs };
}
