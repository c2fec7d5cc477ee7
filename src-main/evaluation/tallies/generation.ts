/** @file Counts how well a generator predicts a text. */
import type { GenerationReport } from '../../../src-shared/contract.ts';
import type { ForetoldBatch } from '../worker/batches.ts';
import type { Tally } from './tally.ts';

/** Loss in nats a token, perplexity e^loss, and bits a character: loss sum / ln 2 / characters. */
export class GenerationTally implements Tally<ForetoldBatch, GenerationReport> {
  #tokens = 0;
  #characters = 0;
  #lossSum = 0;

  add({ tokens, characters, lossSum }: ForetoldBatch): void {
    this.#tokens += tokens;
    this.#characters += characters;
    this.#lossSum += lossSum;
  }

  result() {
    const loss = this.#tokens === 0 ? 0 : this.#lossSum / this.#tokens;
    return {
      task: 'generate' as const,
      samples: this.#tokens,
      loss,
      perplexity: Math.exp(loss),
      bitsPerCharacter: this.#characters === 0 ? 0 : this.#lossSum / Math.LN2 / this.#characters,
      characters: this.#characters,
    };
  }
}
