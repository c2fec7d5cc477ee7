/** @file Counts how well an autoencoder rebuilds its rows. */
import type { Oddity, ReconstructionReport } from '../../../src-shared/contract.ts';
import type { ReconstructedBatch } from '../worker/batches.ts';
import { Foremost, type Tally } from './tally.ts';

const KEPT_ODDITIES = 100;

export class ReconstructionTally implements Tally<ReconstructedBatch, ReconstructionReport> {
  readonly #oddities = new Foremost<Oddity>(
    KEPT_ODDITIES,
    (a, b) => b.error - a.error || (a.sample < b.sample ? -1 : 1),
  );
  readonly #errors: number[] = [];

  add({ ids, texts, errors }: ReconstructedBatch): void {
    for (const [i, sample] of ids.entries()) {
      this.#errors.push(errors[i]!);
      this.#oddities.add({ sample, text: texts[i]!, error: errors[i]! });
    }
  }

  result() {
    const sorted = this.#errors.toSorted((a, b) => a - b);
    // The nearest rank: so many of all are not above it.
    const quantile = (share: number): number =>
      sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
    const loss = sorted.reduce((sum, error) => sum + error, 0) / Math.max(1, sorted.length);
    return {
      task: 'reconstruct' as const,
      samples: sorted.length,
      loss,
      rmse: Math.sqrt(loss),
      quantiles: { p50: quantile(0.5), p90: quantile(0.9), p99: quantile(0.99) },
      oddities: this.#oddities.items(),
    };
  }
}
