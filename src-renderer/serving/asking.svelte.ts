/** @file Asks a model as someone types: a question at a time, always the latest one, never an old answer over a new one. */
import type { Asked, Client, Prediction } from '../../src-shared/contract.ts';
import { type AppError, toAppError } from '../../src-shared/platform/errors.ts';

/** What the model said, and how long it took from here and back, in milliseconds. */
export interface Answered {
  readonly prediction: Prediction;
  /** What was asked. */
  readonly row: Asked;
  readonly milliseconds: number;
}

export interface Question {
  readonly model: string;
  /** The endpoint to ask through; without it the model is loaded for a while. */
  readonly endpoint: string | undefined;
  /** Null asks nothing, and clears the answer. */
  readonly row: Asked | null;
}

export class Asking {
  answered = $state.raw<Answered>();
  error = $state.raw<AppError>();
  readonly #client: Pick<Client, 'serving'>;
  #waiting: Question | undefined;
  #busy = false;

  constructor(client: Pick<Client, 'serving'>) {
    this.#client = client;
  }

  /** Asks soon; a newer question replaces one that still waits. */
  async ask(question: Question): Promise<void> {
    this.#waiting = question;
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#waiting) await this.#next();
    } finally {
      this.#busy = false;
    }
  }

  async #next(): Promise<void> {
    const { model, endpoint, row } = this.#waiting!;
    this.#waiting = undefined;
    this.error = undefined;
    if (row === null) {
      this.answered = undefined;
      return;
    }
    const started = performance.now();
    try {
      const through = endpoint === undefined ? { model } : { model, endpoint };
      const [prediction] = await this.#client.serving.predict({ ...through, rows: [row] });
      const milliseconds = performance.now() - started;
      if (prediction && !this.#waiting) this.answered = { prediction, row, milliseconds };
    } catch (thrown) {
      this.answered = undefined;
      this.error = toAppError(thrown);
    }
  }
}
