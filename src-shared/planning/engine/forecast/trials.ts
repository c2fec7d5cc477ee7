/**
 * @file Runs trials in blocks: node by node in topological order, and for each node a plain loop over the trials of the block, so
 * that what a node is gets decided once a block and nothing is allocated inside.
 */
import { EDGE } from '../schedule/network.ts';
import type { VaryingDriver } from './drivers.ts';
import { momentOfFinish, type Model, type Space } from './model.ts';

/** Trials in a block: times of 500 nodes fit a processor's second cache. */
export const BLOCK = 128;
/** Trials that a driver is drawn for at once, so that its tables are read while they are in the first cache. */
const DRAWN = 4 * BLOCK;

export class Trials {
  /** By task: trials in which it was on the path to the last finish. */
  readonly onPath: Float64Array;
  /** Of the last block, by trial: the last finish in civil minutes. */
  readonly end = new Float64Array(BLOCK);
  readonly #model: Model;
  readonly #drivers: readonly VaryingDriver[];
  /** By node and trial, in the node's space. A milestone's and a begin's start is its finish. */
  readonly #start: Float64Array;
  readonly #finish: Float64Array;
  /** By node and trial: the edge that set its begin, or -1; of the end of a summary task, its finish. */
  readonly #setBy: Int32Array;
  /** The same of the start of an end. */
  readonly #startSetBy: Int32Array;
  /** By task and trial: minutes that remain. */
  readonly #minutes: Float64Array;
  /** By driver: what is drawn, and how much of it is used. */
  readonly #drawn: Float64Array;
  #used = DRAWN;
  /** By task: 1 where its own minutes are drawn. */
  readonly #varies: Uint8Array;
  readonly #moments = new Float64Array(BLOCK);
  readonly #last = new Int32Array(BLOCK);
  /** By space and trial: the latest finish that was looked at. */
  readonly #latest: ReadonlyMap<Space, Float64Array>;

  constructor(model: Model, drivers: readonly VaryingDriver[]) {
    const { nodes, plan } = model.network;
    this.#model = model;
    this.#drivers = drivers;
    this.#start = new Float64Array(nodes * BLOCK);
    this.#finish = new Float64Array(nodes * BLOCK);
    this.#setBy = new Int32Array(nodes * BLOCK);
    this.#startSetBy = new Int32Array(nodes * BLOCK);
    this.#minutes = new Float64Array(plan.tasks.length * BLOCK);
    this.#varies = new Uint8Array(plan.tasks.length);
    for (const { type, tasks } of drivers) if (type === 'task') this.#varies[tasks[0]!.task] = 1;
    this.#drawn = new Float64Array(drivers.length * DRAWN);
    this.#latest = new Map(model.spaces.map((space) => [space, new Float64Array(BLOCK)]));
    this.onPath = new Float64Array(plan.tasks.length);
  }

  /** Runs the next `count` <= {@link BLOCK} trials; `keep` is handed each driver's samples. */
  runBlock(count: number, keep: (driver: number, samples: Float64Array) => void): void {
    this.#draw(count, keep);
    for (const node of this.#model.network.order)
      if (this.#model.placed[node] === 1) this.#place(node, count);
    this.#findEnds(count);
    for (let trial = 0; trial < count; trial++) this.#tracePath(trial);
  }

  /** Civil finishes of a task in the last block. */
  finishes(task: number, count: number): Float64Array {
    const { network, spaces, floor } = this.#model;
    const node = network.endOf[task]!;
    for (let trial = 0; trial < count; trial++)
      this.#moments[trial] = momentOfFinish(spaces[node]!, this.#finish[node * BLOCK + trial]!, floor[node]!);
    return this.#moments;
  }

  #draw(count: number, keep: (driver: number, samples: Float64Array) => void): void {
    const { early } = this.#model;
    const minutes = this.#minutes;
    const fresh = this.#used === DRAWN;
    if (fresh) this.#used = 0;
    const used = this.#used;
    early.actuals.forEach(({ remaining }, task) =>
      minutes.fill(this.#varies[task] === 1 ? 0 : remaining, task * BLOCK, task * BLOCK + count),
    );
    this.#drivers.forEach(({ sampler, random, tasks }, driver) => {
      const drawn = this.#drawn.subarray(driver * DRAWN, (driver + 1) * DRAWN);
      if (fresh) sampler(random, drawn, DRAWN);
      keep(driver, drawn.subarray(used, used + count));
      for (const { task, share } of tasks)
        for (let trial = 0; trial < count; trial++)
          minutes[task * BLOCK + trial]! += share * drawn[used + trial]!;
    });
    this.#used += BLOCK;
  }

  #place(node: number, count: number): void {
    const { network, early, spaces } = this.#model;
    const { taskOf, isSummary, into } = network;
    const base = node * BLOCK;
    if (node >= isSummary.length) return this.#addUp(node, count);
    const task = taskOf[node]!;
    if (early.actuals[task]!.state === 'finished') {
      this.#start.fill(early.start[node]!, base, base + count);
      this.#finish.fill(early.finish[node]!, base, base + count);
      this.#setBy.fill(-1, base, base + count);
      return;
    }
    const space = spaces[node]!;
    const floor = this.#model.floor[node]!;
    this.#start.fill(space === null ? floor : space.work(floor), base, base + count);
    this.#setBy.fill(-1, base, base + count);
    for (let i = into.first[node]!; i < into.first[node + 1]!; i++) this.#raise(node, into.edges[i]!, count);
    this.#finishNode(node, count);
  }

  /** From begins to finishes. */
  #finishNode(node: number, count: number): void {
    const { early, spaces, network } = this.#model;
    const base = node * BLOCK;
    const pace = early.paces[node]!;
    const [start, finish, minutes] = [this.#start, this.#finish, this.#minutes];
    const isTask = network.isSummary[node] === 0 && pace.minutes > 0;
    if (!isTask || spaces[node] !== null)
      for (let at = base; at < base + count; at++) finish[at] = start[at]! + (isTask ? minutes[at]! : 0);
    else
      for (let at = base; at < base + count; at++) {
        start[at] = pace.start(start[at]!, minutes[at]!);
        finish[at] = pace.finish(start[at]!, minutes[at]!);
      }
    // What has begun keeps its actual start for those who wait for it.
    if (early.actuals[node]!.state !== 'started') return;
    const space = spaces[node]!;
    const began = early.start[node]!;
    start.fill(space === null ? began : space.work(began), base, base + count);
  }

  /** Raises the begins of a node to what an edge allows. */
  #raise(node: number, edge: number, count: number): void {
    const { network, placed, spaces, early } = this.#model;
    const { edges } = network;
    const from = edges.from[edge]!;
    if (placed[from] === 0) return;
    const type = edges.type[edge]!;
    const ofFinish = type === EDGE.FS || type === EDGE.FF || type === EDGE.begin;
    const setsFinish = type === EDGE.FF || type === EDGE.SF;
    const values = ofFinish ? this.#finish : this.#start;
    const space = spaces[node]!;
    const lag = edges.lag[edge]!;
    const sums = space !== null && spaces[from] === space && (lag === 0 || edges.elapsed[edge] === 0);
    const civil = space === null && spaces[from] === null && lag === 0;
    const pace = early.paces[network.taskOf[node]!]!;
    const [start, setBy, minutes] = [this.#start, this.#setBy, this.#minutes];
    for (let trial = 0; trial < count; trial++) {
      const at = node * BLOCK + trial;
      const value = values[from * BLOCK + trial]!;
      let bound = sums || civil ? value + lag : this.#converted(value, { node, edge, from, ofFinish });
      if (setsFinish)
        bound = space === null ? pace.boundForFinish(bound, minutes[at]!) : bound - minutes[at]!;
      if (bound > start[at]! || (bound === start[at]! && setBy[at] === -1)) {
        start[at] = bound;
        setBy[at] = edge;
      }
    }
  }

  /** A value of another space in the node's, with the lag of the edge. */
  #converted(
    value: number,
    { node, edge, from, ofFinish }: { node: number; edge: number; from: number; ofFinish: boolean },
  ): number {
    const { spaces, floor, early } = this.#model;
    const source: Space = spaces[from]!;
    const moment = ofFinish
      ? momentOfFinish(source, value, floor[from]!)
      : source === null
        ? value
        : this.#momentOfStart(from, value);
    const shifted = early.shift(edge, moment);
    const target = spaces[node]!;
    return target === null ? shifted : target.work(shifted);
  }

  /** The civil moment of a start: of a task with work where work follows, of a milestone as of its finish. */
  #momentOfStart(node: number, value: number): number {
    const { network, early, spaces, floor } = this.#model;
    const task = network.taskOf[node]!;
    const isEnd = node >= network.isSummary.length;
    const works = isEnd || (network.isSummary[task] === 0 && early.paces[task]!.minutes > 0);
    const began = early.actuals[task]!.state === 'started';
    if (began) return early.start[node]!;
    return works ? spaces[node]!.latest(value) : momentOfFinish(spaces[node]!, value, floor[node]!);
  }

  /** The end of a summary task. */
  #addUp(node: number, count: number): void {
    const { network, placed, spaces, floor } = this.#model;
    const { into, edges } = network;
    const [start, finish] = [this.#start, this.#finish];
    const base = node * BLOCK;
    start.fill(Infinity, base, base + count);
    finish.fill(-Infinity, base, base + count);
    const space = spaces[node]!;
    for (let i = into.first[node]!; i < into.first[node + 1]!; i++) {
      const edge = into.edges[i]!;
      const part = edges.from[edge]!;
      if (placed[part] === 0) continue;
      const same = spaces[part] === space;
      for (let trial = 0; trial < count; trial++) {
        const at = base + trial;
        const of = part * BLOCK + trial;
        const begins = same ? start[of]! : this.#momentOfStart(part, start[of]!);
        const ends = same ? finish[of]! : momentOfFinish(spaces[part]!, finish[of]!, floor[part]!);
        if (begins < start[at]!) {
          start[at] = begins;
          this.#startSetBy[at] = edge;
        }
        if (ends > finish[at]!) {
          finish[at] = ends;
          this.#setBy[at] = edge;
        }
      }
    }
  }

  /** The last finish of each trial, and the task that has it. */
  #findEnds(count: number): void {
    const { network, placed, spaces, floor } = this.#model;
    this.end.fill(-Infinity);
    this.#last.fill(-1);
    for (const latest of this.#latest.values()) latest.fill(-Infinity);
    for (let node = 0; node < network.isSummary.length; node++) {
      if (placed[node] === 0 || network.isSummary[node] === 1 || this.#isPassed(node)) continue;
      const space = spaces[node]!;
      const latest = this.#latest.get(space)!;
      const least = floor[node]!;
      for (let trial = 0; trial < count; trial++) {
        const value = this.#finish[node * BLOCK + trial]!;
        // Moments of one space are in the order of its values, so few have to be converted.
        if (value <= latest[trial]! && least <= this.end[trial]!) continue;
        latest[trial] = Math.max(value, latest[trial]!);
        const moment = momentOfFinish(space, value, least);
        if (moment <= this.end[trial]!) continue;
        this.end[trial] = moment;
        this.#last[trial] = node;
      }
    }
  }

  /** Whether another task always finishes no earlier: one that starts after its finish, or finishes after it. */
  #isPassed(node: number): boolean {
    const { outOf, edges, taskOf } = this.#model.network;
    for (let i = outOf.first[node]!; i < outOf.first[node + 1]!; i++) {
      const edge = outOf.edges[i]!;
      const to = edges.to[edge]!;
      if (this.#model.early.actuals[taskOf[to]!]!.state === 'finished' || this.#model.placed[to] === 0)
        continue;
      if (edges.type[edge] === EDGE.FS && edges.lag[edge]! >= 0) return true;
    }
    return false;
  }

  /** Goes back along what set each begin, and counts the tasks on the way. */
  #tracePath(trial: number): void {
    const { network } = this.#model;
    const { edges, isSummary, taskOf } = network;
    let node: number = this.#last[trial]!;
    let byStart = false;
    while (node >= 0) {
      const isEnd = node >= isSummary.length;
      if (!isEnd && isSummary[node] === 0) this.onPath[taskOf[node]!]!++;
      const edge: number = (isEnd && byStart ? this.#startSetBy : this.#setBy)[node * BLOCK + trial]!;
      if (edge < 0) return;
      const type: number = edges.type[edge]!;
      byStart = type === EDGE.SS || type === EDGE.SF || (type === EDGE.end && byStart);
      node = edges.from[edge]!;
    }
  }
}
