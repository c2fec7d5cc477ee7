/** @file Counts the errors of a regressor. */
import type { Miss, RegressionReport } from '../../../src-shared/contract.ts';
import type { RegressedBatch } from '../worker/batches.ts';
import { Foremost, type Tally } from './tally.ts';

/** How many of the farthest misses, and how many points of an image, a report keeps. */
const KEPT_MISSES = 100;
const KEPT_POINTS = 500;

interface Point {
  readonly sample: string;
  readonly point: [actual: number, predicted: number];
}

/** A sample is named by a hash: the first names are as good as a random choice, and always the same one. */
const byName = (a: { readonly sample: string }, b: { readonly sample: string }) =>
  a.sample < b.sample ? -1 : 1;

const distance = ({ actual, predicted }: Miss) => Math.abs(actual - predicted);

/** RMSE, MAE and R² = 1 - Σ(y - ŷ)² / Σ(y - mean y)², 0 where the target never varies, as scikit-learn nearly has it. */
export class RegressionTally implements Tally<RegressedBatch, RegressionReport> {
  readonly #misses = new Foremost<Miss>(KEPT_MISSES, (a, b) => distance(b) - distance(a) || byName(a, b));
  readonly #points = new Foremost<Point>(KEPT_POINTS, byName);
  #samples = 0;
  #squares = 0;
  #absolutes = 0;
  /** Mean and sum of squared differences from it, kept up as samples come (Welford 1962). */
  #mean = 0;
  #spread = 0;

  add({ ids, texts, actual, predicted }: RegressedBatch): void {
    for (const [i, sample] of ids.entries()) {
      const [is, answer] = [actual[i]!, predicted[i]!];
      this.#samples++;
      this.#squares += (is - answer) ** 2;
      this.#absolutes += Math.abs(is - answer);
      const before = is - this.#mean;
      this.#mean += before / this.#samples;
      this.#spread += before * (is - this.#mean);
      this.#misses.add({ sample, text: texts[i]!, actual: is, predicted: answer });
      this.#points.add({ sample, point: [is, answer] });
    }
  }

  result() {
    const samples = this.#samples;
    const mean = (sum: number): number => (samples === 0 ? 0 : sum / samples);
    return {
      task: 'regress' as const,
      samples,
      loss: mean(this.#squares),
      rmse: Math.sqrt(mean(this.#squares)),
      mae: mean(this.#absolutes),
      r2: this.#spread > 0 ? 1 - this.#squares / this.#spread : 0,
      points: this.#points.items().map(({ point }) => point),
      misses: this.#misses.items(),
    };
  }
}
