/** @file How long an endpoint's last requests took, in a ring of fixed size. */

/** How many requests the percentiles look back on. */
export const LATENCY_WINDOW = 1000;

export class Latencies {
  readonly #ring: Float64Array;
  #count = 0;

  constructor(window = LATENCY_WINDOW) {
    this.#ring = new Float64Array(window);
  }

  add(milliseconds: number): void {
    this.#ring[this.#count++ % this.#ring.length] = milliseconds;
  }

  /**
   * The value that a share of the requests in the ring do not exceed (nearest rank: the smallest value with at least
   * `share` of them at or below it); null before the first.
   */
  percentile(share: number): number | null {
    const known = this.#ring.slice(0, Math.min(this.#count, this.#ring.length)).sort();
    return known.length === 0 ? null : known[Math.max(0, Math.ceil(share * known.length) - 1)]!;
  }
}
