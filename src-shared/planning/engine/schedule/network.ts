/**
 * @file The network that both passes walk. A task without sub-tasks is one node; a summary task is two, its begin (what its
 * sub-tasks wait for) and its end (what they add up to). Edges are dependencies, and begin → sub-task → end.
 */
import type { Plan } from '../plan.ts';
import { checkPlan, type CheckedPlan } from './check.ts';
import { orderOf } from './order.ts';
import { Pace, paceOf } from './pace.ts';

/** Types of edges; the first four are those of dependencies. */
export const EDGE = { FS: 0, SS: 1, FF: 2, SF: 3, begin: 4, end: 5 } as const;

/** Edges in one direction: those of node n stand at `first[n] … first[n + 1] - 1` of `edges`. */
export interface Adjacency {
  readonly first: Int32Array;
  readonly edges: Int32Array;
}

export interface Edges {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly type: Uint8Array;
  readonly lag: Float64Array;
  readonly elapsed: Uint8Array;
}

export interface Network extends CheckedPlan {
  /** Nodes 0 … tasks - 1 are the tasks (of a summary task its begin), then come the ends of summary tasks. */
  readonly nodes: number;
  /** By task: the node that its finish is read from. */
  readonly endOf: Int32Array;
  /** By node: its task. */
  readonly taskOf: Int32Array;
  /** Edge e < dependencies.length is the dependency of that index. */
  readonly edges: Edges;
  readonly into: Adjacency;
  readonly outOf: Adjacency;
  /** Nodes, each behind all that lead to it. */
  readonly order: Int32Array;
  /** By task; a summary task's has no minutes. */
  readonly paces: readonly Pace[];
}

/** @throws PlanError as {@link checkPlan} does, and `planning.cycle` naming every task on the cycle. */
export function buildNetwork(plan: Plan): Network {
  const checked = checkPlan(plan);
  const { endOf, taskOf } = nodesOf(checked);
  const nodes = taskOf.length;
  const edges = edgesOf(checked, endOf);
  const into = adjacency(edges.to, nodes);
  const outOf = adjacency(edges.from, nodes);
  const order = orderOf({ nodes, edges, outOf, into, nameOf: (node) => plan.tasks[taskOf[node]!]! });
  const paces = plan.tasks.map((task, index) =>
    checked.isSummary[index] === 1 ? new Pace([checked.calendar], 0, 1) : paceOf(task, checked),
  );
  return { ...checked, nodes, endOf, taskOf, edges, into, outOf, order, paces };
}

function nodesOf({ plan, isSummary }: CheckedPlan) {
  const tasks = plan.tasks.length;
  const endOf = Int32Array.from(isSummary.keys());
  const taskOf = [...isSummary.keys()];
  for (let task = 0; task < tasks; task++) if (isSummary[task] === 1) endOf[task] = taskOf.push(task) - 1;
  return { endOf, taskOf: Int32Array.from(taskOf) };
}

function edgesOf({ dependencies, indexOf, parents }: CheckedPlan, endOf: Int32Array): Edges {
  const children = parents.reduce((count, parent) => count + (parent >= 0 ? 1 : 0), 0);
  const count = dependencies.length + 2 * children;
  const edges = {
    from: new Int32Array(count),
    to: new Int32Array(count),
    type: new Uint8Array(count),
    lag: new Float64Array(count),
    elapsed: new Uint8Array(count),
  };
  let at = 0;
  const add = (from: number, to: number, type: number) => {
    edges.from[at] = from;
    edges.to[at] = to;
    edges.type[at++] = type;
  };
  for (const { from, to, type, lag = 0, elapsed = false } of dependencies) {
    edges.lag[at] = lag;
    edges.elapsed[at] = elapsed ? 1 : 0;
    add(endOf[indexOf.get(from)!]!, indexOf.get(to)!, EDGE[type]);
  }
  parents.forEach((parent, task) => {
    if (parent < 0) return;
    add(parent, task, EDGE.begin);
    add(endOf[task]!, endOf[parent]!, EDGE.end);
  });
  return edges;
}

/** Edges by the node at one of their sides, in the order of the edges. */
function adjacency(sides: Int32Array, nodes: number): Adjacency {
  const first = new Int32Array(nodes + 1);
  for (const node of sides) first[node + 1]!++;
  for (let node = 0; node < nodes; node++) first[node + 1]! += first[node]!;
  const next = first.slice();
  const edges = new Int32Array(sides.length);
  sides.forEach((node, edge) => {
    edges[next[node]!++] = edge;
  });
  return { first, edges };
}
