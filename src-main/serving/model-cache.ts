/** @file A cache of loaded models for requests without an endpoint; the least recently used is unloaded first. */
import type { Model } from '../../src-shared/contract.ts';
import { toAppError, type AppError } from '../../src-shared/platform/errors.ts';
import { TRIES } from './endpoint.ts';
import type { ModelProcess } from './model-process.ts';

export interface ModelCacheOptions {
  readonly open: (model: Model, onExit: (error: AppError | null) => void) => Promise<ModelProcess>;
  /** So many models stay loaded at most. */
  readonly keep?: number;
  /** A model nobody asked for so long, in milliseconds, is let go. */
  readonly idleMs?: number;
}

interface Held {
  readonly process: Promise<ModelProcess>;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

export class ModelCache {
  readonly #options: Required<ModelCacheOptions>;
  /** In the order of use, the most recent last. */
  readonly #held = new Map<string, Held>();

  constructor(options: ModelCacheOptions) {
    this.#options = { keep: 2, idleMs: 60_000, ...options };
  }

  /** How many models are loaded now. */
  get size(): number {
    return this.#held.size;
  }

  /** Asks a model, loading it when it is not there, and again when another question took it along. */
  async ask<T>(model: Model, question: (process: ModelProcess) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const held = this.#take(model);
      try {
        return await question(await held.process);
      } catch (thrown) {
        if (toAppError(thrown).key !== 'workers.interrupted' || tries >= TRIES) throw thrown;
        this.#forget(model.id, held);
      } finally {
        this.#giveBack(model.id, held);
      }
    }
  }

  /** Asks for an answer in pieces; the model stays loaded until the last one, or until the caller goes. */
  async *stream<T>(
    model: Model,
    question: (process: ModelProcess) => AsyncIterable<T>,
  ): AsyncGenerator<T, void> {
    const held = this.#take(model);
    try {
      yield* question(await held.process);
    } finally {
      this.#giveBack(model.id, held);
    }
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#held, ([id, held]) => this.#release(id, held)));
  }

  #take(model: Model): Held {
    const held = this.#held.get(model.id) ?? this.#load(model);
    this.#held.delete(model.id);
    this.#held.set(model.id, held);
    clearTimeout(held.timer);
    held.users++;
    this.#shrink();
    return held;
  }

  #giveBack(id: string, held: Held): void {
    held.users--;
    if (held.users === 0) this.#rest(id, held);
  }

  #load(model: Model): Held {
    const forget = () => this.#forget(model.id, held);
    const held: Held = { process: this.#options.open(model, forget), users: 0, timer: undefined };
    held.process.catch(forget);
    return held;
  }

  #forget(id: string, held: Held): void {
    if (this.#held.get(id) === held) this.#held.delete(id);
    clearTimeout(held.timer);
  }

  /** Nobody asks it now: it goes when that stays so, or at once when there are too many. */
  #rest(id: string, held: Held): void {
    if (this.#held.get(id) !== held) return;
    held.timer = setTimeout(() => void this.#release(id, held), this.#options.idleMs).unref();
    this.#shrink();
  }

  #shrink(): void {
    for (const [id, held] of this.#held) {
      if (this.#held.size <= this.#options.keep) return;
      if (held.users === 0) void this.#release(id, held);
    }
  }

  async #release(id: string, held: Held): Promise<void> {
    this.#forget(id, held);
    const process = await held.process.catch(() => null);
    await process?.close();
  }
}
