/** @file A shard in a thread of its own. The tensors are in shared memory; the messages only say whose turn it is. */
import { Worker } from 'node:worker_threads';
import type { ShardRequest } from './shard-worker.ts';
import type { Part, ShardSpec } from './shard.ts';
import type { SideIndex } from './step-runner.ts';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

export class ShardThread {
  readonly #worker: Worker;
  #failure: Error | undefined;
  #waiting = Promise.withResolvers<void>();

  private constructor(spec: ShardSpec) {
    this.#worker = new Worker(new URL(`./shard-worker.${extension}`, import.meta.url), { workerData: spec });
    this.#worker.on('message', () => this.#waiting.resolve());
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`a thread of the training ended (${code})`)));
  }

  /** Starts the thread and waits until its sessions are open. */
  static async open(spec: ShardSpec): Promise<ShardThread> {
    const thread = new ShardThread(spec);
    await thread.#waiting.promise;
    return thread;
  }

  /** One part of a step. Throws what ended the thread, when it is gone or goes meanwhile. */
  run(part: Part, side: SideIndex): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    this.#waiting = Promise.withResolvers<void>();
    this.#worker.postMessage({ part, side } satisfies ShardRequest);
    return this.#waiting.promise;
  }

  async close(): Promise<void> {
    this.#worker.removeAllListeners();
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    this.#waiting.reject(this.#failure);
  }
}
