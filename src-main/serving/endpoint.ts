/** @file One endpoint: keeps its model running, counts, and measures. */
import type { Endpoint, Model } from '../../src-shared/contract/index.ts';
import { toAppError, toWire, AppError } from '../../src-shared/errors.ts';
import { Latencies } from './latencies.ts';
import type { ModelProcess } from './model-process.ts';

/** Waits before the restarts after a crash, in milliseconds; when they are used up the endpoint has failed. */
export const BACK_OFF: readonly number[] = [200, 1000, 3000, 10_000, 30_000];

/** A worker that lived this long has recovered: the next crash begins at the first wait again. */
const RECOVERED_MS = 60_000;

export interface EndpointParts {
  readonly name: string;
  readonly model: Model;
  readonly deployedAt: string;
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
      const answer = await ask(this.#running());
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
      yield* ask(this.#running());
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

  #running(): ModelProcess {
    if (this.#process) return this.#process;
    throw new AppError('serving.notReady', { name: this.name, state: this.#state });
  }

  view(): Endpoint {
    return {
      name: this.name,
      model: this.model.id,
      modelName: this.model.name,
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
    this.#comeBack(era, error);
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
    this.#parts.onChange();
  }
}
