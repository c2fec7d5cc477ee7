/** @file The guard: sees from the losses that a training has gone wrong. */

/** What is wrong: a loss or a weight is no finite number, or the loss has left what it was. */
export type Fault = 'notFinite' | 'exploded';

/** All that the guard remembers; it survives JSON. */
export interface GuardState {
  /** Losses since the last median was taken. */
  readonly recent: readonly number[];
  /** Median of the last full window, and of the first; null before the first is full. */
  readonly median: number | null;
  readonly first: number | null;
  /** Updates in a row whose loss was out of bounds. */
  readonly outside: number;
  /** How often training went back. */
  readonly rewinds: number;
}

/** Losses of a median: enough to be steady, few enough to follow a loss that falls. */
const windowSize = 64;
const bound = 10;
/** So many updates in a row are no outliers of single batches. */
const patience = 20;
/** How often training may go back before it fails. */
export const mostRewinds = 3;

/**
 * A loss that is no finite number is a fault at once. A loss above ten times the median of the last window for 20
 * updates in a row is one too: a median does not follow outliers, and no run of bad batches is that long. A loss below
 * a tenth of the first median is left alone: near zero, ten times as much is noise. Each fault halves the learning rate.
 */
export class Guard {
  #recent: number[];
  #median: number | null;
  #first: number | null;
  #outside: number;
  #rewinds: number;

  constructor({ recent, median, first, outside, rewinds }: GuardState = fresh) {
    this.#recent = [...recent];
    this.#median = median;
    this.#first = first;
    this.#outside = outside;
    this.#rewinds = rewinds;
  }

  get rewinds(): number {
    return this.#rewinds;
  }

  /** What the learning rate is multiplied by. */
  get factor(): number {
    return 0.5 ** this.#rewinds;
  }

  /** Whether the last losses were in bounds, so that the weights are worth keeping. */
  get calm(): boolean {
    return this.#outside === 0;
  }

  state(): GuardState {
    return {
      recent: [...this.#recent],
      median: this.#median,
      first: this.#first,
      outside: this.#outside,
      rewinds: this.#rewinds,
    };
  }

  /** Checks the loss of an update. */
  check(loss: number): Fault | undefined {
    if (!Number.isFinite(loss)) return 'notFinite';
    const [median, first] = [this.#median ?? Infinity, this.#first ?? Infinity];
    if (loss > bound * median && loss > first / bound) {
      this.#outside++;
      return this.#outside >= patience ? 'exploded' : undefined;
    }
    this.#outside = 0;
    this.#recent.push(loss);
    if (this.#recent.length === windowSize) this.#takeMedian();
    return undefined;
  }

  #takeMedian(): void {
    this.#median = this.#recent.toSorted((a, b) => a - b)[windowSize / 2] ?? null;
    this.#first ??= this.#median;
    this.#recent = [];
  }
}

const fresh: GuardState = { recent: [], median: null, first: null, outside: 0, rewinds: 0 };

/** Whether every number of every tensor is finite. */
export function allFinite(tensors: Iterable<Float32Array>): boolean {
  for (const data of tensors) {
    // Zero times a finite number is zero; times any other it is NaN, which stays in a sum.
    let sum = 0;
    for (let index = 0; index < data.length; index++) sum += data[index]! * 0;
    if (sum !== 0) return false;
  }
  return true;
}
