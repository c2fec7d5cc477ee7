/**
 * @file The order that levelling chose, as dependencies: what a person does second waits for what they do first, whenever that is
 * finished. Dates that levelling chose say when that is if all goes as expected; a forecast needs who waits for whom. Chaining of a
 * partial-order schedule (Policella, Smith, Cesta & Oddi 2004): units of a resource pass from task to task.
 */
import type { CivilMinutes } from '../time/civil.ts';
import type { Dependency, Plan } from '../plan.ts';
import { EarlyDates } from '../schedule/early.ts';
import { buildNetwork } from '../schedule/network.ts';
import { needsOf } from './needs.ts';
import { Ready } from './ready.ts';

/** By task that levelling moved: the start that was its own before, or null. */
export type OwnStarts = Readonly<Record<string, CivilMinutes | null>>;

/** Units of a resource that a task frees when it is finished; of those that nobody has used, -1. */
interface Holder {
  readonly task: number;
  readonly finish: CivilMinutes;
  units: number;
}

/**
 * A levelled plan with its order for its dates: starts that levelling chose are taken away, and each task waits for those that its
 * people and machines do before it. Where a resource is over its capacity all the same, what is scheduled later waits.
 * @throws PlanError as `schedulePlan` does.
 */
export function inLevelledOrder(plan: Plan, ownStarts: OwnStarts): Plan {
  const known = new Set(
    (plan.dependencies ?? []).flatMap(({ from, to, type, lag = 0 }) =>
      type === 'FS' && lag >= 0 ? [`${from} ${to}`] : [],
    ),
  );
  const chained = chainsOf(plan).filter(({ from, to }) => !known.has(`${from} ${to}`));
  return {
    ...plan,
    dependencies: [...(plan.dependencies ?? []), ...chained],
    tasks: plan.tasks.map((task) => {
      if (!Object.hasOwn(ownStarts, task.id)) return task;
      const { constraint: _, ...free } = task;
      const date = ownStarts[task.id] ?? null;
      return date === null ? free : { ...free, constraint: { type: 'startNoEarlierThan' as const, date } };
    }),
  };
}

function chainsOf(plan: Plan): Dependency[] {
  const network = buildNetwork(plan);
  const early = new EarlyDates(network).run();
  const holders = new Map<string, Holder[]>(
    [...network.resources].map(([id, { capacity = 1 }]) => [
      id,
      [{ task: -1, finish: -Infinity, units: capacity }],
    ]),
  );
  const idOf = (task: number) => plan.tasks[task]!.id;
  return inOrder(early).flatMap((task): Dependency[] => {
    const start = early.resume[task]!;
    const before = new Set<number>();
    for (const { resource, units } of needsOf(plan.tasks[task]!)) {
      const all = holders.get(resource)!;
      for (const one of take(all, units, start)) before.add(one);
      all.push({ task, finish: early.finish[task]!, units });
    }
    before.delete(-1);
    return [...before].map((from) => ({ from: idOf(from), to: idOf(task), type: 'FS' }));
  });
}

/** Takes units from holders, of those that are free by `start` from the last that was; then from who is free next. */
function take(holders: Holder[], units: number, start: CivilMinutes): number[] {
  const rank = ({ finish }: Holder) => (finish <= start ? start - finish : finish);
  const isFree = ({ finish }: Holder) => finish <= start;
  holders.sort((a, b) => Number(isFree(b)) - Number(isFree(a)) || rank(a) - rank(b));
  const from: number[] = [];
  let open = units;
  while (open > 1e-9 && holders.length > 0) {
    const [first] = holders;
    const taken = Math.min(open, first!.units);
    open -= taken;
    first!.units -= taken;
    from.push(first!.task);
    if (first!.units <= 1e-9) holders.shift();
  }
  return from;
}

/** Tasks that use somebody's time, by their start, and none before what it depends on: so no chain closes a cycle. */
function inOrder(early: EarlyDates): number[] {
  const { network } = early;
  const { nodes, into, outOf, edges, isSummary } = network;
  // Ends and begins of summary tasks take no time: they are passed at once.
  const ready = new Ready((node) => [node < isSummary.length ? early.resume[node]! : -Infinity, node, 0, 0]);
  const waiting = new Int32Array(nodes);
  const order: number[] = [];
  for (let node = 0; node < nodes; node++) {
    waiting[node] = into.first[node + 1]! - into.first[node]!;
    if (waiting[node] === 0) ready.push(node);
  }
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    const isTask = node < isSummary.length && isSummary[node] === 0;
    if (isTask && early.finish[node]! > early.resume[node]! && early.actuals[node]!.state !== 'finished')
      order.push(node);
    for (let i = outOf.first[node]!; i < outOf.first[node + 1]!; i++) {
      const to = edges.to[outOf.edges[i]!]!;
      if (--waiting[to]! === 0) ready.push(to);
    }
  }
  return order.filter((task) => Number.isFinite(early.finish[task]!));
}
