/** @file One endpoint: keeps its model running, counts, and measures. */
import type { Endpoint, Model } from '../../src-shared/contract.ts';
import { toAppError, toWire, AppError } from '../../src-shared/platform/errors.ts';
import { Latencies } from './latencies.ts';
import type { ModelProcess } from './model-process.ts';

/** Waits before the restarts after a crash, in milliseconds; when they are used up the endpoint has failed. */
export const BACK_OFF: readonly number[] = [200, 1000, 3000, 10_000, 30_000];

/** So often a request is asked anew that had to stand aside for another. */
export const TRIES = 3;

/** A worker that lived this long has recovered: the next crash begins at the first wait again. */
const RECOVERED_MS = 60_000;

export interface EndpointParts {
  readonly name: string;
  readonly model: Model;
  readonly deployedAt: string;
  /** The alias that it goes with, and how that stands. */
  readonly follows?: () => Endpoint['follows'];
  readonly requests?: number;
  readonly errors?: number;
  readonly backOff?: readonly number[];
  /** Loads the model in a process of its own. */
  readonly open: (onExit: (error: AppError | null) => void) => Promise<ModelProcess>;
  /** Told whenever the state or a number changed. */
  readonly onChange: () => void;
}

type State = Endpoint['state'];

export class RunningEndpoint {
  readonly name: string;
  readonly model: Model;
  readonly #parts: EndpointParts;
  readonly #latencies = new Latencies();
  #state: State = 'stopped';
  #process: ModelProcess | null = null;
  #error: AppError | null = null;
  #requests: number;
  #errors: number;
  #crashes = 0;
  #readyAt = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Told when the state has changed. */
  #watchers: (() => void)[] = [];
  /** Grows with each start and stop, so that what an earlier one still has under way is recognised as stale. */
  #era = 0;

  constructor(parts: EndpointParts) {
    this.#parts = parts;
    this.name = parts.name;
    this.model = parts.model;
    this.#requests = parts.requests ?? 0;
    this.#errors = parts.errors ?? 0;
  }

  get state(): State {
    return this.#state;
  }

  get counts(): { requests: number; errors: number } {
    return { requests: this.#requests, errors: this.#errors };
  }

  /** Starts the model; rejects, and has failed, when it cannot be loaded. */
  async start(): Promise<void> {
    this.#crashes = 0;
    const error = await this.#load(++this.#era);
    if (!error) return;
    this.#set('failed', error);
    throw error;
  }

  /** Starts the model as after a crash: with further tries when it cannot be loaded. */
  async resume(): Promise<void> {
    this.#crashes = 0;
    await this.#retry(++this.#era);
  }

  /** Ends the model's process; it does not come back by itself. */
  async stop(): Promise<void> {
    this.#era++;
    clearTimeout(this.#timer);
    const process = this.#process;
    this.#process = null;
    this.#set('stopped', null);
    await process?.close();
  }

  /** Answers one request with the model, and counts and measures it. @throws AppError `serving.notReady` */
  async answer<T>(ask: (process: ModelProcess) => Promise<T>): Promise<T> {
    const done = this.#begin();
    try {
      const answer = await this.#asked(ask);
      done.well();
      return answer;
    } catch (error) {
      this.#errors++;
      throw error;
    } finally {
      done.counted();
    }
  }

  /**
   * The same for an answer that comes in pieces: measured to its end; where the caller goes before, counted only.
   * @throws AppError `serving.notReady`
   */
  async *stream<T>(ask: (process: ModelProcess) => AsyncIterable<T>): AsyncGenerator<T, void> {
    const done = this.#begin();
    try {
      yield* ask(await this.#available());
      done.well();
    } catch (error) {
      this.#errors++;
      throw error;
    } finally {
      done.counted();
    }
  }

  describe(): ModelProcess['description'] {
    return this.#running().description;
  }

  #begin() {
    const started = performance.now();
    return {
      well: () => this.#latencies.add(performance.now() - started),
      counted: () => {
        this.#requests++;
        this.#parts.onChange();
      },
    };
  }

  /** Asks; where another request took the model's process along, asks again once the model is back. */
  async #asked<T>(ask: (process: ModelProcess) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const process = await this.#available();
      try {
        return await ask(process);
      } catch (thrown) {
        if (toAppError(thrown).key !== 'workers.interrupted' || tries >= TRIES) throw thrown;
        while (this.#process === process || this.#state === 'starting') await this.#changed();
      }
    }
  }

  /** The process; one that was ended for a request that took too long is waited for. @throws AppError `serving.notReady` */
  async #available(): Promise<ModelProcess> {
    while (this.#state === 'starting' && this.#error?.key === 'workers.deadline') await this.#changed();
    return this.#running();
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => this.#watchers.push(resolve));
  }

  #running(): ModelProcess {
    if (this.#process) return this.#process;
    throw new AppError('serving.notReady', { name: this.name, state: this.#state });
  }

  view(): Endpoint {
    return {
      name: this.name,
      model: this.model.id,
      modelName: this.model.name,
      follows: this.#parts.follows?.() ?? null,
      state: this.#state,
      path: `/endpoints/${this.name}`,
      requests: this.#requests,
      errors: this.#errors,
      p50: this.#latencies.percentile(0.5),
      p95: this.#latencies.percentile(0.95),
      deployedAt: this.#parts.deployedAt,
      error: this.#error && toWire(this.#error),
    };
  }

  /** Tries once to have a process; the reason when there is none. */
  async #load(era: number): Promise<AppError | null> {
    this.#set('starting', this.#error);
    try {
      const process = await this.#parts.open((error) => this.#exited(era, error));
      if (era !== this.#era) {
        await process.close();
        return null;
      }
      this.#process = process;
      this.#readyAt = performance.now();
      this.#set('ready', null);
      return null;
    } catch (error) {
      return era === this.#era ? toAppError(error) : null;
    }
  }

  #exited(era: number, error: AppError | null): void {
    if (era !== this.#era || !this.#process) return;
    this.#process = null;
    if (performance.now() - this.#readyAt > RECOVERED_MS) this.#crashes = 0;
    // A request that ran too long was ended on purpose: the model is well, and those behind it wait.
    if (error?.key !== 'workers.deadline') return this.#comeBack(era, error);
    this.#set('starting', error);
    void this.#retry(era);
  }

  #comeBack(era: number, error: AppError | null): void {
    const wait = (this.#parts.backOff ?? BACK_OFF)[this.#crashes++];
    if (wait === undefined) return this.#set('failed', error);
    this.#set('starting', error);
    this.#timer = setTimeout(() => void this.#retry(era), wait);
  }

  async #retry(era: number): Promise<void> {
    const error = await this.#load(era);
    if (error) this.#comeBack(era, error);
  }

  #set(state: State, error: AppError | null): void {
    this.#state = state;
    this.#error = error;
    for (const tell of this.#watchers.splice(0)) tell();
    this.#parts.onChange();
  }
}
