/**
 * @file The forward pass: early dates (Kelley & Walker 1959; with lags and all four types of dependencies: precedence diagramming,
 * Fondahl 1961). All moments are civil minutes; Infinity is what cannot be placed.
 *
 * A task that has begun keeps its actual start; what remains of it waits for its dependencies and for the status date
 * ("retained logic").
 */
import type { CivilMinutes } from '../time/civil.ts';
import { NOTHING, actualsOf, type Actuals } from './actuals.ts';
import { EDGE, type Network } from './network.ts';
import type { Pace } from './pace.ts';

/** What set a date where no edge did. */
export const SET_BY = {
  projectStart: -1,
  constraint: -2,
  statusDate: -3,
  levelling: -4,
  actual: -5,
} as const;

export interface Bound {
  /** Work begins no earlier. */
  readonly start: CivilMinutes;
  /** The edge that set it, or one of {@link SET_BY}. */
  readonly setBy: number;
}

export class EarlyDates {
  readonly network: Network;
  /** By task; levelling changes them where it chooses people. */
  readonly paces: Pace[];
  readonly actuals: Actuals[];
  /** By node. Of an end: the earliest of its sub-tasks. */
  readonly start: Float64Array;
  /** By node: where what remains begins; the start of what has not begun. */
  readonly resume: Float64Array;
  readonly finish: Float64Array;
  readonly setBy: Int32Array;
  readonly #notBefore: Float64Array | undefined;

  /** `notBefore`: by task, what levelling allows. */
  constructor(network: Network, notBefore?: Float64Array) {
    this.network = network;
    this.paces = [...network.paces];
    this.actuals = network.plan.tasks.map(({ progress = {} }, task) =>
      network.isSummary[task] === 1 ? NOTHING : actualsOf(progress, this.paces[task]!.minutes),
    );
    this.start = new Float64Array(network.nodes);
    this.resume = new Float64Array(network.nodes);
    this.finish = new Float64Array(network.nodes);
    this.setBy = new Int32Array(network.nodes);
    this.#notBefore = notBefore;
  }

  /** Gives a task another pace. */
  repace(task: number, pace: Pace): void {
    this.paces[task] = pace;
    this.actuals[task] = actualsOf(this.network.plan.tasks[task]!.progress ?? {}, pace.minutes);
  }

  /** Moves a moment by the lag of an edge. */
  shift(edge: number, moment: CivilMinutes): CivilMinutes {
    const { edges, taskOf } = this.network;
    const lag = edges.lag[edge]!;
    if (lag === 0) return moment;
    if (edges.elapsed[edge] === 1) return moment + lag;
    return this.paces[taskOf[edges.to[edge]!]!]!.calendar.add(moment, lag);
  }

  /** Places every node as early as it can be. */
  run(): this {
    for (const node of this.network.order) this.place(node, this.boundOf(node));
    return this;
  }

  /** The latest of what a node waits for. */
  boundOf(node: number): Bound {
    const { into } = this.network;
    let { start, setBy } = this.#ownBound(node);
    for (let i = into.first[node]!; i < into.first[node + 1]!; i++) {
      const edge = into.edges[i]!;
      const bound = this.#boundBy(edge, node);
      // Where two set the same, a dependency says more than the start of the project.
      if (bound > start || (bound === start && setBy < 0)) [start, setBy] = [bound, edge];
    }
    return { start, setBy };
  }

  /** The start that dependencies on starts (FS, SS) allow a task; the start of the plan where there is none. */
  dependencyBound(task: number): CivilMinutes {
    const { into, edges, plan } = this.network;
    let bound = plan.start;
    for (let i = into.first[task]!; i < into.first[task + 1]!; i++) {
      const edge = into.edges[i]!;
      const type = edges.type[edge]!;
      if (type === EDGE.FS || type === EDGE.SS) bound = Math.max(bound, this.#boundBy(edge, task));
    }
    return bound;
  }

  /** What stands in the task itself, and of a begun one where its done part ends. */
  ownFloor(task: number): CivilMinutes {
    const { start } = this.#ownBound(task);
    return this.actuals[task]!.state === 'started' ? Math.max(start, this.#begun(task, start).doneAt) : start;
  }

  /** Where begun work began, and where its done part ends. */
  #begun(task: number, bound: CivilMinutes): { readonly start: CivilMinutes; readonly doneAt: CivilMinutes } {
    const { start: actual, done, remaining } = this.actuals[task]!;
    const pace = this.paces[task]!;
    // Without an actual start the work done lies just before what remains.
    const start = actual ?? pace.latestStart(pace.start(bound, remaining), done);
    return { start, doneAt: pace.finish(pace.start(start, done), done) };
  }

  /** What stands in the task itself. */
  #ownBound(node: number): Bound {
    const { plan, taskOf, isSummary } = this.network;
    const task = taskOf[node]!;
    if (node >= isSummary.length) return { start: -Infinity, setBy: SET_BY.projectStart };
    let [start, setBy]: [number, number] = [plan.start, SET_BY.projectStart];
    const raise = (to: number | undefined, by: number) => {
      if (to !== undefined && to > start) [start, setBy] = [to, by];
    };
    const { constraint } = plan.tasks[task]!;
    if (constraint && constraint.type !== 'finishNoLaterThan') raise(constraint.date, SET_BY.constraint);
    if (isSummary[task] === 0) raise(plan.statusDate, SET_BY.statusDate);
    raise(this.#notBefore?.[task], SET_BY.levelling);
    return { start, setBy };
  }

  /** The start that an edge allows, in the words of its type. */
  #boundBy(edge: number, node: number): CivilMinutes {
    const { edges } = this.network;
    const from = edges.from[edge]!;
    const type = edges.type[edge]!;
    if (type === EDGE.begin) return this.start[from]!;
    if (type === EDGE.end) return -Infinity;
    const fromFinish = type === EDGE.FS || type === EDGE.FF;
    const moment = this.shift(edge, fromFinish ? this.finish[from]! : this.start[from]!);
    return type === EDGE.FS || type === EDGE.SS ? moment : this.#boundForFinish(node, moment);
  }

  #boundForFinish(node: number, finish: CivilMinutes): CivilMinutes {
    const task = this.network.taskOf[node]!;
    return this.paces[task]!.boundForFinish(finish, this.actuals[task]!.remaining);
  }

  /** Places a node at or after its bound. */
  place(node: number, { start: bound, setBy }: Bound): void {
    const { taskOf, isSummary } = this.network;
    this.setBy[node] = setBy;
    if (node >= isSummary.length) return this.#addUp(node);
    const task = taskOf[node]!;
    const actuals = this.actuals[task]!;
    if (isSummary[task] === 1) this.#keep(node, bound, bound, bound);
    else if (actuals.state === 'notStarted') {
      const start = this.paces[task]!.start(bound);
      this.#keep(node, start, start, this.paces[task]!.finish(start));
    } else this.#placeBegun(node, bound);
  }

  #placeBegun(node: number, bound: CivilMinutes): void {
    const { plan } = this.network;
    const { state, start: actual, finish, remaining } = this.actuals[node]!;
    const pace = this.paces[node]!;
    if (state === 'finished') {
      const planned = pace.start(actual ?? this.dependencyBound(node));
      const end = finish ?? Math.min(pace.finish(planned), plan.statusDate ?? Infinity);
      const start = actual ?? Math.min(end, pace.latestStart(end));
      this.setBy[node] = SET_BY.actual;
      return this.#keep(node, start, end, Math.max(start, end));
    }
    const { start, doneAt } = this.#begun(node, bound);
    if (doneAt >= bound) this.setBy[node] = SET_BY.actual;
    const resume = pace.start(Math.max(bound, doneAt), remaining);
    this.#keep(node, start, resume, pace.finish(resume, remaining));
  }

  /** The end of a summary task: from the first start to the last finish of its sub-tasks, which sets it. */
  #addUp(node: number): void {
    const { into, edges } = this.network;
    let [start, finish] = [Infinity, -Infinity];
    for (let i = into.first[node]!; i < into.first[node + 1]!; i++) {
      const child = edges.from[into.edges[i]!]!;
      start = Math.min(start, this.start[child]!);
      if (this.finish[child]! > finish) {
        finish = this.finish[child]!;
        this.setBy[node] = into.edges[i]!;
      }
    }
    this.#keep(node, start, start, finish);
  }

  #keep(node: number, start: CivilMinutes, resume: CivilMinutes, finish: CivilMinutes): void {
    this.start[node] = start;
    this.resume[node] = resume;
    this.finish[node] = finish;
  }

  /** The last finish of what can be placed; -Infinity of a plan without tasks. */
  get end(): CivilMinutes {
    let end = -Infinity;
    for (const finish of this.finish) if (finish < Infinity && finish > end) end = finish;
    return end;
  }
}
