/** @file The backward pass: late dates and total slack against the end of the plan; with early dates instead, free slack. */
import type { CivilMinutes } from '../time/civil.ts';
import type { EarlyDates } from './early.ts';
import { EDGE } from './network.ts';

/** The latest start and finish that disturb nothing. */
interface Limit {
  start: CivilMinutes;
  finish: CivilMinutes;
}

/** Dates of those who wait, by node; `endStart` and `endFinish` are what ends of summary tasks allow. */
interface Dates {
  readonly start: Float64Array;
  readonly finish: Float64Array;
  readonly endStart: Float64Array;
  readonly endFinish: Float64Array;
}

export class LateDates {
  /** By node: the latest start of the work that remains, and its finish. */
  readonly start: Float64Array;
  readonly finish: Float64Array;
  /** By node of a task: the latest start of what remains that moves no other task and not the end. */
  readonly freeStart: Float64Array;
  readonly #early: EarlyDates;
  readonly #end: CivilMinutes;

  constructor(early: EarlyDates) {
    this.#early = early;
    this.#end = early.end;
    const { nodes } = early.network;
    this.start = new Float64Array(nodes);
    this.finish = new Float64Array(nodes);
    this.freeStart = new Float64Array(nodes);
    // Of ends: the finish that disturbs none who waits for the summary task.
    const freeFinish = new Float64Array(nodes);
    // Of begins: the first of their sub-tasks, which may wait for more than the summary task does.
    const freeBegin = early.resume.slice();
    const [lateDates, freeDates] = [
      { start: this.start, finish: this.finish, endStart: this.start, endFinish: this.finish },
      { start: freeBegin, finish: early.finish, endStart: this.freeStart, endFinish: freeFinish },
    ];
    for (let at = nodes - 1; at >= 0; at--) {
      const node = early.network.order[at]!;
      this.#placeLate(node, this.#limit(node, lateDates));
      const free = this.#limit(node, freeDates);
      freeFinish[node] = free.finish;
      if (early.network.isSummary[node] === 1) freeBegin[node] = free.start;
      this.freeStart[node] = this.#isEnd(node) ? free.start : this.#latestStart(node, free);
    }
  }

  #isEnd(node: number): boolean {
    return node >= this.#early.network.isSummary.length;
  }

  #placeLate(node: number, limit: Limit): void {
    const { plan, taskOf, isSummary } = this.#early.network;
    const { deadline = Infinity, constraint } = plan.tasks[taskOf[node]!]!;
    const isEnd = this.#isEnd(node);
    const isBegin = !isEnd && isSummary[node] === 1;
    if (!isBegin) {
      limit.finish = Math.min(limit.finish, deadline);
      if (constraint?.type === 'finishNoLaterThan') limit.finish = Math.min(limit.finish, constraint.date);
    }
    if (constraint?.type === 'mustStartOn' && !isEnd) limit.start = Math.min(limit.start, constraint.date);
    this.start[node] = isBegin || isEnd ? limit.start : this.#latestStart(node, limit);
    this.finish[node] = isBegin || isEnd ? limit.finish : this.#finishOf(node);
  }

  #latestStart(node: number, { start, finish }: Limit): CivilMinutes {
    const { network, actuals, paces } = this.#early;
    const task = network.taskOf[node]!;
    return Math.min(start, paces[task]!.latestStart(finish, actuals[task]!.remaining));
  }

  #finishOf(node: number): CivilMinutes {
    const { actuals, paces } = this.#early;
    return paces[node]!.finish(this.start[node]!, actuals[node]!.remaining);
  }

  /** What those who wait for a node allow. */
  #limit(node: number, dates: Dates): Limit {
    const { network, actuals } = this.#early;
    const { outOf, edges, taskOf } = network;
    const limit: Limit = { start: Infinity, finish: this.#end };
    for (let i = outOf.first[node]!; i < outOf.first[node + 1]!; i++) {
      const edge = outOf.edges[i]!;
      const to = edges.to[edge]!;
      // What is finished waits for nothing any more, and what cannot be placed is not delayed.
      if (actuals[taskOf[to]!]!.state === 'finished' || this.#early.finish[to] === Infinity) continue;
      this.#narrow(limit, edge, dates);
    }
    return limit;
  }

  #narrow(limit: Limit, edge: number, dates: Dates) {
    const { edges } = this.#early.network;
    const to = edges.to[edge]!;
    const narrowStart = (by: number) => (limit.start = Math.min(limit.start, by));
    const narrowFinish = (by: number) => (limit.finish = Math.min(limit.finish, by));
    switch (edges.type[edge]!) {
      case EDGE.begin:
        return narrowStart(dates.start[to]!);
      case EDGE.end:
        narrowFinish(dates.endFinish[to]!);
        // Who waits for the start of a summary task waits for the sub-task that starts it.
        if (this.#early.start[edges.from[edge]!] === this.#early.start[to]) narrowStart(dates.endStart[to]!);
        return;
      case EDGE.FS:
        return narrowFinish(this.#unshift(edge, dates.start[to]!));
      case EDGE.SS:
        return narrowStart(this.#unshift(edge, dates.start[to]!));
      case EDGE.FF:
        return narrowFinish(this.#unshift(edge, this.#lastFinish(to, dates.finish[to]!)));
      default:
        return narrowStart(this.#unshift(edge, this.#lastFinish(to, dates.finish[to]!)));
    }
  }

  /** A finish at the end of a day lets those before it end until the next work begins. */
  #lastFinish(node: number, finish: CivilMinutes): CivilMinutes {
    const { paces, network } = this.#early;
    const pace = paces[network.taskOf[node]!]!;
    return pace.minutes === 0 ? finish : Math.max(...pace.calendars.map((calendar) => calendar.next(finish)));
  }

  #unshift(edge: number, moment: CivilMinutes): CivilMinutes {
    const { edges, taskOf } = this.#early.network;
    const lag = edges.lag[edge]!;
    if (lag === 0) return moment;
    if (edges.elapsed[edge] === 1) return moment - lag;
    const { calendar } = this.#early.paces[taskOf[edges.to[edge]!]!]!;
    return calendar.latest(calendar.work(moment) - lag);
  }
}
