/** @file Ranks of samples, and what they say of a driver: Spearman's correlation and the swing of a tornado chart. */

/** Bits of a digit: two hold what samples of most drivers differ in, three all 32 of a float. */
const DIGIT = 13;
const DIGITS = 2 ** DIGIT;

/** What samples are compared with: the outcome of each trial, and its rank less the mean rank. */
export interface RankedOutcomes {
  readonly values: Float64Array;
  /** Halves up to 2^20, which 32-bit floats hold. */
  readonly centred: Float32Array;
}

export interface Effect {
  /** Pearson's correlation of the two lists of ranks: Spearman's (1904), right with ties too. 0 where one does not vary. */
  readonly correlation: number;
  /**
   * The mean outcome over the tenth of the trials with the lowest samples, and with the highest; where many share the lowest or
   * the highest, as of a risk that seldom happens, over all of those.
   */
  readonly low: number;
  readonly high: number;
}

/** Ranks of samples, 0 … n - 1: what is equal shares the mean of its ranks. Reuses its memory from call to call. */
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

  /** `samples`, as of {@link effect}: the rank of each. */
  rank(samples: Float32Array): Float64Array {
    const ranks = new Float64Array(this.#count);
    const bits = this.#sort(samples);
    for (let from = 0; from < this.#count;) {
      const to = this.#endOfTie(bits, from);
      for (let at = from; at < to; at++) ranks[this.#order[at]!] = (from + to - 1) / 2;
      from = to;
    }
    return ranks;
  }

  /** `values`, as samples of {@link effect} are compared with them. */
  ranked(values: Float64Array): RankedOutcomes {
    const first = values.reduce((least, one) => Math.min(least, one), Infinity);
    // As 32-bit floats civil minutes of today would be two minutes apart.
    const ranks = this.rank(Float32Array.from(values, (one) => one - first));
    return { values, centred: Float32Array.from(ranks, (rank) => rank - (this.#count - 1) / 2) };
  }

  /** @param samples 32-bit floats that are not negative; the bits of those are in the order of their values */
  effect(samples: Float32Array, { values, centred }: RankedOutcomes): Effect {
    const count = this.#count;
    const bits = this.#sort(samples);
    const order = this.#order;
    const mean = (count - 1) / 2;
    let [both, ofSamples, ofOutcomes] = [0, 0, 0];
    for (let from = 0; from < count;) {
      const to = this.#endOfTie(bits, from);
      const rank = (from + to - 1) / 2 - mean;
      let sum = 0;
      for (let at = from; at < to; at++) sum += centred[order[at]!]!;
      both += rank * sum;
      ofSamples += (to - from) * rank * rank;
      from = to;
    }
    for (let at = 0; at < count; at++) ofOutcomes += centred[at]! * centred[at]!;
    const square = ofSamples * ofOutcomes;
    return { correlation: square === 0 ? 0 : both / Math.sqrt(square), ...this.#swing(bits, values) };
  }

  /** Ties are taken or left whole, by their rank. */
  #swing(bits: Uint32Array, values: Float64Array): Pick<Effect, 'low' | 'high'> {
    const count = this.#count;
    const tenth = Math.max(1, Math.floor(count / 10));
    let lows = this.#endOfTie(bits, 0);
    for (let to = lows; to < count && lows < tenth;) {
      to = this.#endOfTie(bits, lows);
      if ((lows + to - 1) / 2 >= tenth) break;
      lows = to;
    }
    let highs = this.#startOfTie(bits, count);
    while (highs > count - tenth) {
      const from = this.#startOfTie(bits, highs);
      if ((from + highs - 1) / 2 < count - tenth) break;
      highs = from;
    }
    return { low: this.#meanOf(values, 0, lows), high: this.#meanOf(values, highs, count) };
  }

  #meanOf(values: Float64Array, from: number, to: number): number {
    let sum = 0;
    for (let at = from; at < to; at++) sum += values[this.#order[at]!]!;
    return sum / (to - from);
  }

  #endOfTie(bits: Uint32Array, from: number): number {
    const order = this.#order;
    const value = bits[order[from]!]!;
    let to = from + 1;
    while (to < this.#count && bits[order[to]!]! === value) to++;
    return to;
  }

  #startOfTie(bits: Uint32Array, to: number): number {
    const order = this.#order;
    const value = bits[order[to - 1]!]!;
    let from = to - 1;
    while (from > 0 && bits[order[from - 1]!]! === value) from--;
    return from;
  }

  /** A radix sort by the digits in which the samples differ; the order is left in `#order`. */
  #sort(samples: Float32Array): Uint32Array {
    const count = this.#count;
    const bits = new Uint32Array(samples.buffer, samples.byteOffset, count);
    let [least, most] = [0xffffffff, 0];
    for (let at = 0; at < count; at++) {
      const one = bits[at]!;
      if (one < least) least = one;
      if (one > most) most = one;
    }
    for (let at = 0; at < count; at++) this.#order[at] = at;
    for (let shift = 0; shift < 32 - Math.clz32(most - least); shift += DIGIT)
      this.#sortBy(bits, least, shift);
    return bits;
  }

  /** One pass: by one digit of what the bits are above the least, what is equal stays in order. */
  #sortBy(bits: Uint32Array, least: number, shift: number): void {
    const count = this.#count;
    const counts = this.#counts.fill(0);
    const order = this.#order;
    const next = this.#next;
    for (let at = 0; at < count; at++) counts[((bits[at]! - least) >>> shift) & (DIGITS - 1)]!++;
    let sum = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const here = counts[digit]!;
      counts[digit] = sum;
      sum += here;
    }
    for (let at = 0; at < count; at++) {
      const one = order[at]!;
      next[counts[((bits[one]! - least) >>> shift) & (DIGITS - 1)]!++] = one;
    }
    [this.#order, this.#next] = [next, order];
  }
}
