/** @file How much of a resource is in use over time: a step function, and who holds it. */
import type { CivilMinutes } from '../time/civil.ts';

/** Half an open interval of use. */
export interface Booking {
  readonly task: number;
  readonly from: CivilMinutes;
  readonly to: CivilMinutes;
  readonly units: number;
}

/** Sums of units carry rounding: 0.1 + 0.2 is no overload of 0.3. */
const EPSILON = 1e-9;

export class Profile {
  readonly capacity: number;
  readonly bookings: Booking[] = [];
  /** Use from `#times[i]` to `#times[i + 1]` is `#use[i]`; before the first and after the last nothing is in use. */
  readonly #times: CivilMinutes[] = [];
  readonly #use: number[] = [];

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** The end of the first step within `from … to` that leaves less than `units`, or undefined where all leave enough. */
  conflictEnd(from: CivilMinutes, to: CivilMinutes, units: number): CivilMinutes | undefined {
    let conflict: CivilMinutes | undefined;
    for (let i = Math.max(0, this.#rank(from) - 1); i < this.#times.length && this.#times[i]! < to; i++) {
      const end = this.#times[i + 1] ?? Infinity;
      const over = this.#use[i]! + units > this.capacity + EPSILON;
      if (over && end > from) conflict = end;
      // What follows without a gap is the same conflict: a start within it is of no use.
      else if (conflict !== undefined) return conflict;
    }
    return conflict;
  }

  book(booking: Booking): void {
    this.bookings.push(booking);
    const first = this.#step(booking.from);
    const last = this.#step(booking.to);
    for (let i = first; i < last; i++) this.#use[i]! += booking.units;
  }

  /** The tasks that hold units at some time of `from … to`. */
  holders(from: CivilMinutes, to: CivilMinutes): readonly number[] {
    return this.bookings.filter((one) => one.from < to && from < one.to).map(({ task }) => task);
  }

  /** The most units in use at once. */
  get peak(): number {
    return Math.max(0, ...this.#use);
  }

  /** How many times are at or before `time`. */
  #rank(time: CivilMinutes): number {
    let [low, high] = [0, this.#times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#times[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The index of the step that begins at `time`, made where there is none. */
  #step(time: CivilMinutes): number {
    const after = this.#rank(time);
    if (after > 0 && this.#times[after - 1] === time) return after - 1;
    this.#times.splice(after, 0, time);
    this.#use.splice(after, 0, this.#use[after - 1] ?? 0);
    return after;
  }
}
