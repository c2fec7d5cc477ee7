/** @file Which rows come when. */
import { Random, type RandomState } from '../../../graph/index.ts';
import type { Buckets, Draw } from './batches.ts';

/** Where a sampler stands: enough to go on exactly from there. */
export interface SamplerState {
  /** State of the generator before the current epoch was shuffled. */
  readonly random: RandomState;
  /** Batches of the current epoch that were taken. */
  readonly position: number;
}

export interface SamplerOptions {
  readonly rows: number;
  readonly batch: number;
  readonly buckets?: Buckets | undefined;
}

/**
 * Walks through all rows in a new random order each epoch. Rows of different buckets never meet in a batch, and then
 * the batches come in random order too. The last batch of an epoch, or of each bucket, may be short.
 */
export class Sampler {
  readonly #options: SamplerOptions;
  readonly #order: Uint32Array;
  #draws: readonly Draw[] = [];
  #random: Random;
  #before: RandomState;
  #position: number;

  constructor(options: SamplerOptions, from: number | SamplerState) {
    this.#options = options;
    this.#order = new Uint32Array(options.rows);
    this.#random = new Random(typeof from === 'number' ? from : from.random);
    this.#position = typeof from === 'number' ? 0 : from.position;
    this.#before = this.#random.state();
    this.#shuffle();
  }

  get batchesPerEpoch(): number {
    return this.#draws.length;
  }

  /** Batches of the current epoch that were taken. */
  get position(): number {
    return this.#position;
  }

  state(): SamplerState {
    return { random: this.#before, position: this.#position };
  }

  /** A batch of the current epoch, counted from 0; undefined past its end. Does not move on. */
  peek(position: number): Draw | undefined {
    return this.#draws[position];
  }

  /** The next batch, or undefined at the end of the epoch. */
  next(): Draw | undefined {
    const draw = this.#draws[this.#position];
    if (draw) this.#position++;
    return draw;
  }

  /** Begins the next epoch. */
  restart(): void {
    this.#before = this.#random.state();
    this.#position = 0;
    this.#shuffle();
  }

  #shuffle(): void {
    const { buckets } = this.#options;
    for (const index of this.#order.keys()) this.#order[index] = index;
    this.#random.shuffle(this.#order);
    this.#draws = buckets ? this.#mixed(buckets) : this.#cut(this.#order, undefined);
  }

  #cut(order: Uint32Array, length: number | undefined): Draw[] {
    const { batch } = this.#options;
    const draws: Draw[] = [];
    for (let start = 0; start < order.length; start += batch)
      draws.push({ rows: order.subarray(start, start + batch), length });
    return draws;
  }

  #mixed({ lengths, of }: Buckets): readonly Draw[] {
    const draws = lengths.flatMap((length, bucket) =>
      this.#cut(
        this.#order.filter((row) => of[row] === bucket),
        length,
      ),
    );
    const sequence = Uint32Array.from(draws.keys());
    this.#random.shuffle(sequence);
    return Array.from(sequence, (index) => draws[index]!);
  }
}
