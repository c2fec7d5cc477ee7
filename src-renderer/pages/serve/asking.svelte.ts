/** @file Asks a model as someone types: a question at a time, always the latest text, never an old answer over a new one. */
import type { Client, Prediction } from '../../../src-shared/contract/index.ts';
import { type AppError, toAppError } from '../../../src-shared/errors.ts';

/** What the model said of a text, and how long it took from here and back, in milliseconds. */
export interface Answered {
  readonly prediction: Prediction;
  readonly milliseconds: number;
}

export interface Question {
  readonly model: string;
  readonly endpoint: string;
  readonly text: string;
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

  /** Asks soon; a newer text replaces one that still waits. An empty text clears the answer. */
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
    const { model, endpoint, text } = this.#waiting!;
    this.#waiting = undefined;
    this.error = undefined;
    if (text.trim() === '') {
      this.answered = undefined;
      return;
    }
    const started = performance.now();
    try {
      const [prediction] = await this.#client.serving.predict({ model, endpoint, rows: [{ text }] });
      const milliseconds = performance.now() - started;
      if (prediction && !this.#waiting) this.answered = { prediction, milliseconds };
    } catch (thrown) {
      this.answered = undefined;
      this.error = toAppError(thrown);
    }
  }
}
