/** @file Batches prepared in a thread of their own while the step runs. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { stepInputs } from '../../../graph/index.ts';
import { arrays, rowSize, type Column, type Draw, type Encoded } from './batches.ts';
import type { Supply, Turn } from './gather.ts';
import type { Sampler } from './sampler.ts';
import type { BatchSource, Filling } from './source.ts';
import type { Batch, BatchArray } from './trainer.ts';

/** One batch is in use while two are prepared. */
const slots = 3;

/** What the thread is started with. All memory in it is shared. */
export interface ThreadData {
  readonly supply: Supply;
  /** Memory of each slot's tensors by name. */
  readonly memory: readonly Readonly<Record<string, SharedArrayBuffer>>[];
  /** The last order of each slot that is done. */
  readonly done: Int32Array;
}

export interface Order extends Draw, Turn {
  /** 1, 2, 3 …; its remainder is the slot. */
  readonly ticket: number;
}

/** The tensors of a batch in the memory of a slot. */
export function tensorsIn(
  memory: Readonly<Record<string, SharedArrayBuffer>>,
  columns: readonly Column[],
  { rows, length }: Draw,
): Record<string, BatchArray> {
  return Object.fromEntries(
    columns.map((column) => {
      const size = rows.length * rowSize(column, length);
      // The constructors of the three arrays have no common overload for shared memory.
      const buffer = memory[column.name] as unknown as ArrayBuffer;
      return [column.name, new arrays[column.elementType](buffer, 0, size)];
    }),
  );
}

export interface AheadOptions {
  readonly data: Encoded;
  readonly filling: Filling;
  /** Rows of the largest batch. */
  readonly batchSize: number;
}

/**
 * Gives the same batches as the step's own thread would, whatever the timing: what is in a batch depends on its rows
 * and its number alone. The columns are copied to shared memory unless they are there already.
 */
export class BatchesAhead implements BatchSource {
  readonly #thread: Worker;
  readonly #given: ThreadData;
  readonly #failed: Promise<never>;
  readonly #weights = new Map<number, Float32Array>();
  /** What has been ordered and not yet taken, oldest first. */
  #orders: Order[] = [];
  #ticket = 0;
  #sampler: Sampler | undefined;

  constructor({ data, filling, batchSize }: AheadOptions) {
    const columns = data.columns.map((column) => ({ ...column, data: shared(column.data) }));
    const memory = Array.from({ length: slots }, () =>
      Object.fromEntries(
        columns.map((column) => {
          const { BYTES_PER_ELEMENT: bytes } = arrays[column.elementType];
          return [column.name, new SharedArrayBuffer(batchSize * rowSize(column, undefined) * bytes)];
        }),
      ),
    );
    const done = new Int32Array(new SharedArrayBuffer(slots * Int32Array.BYTES_PER_ELEMENT));
    this.#given = { supply: { ...filling, columns }, memory, done };
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    this.#thread = new Worker(new URL(`./thread.${extension}`, import.meta.url), {
      workerData: this.#given,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.#failed = once(this.#thread, 'error').then(([error]) => Promise.reject(error as Error));
    // Whoever waits for a batch is told; nobody else need be.
    this.#failed.catch(() => undefined);
  }

  /** The next batch of a sampler, always one, which moves on; overwritten after the next call. Throws what the thread threw. */
  async next(sampler: Sampler, turn: Turn): Promise<Batch> {
    const { position } = sampler;
    const draw = sampler.next();
    if (!draw) throw new Error('the epoch has no more batches');
    const ahead = this.#sampler === sampler && this.#orders[0]?.rows === draw.rows;
    if (!ahead) this.#orders = [];
    this.#sampler = sampler;
    for (let next = this.#orders.length; next < slots; next++) {
      const later = sampler.peek(position + next);
      if (later) this.#order(later, { epoch: turn.epoch, batch: turn.batch + next });
    }
    const { ticket, rows, length } = this.#orders.shift()!;
    await this.#wait(ticket);
    const { memory, supply } = this.#given;
    const tensors = tensorsIn(memory[ticket % slots]!, supply.columns, draw);
    tensors[stepInputs.weights] = this.#ones(rows.length);
    return { rows: rows.length, length, count: 1, tensors };
  }

  async close(): Promise<void> {
    await this.#thread.terminate();
  }

  #order(draw: Draw, turn: Turn): void {
    const order = { ...draw, ...turn, ticket: ++this.#ticket };
    this.#orders.push(order);
    // A part of an array would cross with the whole array behind it.
    this.#thread.postMessage({ ...order, rows: draw.rows.slice() });
  }

  async #wait(ticket: number): Promise<void> {
    const { done } = this.#given;
    const slot = ticket % slots;
    for (let last = Atomics.load(done, slot); last !== ticket; last = Atomics.load(done, slot)) {
      const { async: asleep, value } = Atomics.waitAsync(done, slot, last);
      if (asleep) await Promise.race([value, this.#failed]);
    }
  }

  #ones(rows: number): Float32Array {
    const known = this.#weights.get(rows);
    if (known) return known;
    const made = new Float32Array(rows).fill(1);
    this.#weights.set(rows, made);
    return made;
  }
}

function shared<Data extends Column['data']>(data: Data): Data {
  if (data.buffer instanceof SharedArrayBuffer) return data;
  const copy = new SharedArrayBuffer(data.byteLength);
  const Typed = data.constructor as new (memory: SharedArrayBuffer) => Data;
  const typed = new Typed(copy);
  typed.set(data as never);
  return typed;
}
