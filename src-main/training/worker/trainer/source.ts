/** @file Where the training loop takes its batches from. */
import { stepInputs } from '../../../graph/index.ts';
import { arrays, rowSize, type Draw, type Encoded } from './batches.ts';
import { fillBatch, type Supply, type Turn } from './gather.ts';
import type { Sampler } from './sampler.ts';
import type { Batch, BatchArray } from './trainer.ts';

export interface BatchSource {
  /**
   * The next batches of a sampler, which moves on: at least one, at most `most`, all of one shape. They may be
   * overwritten by the next call.
   */
  readonly next: (sampler: Sampler, turn: Turn, most: number) => Batch | Promise<Batch>;
  readonly close: () => Promise<void>;
}

export type Filling = Omit<Supply, 'columns'>;

/** Batches filled when they are asked for, in one set of buffers that is filled again and again. */
export class BatchBuffer implements BatchSource {
  readonly #data: Encoded;
  readonly #filling: Filling;
  /** By shape of a batch. */
  readonly #rooms = new Map<string, Room>();

  /** Rows as they are, unless a filling says otherwise. */
  constructor(data: Encoded, filling: Filling = { augmentation: undefined, seed: 0 }) {
    this.#data = data;
    this.#filling = filling;
  }

  next(sampler: Sampler, turn: Turn, most = 1): Batch {
    const draws: Draw[] = [];
    for (let draw = sampler.peek(sampler.position); draw; draw = sampler.peek(sampler.position)) {
      const { rows, length } = draws[0] ?? draw;
      if (draws.length === most || draw.rows.length !== rows.length || draw.length !== length) break;
      draws.push(draw);
      sampler.next();
    }
    if (draws.length === 0) throw new Error('the epoch has no more batches');
    return this.#fill(draws, turn);
  }

  /** The rows as a batch of exactly their number; it is overwritten by the next of the same size. */
  fill(draw: Draw, turn: Turn = { epoch: 0, batch: 0 }): Batch {
    return this.#fill([draw], turn);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Draws of one shape, one behind the other. */
  #fill(draws: readonly Draw[], { epoch, batch: first }: Turn): Batch {
    const batch = this.#batch(draws[0]!, draws.length);
    for (const [index, draw] of draws.entries()) {
      const parts = Object.entries(batch.tensors).map(([name, data]) => {
        const size = data.length / draws.length;
        return [name, data.subarray(index * size, (index + 1) * size)] as const;
      });
      const turn = { epoch, batch: first + index };
      fillBatch({ ...this.#data, ...this.#filling }, draw, turn, Object.fromEntries(parts));
    }
    return batch;
  }

  /** The tensors of so many batches of a draw's shape: the front of the shape's memory. */
  #batch({ rows: { length: rows }, length }: Draw, count: number): Batch {
    const key = `${rows}x${length ?? ''}`;
    let room = this.#rooms.get(key);
    if (!room || room.most < count) {
      room = { most: count, memory: this.#memory(count * rows, length), batches: new Map() };
      this.#rooms.set(key, room);
    }
    const { most, memory, batches } = room;
    const known = batches.get(count);
    if (known) return known;
    const parts = Object.entries(memory).map(([name, data]) => {
      return [name, data.subarray(0, (data.length / most) * count)] as const;
    });
    const made = { rows, length, count, tensors: Object.fromEntries(parts) };
    batches.set(count, made);
    return made;
  }

  #memory(rows: number, length: number | undefined): Record<string, BatchArray> {
    const memory: Record<string, BatchArray> = { [stepInputs.weights]: new Float32Array(rows).fill(1) };
    for (const column of this.#data.columns)
      memory[column.name] = new arrays[column.elementType](rows * rowSize(column, length));
    return memory;
  }
}

/** Memory for `most` batches of a shape, and what has been cut from it, by number of batches. */
interface Room {
  readonly most: number;
  readonly memory: Readonly<Record<string, BatchArray>>;
  readonly batches: Map<number, Batch>;
}
