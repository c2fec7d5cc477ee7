/**
 * @file A plan compiled for trials. Each node counts time in a space of its own: the working minutes W of its calendar, where a
 * duration is a sum, or civil minutes, where several calendars meet. Moments are converted only where spaces meet, so a plan with
 * one calendar is nothing but sums and maxima, and dates are made at the very end.
 */
import type { Plan } from '../plan.ts';
import { EarlyDates } from '../schedule/early.ts';
import { EDGE, buildNetwork, type Network } from '../schedule/network.ts';
import type { Pace } from '../schedule/pace.ts';
import type { Calendar } from '../time/calendar.ts';
import type { CivilMinutes } from '../time/civil.ts';

/** The calendar whose working minutes a node counts in; null: civil minutes. */
export type Space = Calendar | null;

export interface Model {
  readonly network: Network;
  /** The plan as scheduled without chance. */
  readonly early: EarlyDates;
  readonly spaces: readonly Space[];
  /** By node: its own bound in civil minutes (start of the plan, constraint, status date, done work). */
  readonly floor: Float64Array;
  /** By node: 1 where it takes part; what cannot be placed does not. */
  readonly placed: Uint8Array;
  /** By task: what a sampled amount of its work is multiplied by to get the minutes that remain. */
  readonly share: Float64Array;
}

/** @throws PlanError as `schedulePlan` does. */
export function compileModel(plan: Plan): Model {
  const network = buildNetwork(plan);
  const early = new EarlyDates(network).run();
  const { nodes, isSummary } = network;
  const placed = Uint8Array.from(early.finish, (finish) => (Number.isFinite(finish) ? 1 : 0));
  const floor = Float64Array.from({ length: nodes }, (_, node) =>
    node < isSummary.length ? early.ownFloor(node) : -Infinity,
  );
  const spaces: Space[] = Array<Space>(nodes).fill(null);
  for (const node of network.order) {
    spaces[node] = spaceOf(node, { network, early, spaces });
    if (isMoment(node, network) && spaces[node] !== null) raiseFloor(node, floor, network);
  }
  const share = Float64Array.from(plan.tasks, ({ work, progress }, task) => {
    const units = work?.type === 'effort' ? network.paces[task]!.units : 1;
    return (1 - (progress?.percentDone ?? 0) / 100) / units;
  });
  return { network, early, spaces, floor, placed, share };
}

/** Whether a node takes no time: a milestone, or the begin of a summary task. */
function isMoment(node: number, { isSummary, paces }: Network): boolean {
  return node < isSummary.length && (isSummary[node] === 1 || paces[node]!.minutes === 0);
}

/** Of moments that follow each other each floor holds for the next: W alone would lose one in non-working time. */
function raiseFloor(node: number, floor: Float64Array, network: Network): void {
  const { into, edges } = network;
  for (let i = into.first[node]!; i < into.first[node + 1]!; i++) {
    const edge = into.edges[i]!;
    const from = edges.from[edge]!;
    if (edges.lag[edge] === 0 && isMoment(from, network)) floor[node] = Math.max(floor[node]!, floor[from]!);
  }
}

function spaceOf(node: number, model: Pick<Model, 'network' | 'early' | 'spaces'>): Space {
  const { taskOf, isSummary, endOf } = model.network;
  const task = taskOf[node]!;
  const pace = model.early.paces[task]!;
  const { state } = model.early.actuals[task]!;
  if (node >= isSummary.length) return spaceOfEnd(node, model);
  if (state === 'finished' || pace.calendars.length > 1) return null;
  const isTask = endOf[node] === node && pace.minutes > 0;
  return isTask ? pace.calendar : spaceOfMoment(node, pace, model);
}

/** Of a milestone, or the begin of a summary task: that of all it waits for, if these are finishes and lags of one calendar. */
function spaceOfMoment(
  node: number,
  pace: Pace,
  { network, spaces }: Pick<Model, 'network' | 'spaces'>,
): Space {
  const { into, edges } = network;
  let space: Space | undefined;
  for (let i = into.first[node]!; i < into.first[node + 1]!; i++) {
    const edge = into.edges[i]!;
    const from = spaces[edges.from[edge]!]!;
    const type = edges.type[edge]!;
    const simple = edges.lag[edge] === 0 || (edges.elapsed[edge] === 0 && pace.calendar === from);
    const ofFinish = type === EDGE.FS || type === EDGE.FF || type === EDGE.begin;
    if (from === null || !simple || !ofFinish || (space !== undefined && space !== from)) return null;
    space = from;
  }
  return space ?? pace.calendar;
}

/** Of the end of a summary task: that of all its sub-tasks, if these are tasks with work. */
function spaceOfEnd(node: number, { network, spaces }: Pick<Model, 'network' | 'spaces'>): Space {
  const { into, edges, taskOf, paces, isSummary } = network;
  const parts = Array.from(
    into.edges.subarray(into.first[node], into.first[node + 1]),
    (edge) => edges.from[edge]!,
  );
  const [first] = parts;
  const space = spaces[first!]!;
  const alike = parts.every((part) => {
    const works = isSummary[taskOf[part]!] === 1 || paces[taskOf[part]!]!.minutes > 0;
    return works && spaces[part] === space;
  });
  return alike ? space : null;
}

/** The civil moment of a finish (or of a milestone) in a space; never before the node's floor, which W may have lost. */
export function momentOfFinish(space: Space, value: number, floor: CivilMinutes): CivilMinutes {
  return space === null ? value : Math.max(space.earliest(value), floor);
}
