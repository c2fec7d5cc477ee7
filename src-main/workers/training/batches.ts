/** @file Batches: which rows come when, and how they fill the buffers of a step. */
import { Random, stepInputs, type RandomState } from '../../graph/index.ts';
import type { Batch, BatchArray } from './trainer.ts';

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

/** Rows in memory, a column for each tensor of a batch. */
export interface Encoded {
  readonly rows: number;
  readonly columns: readonly Column[];
}

export interface Column {
  /** Name of the batch's tensor. */
  readonly name: string;
  readonly elementType: 'int32' | 'float32' | 'uint8';
  /** What one row is. */
  readonly shape: readonly number[];
  readonly data: Int32Array | Uint16Array | Float32Array | Uint8Array;
  /** Elements from the start of one row to that of the next; windows of a stream overlap. The size of a row unless given. */
  readonly stride?: number;
  /** Where the first row starts. */
  readonly offset?: number;
}

/** One set of batch buffers, filled again and again. */
export class BatchBuffer {
  readonly #data: Encoded;
  readonly #batches = new Map<number, Batch>();

  constructor(data: Encoded) {
    this.#data = data;
  }

  /** The rows as a batch of exactly their number; it is overwritten by the next of the same size. */
  fill(rows: Uint32Array): Batch {
    const batch = this.#batch(rows.length);
    for (const column of this.#data.columns) {
      const to = batch.tensors[column.name]!;
      const size = sizeOf(column);
      const { data, stride = size, offset = 0 } = column;
      for (const [slot, row] of rows.entries()) {
        const start = offset + row * stride;
        (to as Int32Array).set(data.subarray(start, start + size), slot * size);
      }
    }
    return batch;
  }

  #batch(rows: number): Batch {
    const known = this.#batches.get(rows);
    if (known) return known;
    const tensors: Record<string, BatchArray> = { [stepInputs.weights]: new Float32Array(rows).fill(1) };
    for (const column of this.#data.columns)
      tensors[column.name] = new arrays[column.elementType](rows * sizeOf(column));
    const made = { rows, tensors };
    this.#batches.set(rows, made);
    return made;
  }
}

const arrays = { int32: Int32Array, float32: Float32Array, uint8: Uint8Array } as const;

function sizeOf({ shape }: Column): number {
  return shape.reduce((product, size) => product * size, 1);
}
