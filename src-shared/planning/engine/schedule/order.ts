/** @file A topological order of the network (Kahn 1962), or the tasks of a cycle by name. */
import { PlanError } from '../problems.ts';

interface Graph {
  readonly nodes: number;
  readonly edges: { readonly from: Int32Array; readonly to: Int32Array };
  readonly into: { readonly first: Int32Array; readonly edges: Int32Array };
  readonly outOf: { readonly first: Int32Array; readonly edges: Int32Array };
  readonly nameOf: (node: number) => { readonly id: string; readonly title: string };
}

/** @throws PlanError `planning.cycle` with every task of one cycle, in the order in which they wait. */
export function orderOf(graph: Graph): Int32Array {
  const { nodes, edges, into, outOf } = graph;
  const waiting = new Int32Array(nodes);
  const order = new Int32Array(nodes);
  let count = 0;
  for (let node = 0; node < nodes; node++) {
    waiting[node] = into.first[node + 1]! - into.first[node]!;
    if (waiting[node] === 0) order[count++] = node;
  }
  for (let at = 0; at < count; at++) {
    const node = order[at]!;
    for (let i = outOf.first[node]!; i < outOf.first[node + 1]!; i++) {
      const to = edges.to[outOf.edges[i]!]!;
      if (--waiting[to]! === 0) order[count++] = to;
    }
  }
  if (count < nodes) throwCycle(graph, waiting);
  return order;
}

/** Every node that still waits has one before it that waits, so going back comes to a cycle. */
function throwCycle({ nodes, edges, into, nameOf }: Graph, waiting: Int32Array): never {
  const before = (node: number) => {
    for (let i = into.first[node]!; i < into.first[node + 1]!; i++) {
      const from = edges.from[into.edges[i]!]!;
      if (waiting[from]! > 0) return from;
    }
    return -1;
  };
  const seen = new Map<number, number>();
  const walk: number[] = [];
  let node = 0;
  while (node < nodes && waiting[node] === 0) node++;
  while (!seen.has(node)) {
    seen.set(node, walk.push(node) - 1);
    node = before(node);
  }
  const loop = walk.slice(seen.get(node)).reverse();
  const first = loop.indexOf(Math.min(...loop));
  const cycle = [...loop.slice(first), ...loop.slice(0, first)];
  // The two nodes of a summary task are one name.
  const tasks = [...new Map(cycle.map((one) => [nameOf(one).id, nameOf(one)])).values()];
  const names = [...tasks, tasks[0]!].map(({ title }) => title).join(' → ');
  throw new PlanError(
    'planning.cycle',
    { tasks: names },
    tasks.map(({ id }) => id),
  );
}
