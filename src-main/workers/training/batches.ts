/** @file Batches: which rows come when, and how they fill the buffers of a step. */
import { Random, type RandomState } from '../../graph/index.ts';
import type { Encoded } from './dataset.ts';
import type { Batch } from './trainer.ts';

/** Where a sampler stands: enough to go on exactly from there. */
export interface SamplerState {
  /** State of the generator before the current epoch was shuffled. */
  readonly random: RandomState;
  /** Batches of the current epoch that were taken. */
  readonly position: number;
}

/** Walks through all rows in a new random order each epoch. The last batch of an epoch may be short. */
export class Sampler {
  readonly #rows: number;
  readonly #batch: number;
  readonly #order: Uint32Array;
  #random: Random;
  #before: RandomState;
  #position: number;

  constructor(rows: number, batch: number, from: number | SamplerState) {
    this.#rows = rows;
    this.#batch = batch;
    this.#order = new Uint32Array(rows);
    this.#random = new Random(typeof from === 'number' ? from : from.random);
    this.#position = typeof from === 'number' ? 0 : from.position;
    this.#before = this.#random.state();
    this.#shuffle();
  }

  get batchesPerEpoch(): number {
    return Math.ceil(this.#rows / this.#batch);
  }

  get position(): number {
    return this.#position;
  }

  state(): SamplerState {
    return { random: this.#before, position: this.#position };
  }

  /** Rows of the next batch, or undefined at the end of the epoch. */
  next(): Uint32Array | undefined {
    const start = this.#position * this.#batch;
    if (start >= this.#rows) return undefined;
    this.#position++;
    return this.#order.subarray(start, start + this.#batch);
  }

  /** Begins the next epoch. */
  restart(): void {
    this.#before = this.#random.state();
    this.#position = 0;
    this.#shuffle();
  }

  #shuffle(): void {
    for (const index of this.#order.keys()) this.#order[index] = index;
    this.#random.shuffle(this.#order);
  }
}

/** One set of batch buffers, filled again and again. */
export class BatchBuffer implements Batch {
  readonly features: Int32Array;
  readonly labels: Int32Array;
  readonly weights: Float32Array;
  readonly #data: Encoded;

  constructor(data: Encoded, rows: number) {
    this.#data = data;
    this.features = new Int32Array(rows * data.length);
    this.labels = new Int32Array(rows);
    this.weights = new Float32Array(rows);
  }

  /** Copies rows in. What is left over counts as padding with weight 0. */
  fill(rows: Uint32Array): this {
    const { ids, labels, length } = this.#data;
    this.features.fill(0);
    this.labels.fill(0);
    this.weights.fill(0);
    for (const [slot, row] of rows.entries()) {
      this.features.set(ids.subarray(row * length, (row + 1) * length), slot * length);
      this.labels[slot] = labels[row] ?? 0;
      this.weights[slot] = 1;
    }
    return this;
  }
}
