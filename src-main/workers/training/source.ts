/** @file Where the training loop takes its batches from. */
import { stepInputs } from '../../graph/index.ts';
import { arrays, type Draw, type Encoded } from './batches.ts';
import { fillBatch, rowSize, type Recipe, type Turn } from './gather.ts';
import type { Sampler } from './sampler.ts';
import type { Batch, BatchArray } from './trainer.ts';

export interface BatchSource {
  /** The next batch of a sampler, which moves on. It may be overwritten by the next call. */
  readonly next: (sampler: Sampler, turn: Turn) => Batch | Promise<Batch>;
  readonly close: () => Promise<void>;
}

export type Filling = Omit<Recipe, 'columns'>;

/** Batches filled when they are asked for, in one set of buffers that is filled again and again. */
export class BatchBuffer implements BatchSource {
  readonly #data: Encoded;
  readonly #filling: Filling;
  readonly #batches = new Map<string, Batch>();

  /** Rows as they are, unless a filling says otherwise. */
  constructor(data: Encoded, filling: Filling = { augmentation: undefined, seed: 0 }) {
    this.#data = data;
    this.#filling = filling;
  }

  next(sampler: Sampler, turn: Turn): Batch {
    const draw = sampler.next();
    if (!draw) throw new Error('the epoch has no more batches');
    return this.fill(draw, turn);
  }

  /** The rows as a batch of exactly their number; it is overwritten by the next of the same size. */
  fill(draw: Draw, turn: Turn = { epoch: 0, batch: 0 }): Batch {
    const batch = this.#batch(draw);
    fillBatch({ ...this.#data, ...this.#filling }, draw, turn, batch.tensors);
    return batch;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #batch({ rows: { length: rows }, length }: Draw): Batch {
    const key = `${rows}x${length ?? ''}`;
    const known = this.#batches.get(key);
    if (known) return known;
    const tensors: Record<string, BatchArray> = { [stepInputs.weights]: new Float32Array(rows).fill(1) };
    for (const column of this.#data.columns)
      tensors[column.name] = new arrays[column.elementType](rows * rowSize(column, length));
    const made = { rows, length, tensors };
    this.#batches.set(key, made);
    return made;
  }
}
