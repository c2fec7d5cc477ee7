/**
 * @file A calendar that is asked: working minutes between moments, and moments by working minutes.
 *
 * Everything rests on W(t), the working minutes from 1970-01-01 to t (negative before it), which never decreases. Each stretch
 * between days that differ from the week follows the week, so W and its two inverses are a binary search among those days
 * and a division by the week: O(log days that differ) a call, without a horizon.
 */
import { readDefinition, type CalendarDefinition } from './calendar-definition.ts';
import { DAY, dayOf, weekdayOf, type CivilDay, type CivilMinutes } from './civil.ts';
import {
  minuteAfter,
  minuteBeforeMore,
  minutesBefore,
  minutesIn,
  type WorkingHours,
} from './working-hours.ts';

const WEEK = 7;

export class Calendar {
  readonly id: string;
  readonly name: string;
  readonly #week: readonly (readonly WorkingHours[])[];
  /** Minutes of work from Monday 00:00 to each weekday's 00:00; the eighth is the whole week. */
  readonly #weekSums: readonly number[];
  /** Days that differ from the week, in order, with their hours. */
  readonly #days: Float64Array;
  readonly #hours: readonly (readonly WorkingHours[])[];
  /** By stretch between differing days (the first before all): a Monday of it, and W there as if the week always held. */
  readonly #monday: Float64Array;
  readonly #base: Float64Array;
  /** W at 00:00 of each such day, and at its end. */
  readonly #before: Float64Array;
  readonly #after: Float64Array;

  /** @throws PlanError where the definition cannot be used; see {@link readDefinition}. */
  constructor(definition: CalendarDefinition) {
    const { week, days } = readDefinition(definition);
    this.id = definition.id;
    this.name = definition.name;
    this.#week = week;
    const sums = [0];
    for (const hours of week) sums.push(sums.at(-1)! + minutesIn(hours));
    this.#weekSums = sums;
    const ordered = [...days].sort(([a], [b]) => a - b);
    this.#days = Float64Array.from(ordered, ([day]) => day);
    this.#hours = ordered.map(([, hours]) => hours);
    this.#before = new Float64Array(ordered.length);
    this.#after = new Float64Array(ordered.length);
    this.#monday = new Float64Array(ordered.length + 1);
    this.#base = new Float64Array(ordered.length + 1);
    this.#sum();
  }

  /** Fills the sums, so that W = 0 at 1970-01-01 00:00: from an origin of their own, then moved. */
  #sum(): void {
    const count = this.#days.length;
    const first = this.#days[0] ?? 0;
    this.#layStretch(0, first, 0);
    for (let at = 0; at < count; at++) {
      const day = this.#days[at]!;
      this.#before[at] = this.#workAtStart(at, day);
      this.#after[at] = this.#before[at]! + minutesIn(this.#hours[at]!);
      this.#layStretch(at + 1, day + 1, this.#after[at]!);
    }
    const origin = this.work(0);
    for (const sums of [this.#base, this.#before, this.#after])
      for (const at of sums.keys()) sums[at]! -= origin;
  }

  /** A stretch in which W is `work` at 00:00 of `day`. */
  #layStretch(stretch: number, day: CivilDay, work: number): void {
    const weekday = weekdayOf(day);
    this.#monday[stretch] = day - weekday;
    this.#base[stretch] = work - this.#weekSums[weekday]!;
  }

  /** How many of the sorted `values` are below `value`, or not above it where `inclusive`. */
  #rank(values: Float64Array, value: number, inclusive: boolean): number {
    let [low, high] = [0, values.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const left = inclusive ? values[middle]! <= value : values[middle]! < value;
      if (left) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** W(t): working minutes from 1970-01-01 00:00 to `moment`; negative before. */
  work(moment: CivilMinutes): number {
    if (!Number.isFinite(moment)) return moment;
    const day = dayOf(moment);
    const minute = moment - day * DAY;
    const stretch = this.#rank(this.#days, day, true);
    const at = stretch - 1;
    if (at >= 0 && this.#days[at] === day) return this.#before[at]! + minutesBefore(this.#hours[at]!, minute);
    return this.#workAtStart(stretch, day) + minutesBefore(this.#week[weekdayOf(day)]!, minute);
  }

  /** W at 00:00 of a day of a stretch. */
  #workAtStart(stretch: number, day: CivilDay): number {
    const days = day - this.#monday[stretch]!;
    const weeks = Math.floor(days / WEEK);
    return this.#base[stretch]! + weeks * this.#weekSums[WEEK]! + this.#weekSums[days - weeks * WEEK]!;
  }

  /** The earliest moment t with W(t) >= work: the end of that work. Infinity where the calendar never gets there. */
  earliest(work: number): CivilMinutes {
    if (!Number.isFinite(work)) return work;
    // Differing days whose end lies below; the answer is on the day after them, or in the weeks before it.
    const at = this.#rank(this.#after, work, false);
    if (at < this.#days.length && this.#before[at]! < work)
      return this.#days[at]! * DAY + minuteAfter(this.#hours[at]!, work - this.#before[at]!);
    const week = this.#weekSums[WEEK]!;
    if (week === 0) return this.#withoutWeeks(at);
    const sought = work - this.#base[at]!;
    let weeks = Math.ceil(sought / week) - 1;
    let left = sought - weeks * week;
    // The quotient is rounded: of parts of a minute the remainder may lie just outside the week.
    if (left <= 0) left = sought - --weeks * week;
    let day = 0;
    while (day < WEEK - 1 && this.#weekSums[day + 1]! < left) day++;
    const minute = minuteAfter(this.#week[day]!, left - this.#weekSums[day]!);
    return (this.#monday[at]! + weeks * WEEK + day) * DAY + minute;
  }

  /** The latest moment t with W(t) <= work: where the next work begins. Infinity where none follows. */
  latest(work: number): CivilMinutes {
    if (!Number.isFinite(work)) return work;
    const at = this.#rank(this.#after, work, true);
    if (at < this.#days.length && this.#before[at]! <= work)
      return this.#days[at]! * DAY + minuteBeforeMore(this.#hours[at]!, work - this.#before[at]!);
    const week = this.#weekSums[WEEK]!;
    if (week === 0) return this.#withoutWeeks(at);
    const sought = work - this.#base[at]!;
    let weeks = Math.floor(sought / week);
    let left = sought - weeks * week;
    if (left < 0) left = sought - --weeks * week;
    let day = 0;
    while (day < WEEK - 1 && this.#weekSums[day + 1]! <= left) day++;
    const minute = minuteBeforeMore(this.#week[day]!, left - this.#weekSums[day]!);
    return (this.#monday[at]! + weeks * WEEK + day) * DAY + minute;
  }

  /** Only differing days hold work, and the one at `at`, the first behind, not this. */
  #withoutWeeks(at: number): CivilMinutes {
    return at < this.#days.length ? -Infinity : Infinity;
  }

  /** Working minutes from one moment to another; negative where `to` is the earlier. */
  between(from: CivilMinutes, to: CivilMinutes): number {
    return this.work(to) - this.work(from);
  }

  /** `minutes` of work after a moment (before it where negative): 17:00 of Friday, not 9:00 of Monday. */
  add(moment: CivilMinutes, minutes: number): CivilMinutes {
    return this.earliest(this.work(moment) + minutes);
  }

  /** The first moment at or after `moment` that is followed by work. Infinity where none is. */
  next(moment: CivilMinutes): CivilMinutes {
    return this.latest(this.work(moment));
  }

  /** The last moment at or before `moment` that follows work. */
  previous(moment: CivilMinutes): CivilMinutes {
    return this.earliest(this.work(moment));
  }

  /** Whether the minute that begins at `moment` is working time. */
  isWorking(moment: CivilMinutes): boolean {
    return this.next(moment) === moment;
  }

  /** Working minutes of a day. */
  ofDay(day: CivilDay): number {
    return this.between(day * DAY, (day + 1) * DAY);
  }
}
