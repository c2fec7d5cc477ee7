/** @file Scores by what the metadata of samples say: the accuracy, or the error, for each value of a column. */
import { TASKS, type Slice } from '../../../src-shared/contract.ts';
import type { EvaluatedBatch } from '../worker/batches.ts';
import { gainsOf } from './tasks.ts';

/** A column of more values cuts no slices. */
const MOST_VALUES = 30;

interface Part {
  samples: number;
  /** Of right answers, or of squared errors. */
  sum: number;
}

export class SliceTally {
  readonly #classes: number;
  /** By column, then by value; null for a column of too many values. */
  readonly #columns = new Map<string, Map<string | null, Part> | null>();
  #squares = false;

  /** @param classes of a classifier: how many it tells apart */
  constructor(classes: number) {
    this.#classes = classes;
  }

  add(batch: EvaluatedBatch): void {
    if (!('ids' in batch) || !batch.slices) return;
    this.#squares = !TASKS[batch.task].hasClasses;
    const gains = gainsOf(batch, this.#classes);
    for (const { column, values } of batch.slices) this.#addColumn(column, values, gains);
  }

  #addColumn(column: string, values: readonly (string | null)[], gains: readonly number[]): void {
    const parts =
      this.#columns.get(column) ?? (this.#columns.has(column) ? null : new Map<string | null, Part>());
    if (parts === null) return;
    for (const [i, value] of values.entries()) {
      const part = parts.get(value) ?? { samples: 0, sum: 0 };
      part.samples++;
      part.sum += gains[i]!;
      parts.set(value, part);
    }
    this.#columns.set(column, parts.size > MOST_VALUES ? null : parts);
  }

  /** Columns in the order of the version, of each the value with the most samples first. */
  result(): Slice[] {
    return [...this.#columns].flatMap(([column, parts]) => {
      if (parts === null || parts.size < 2) return [];
      const values = [...parts].map(([value, { samples, sum }]) => ({
        value,
        samples,
        score: this.#squares ? Math.sqrt(sum / samples) : sum / samples,
      }));
      return [{ column, values: values.sort((a, b) => b.samples - a.samples) }];
    });
  }
}
