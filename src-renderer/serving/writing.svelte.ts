/** @file A text under way: what the model has written so far, and the way to stop it. */
import type { Client, WrittenPiece } from '../../src-shared/contract.ts';
import { type AppError, toAppError } from '../../src-shared/platform/errors.ts';
import { fromServer, isAbort } from '../platform/client.ts';

export type WritingInput = Parameters<Client['serving']['generate']>[0];

export class WritingText {
  /** What the text began with. */
  prompt = $state('');
  text = $state('');
  /** Why it ended; null while it is written, when it was stopped, and before the first. */
  ending = $state.raw<WrittenPiece['ending']>(null);
  busy = $state(false);
  error = $state.raw<AppError>();
  readonly #client: Pick<Client, 'serving'>;
  #under: AbortController | undefined;

  constructor(client: Pick<Client, 'serving'>) {
    this.#client = client;
  }

  /** Begins a text; one that is being written stops. */
  async write(input: WritingInput): Promise<void> {
    this.stop();
    const under = (this.#under = new AbortController());
    this.prompt = input.prompt;
    this.text = '';
    this.ending = null;
    this.error = undefined;
    this.busy = true;
    try {
      const pieces = await this.#client.serving.generate(input, { signal: under.signal });
      for await (const piece of pieces) {
        if (under.signal.aborted) break;
        this.text += piece.text;
        this.ending = piece.ending;
      }
    } catch (thrown) {
      const error = fromServer(thrown);
      if (!under.signal.aborted && !isAbort(error)) this.error = toAppError(error);
    } finally {
      if (this.#under === under) this.busy = false;
    }
  }

  /** Ends with the token under way; what is written stays. */
  stop(): void {
    this.#under?.abort();
    this.busy = false;
  }
}
