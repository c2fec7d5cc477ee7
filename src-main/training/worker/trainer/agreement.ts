/** @file Whether the exported model answers as the trained one does, row by row. */
import type { Answers } from './evaluators.ts';

/** Answers may differ by this much, and by this share of what is large: sums in another order, another processor. */
const tolerance = 0.01;
/** Share of the rows that may differ by more: those that stand on an edge. */
const mostDiffering = 0.01;
/** Rows that are compared; more would take the time of a second validation and say no more. */
const mostCompared = 10_000;

export interface Disagreement {
  readonly rows: number;
  readonly of: number;
  /** The greatest difference of two numbers that should be the same. */
  readonly difference: number;
}

/** Compares the answers to the first rows of a split. */
export class Agreement {
  #rows = 0;
  #differing = 0;
  #greatest = 0;

  /** Whether more rows are to be compared. */
  get open(): boolean {
    return this.#rows < mostCompared;
  }

  /** @param trained `[rows, width]` @param exported the same of the exported model */
  add(rows: number, trained: Answers, exported: Answers): void {
    const width = trained.length / Math.max(1, rows);
    for (let row = 0; row < rows; row++) {
      let worst = 0;
      for (let at = row * width; at < (row + 1) * width; at++) {
        const is = trained[at] ?? 0;
        const difference = Math.abs(is - (exported[at] ?? Number.NaN)) / Math.max(1, Math.abs(is));
        worst = difference <= worst ? worst : difference;
      }
      // A difference that is no number is one.
      if (!(worst <= tolerance)) this.#differing++;
      if (!(worst <= this.#greatest)) this.#greatest = worst;
    }
    this.#rows += rows;
  }

  /** Null where they agree. */
  result(): Disagreement | null {
    const [rows, of, difference] = [this.#differing, this.#rows, this.#greatest];
    return rows > mostDiffering * of ? { rows, of, difference } : null;
  }
}
