/** @file The order of nodes, from which ONNX Runtime takes the order in which it runs them. */
import type { Graph, Node } from '../ir.ts';
import { outerNames } from './names.ts';

/**
 * ONNX Runtime walks back from the nodes that no other reads, the last of the file first, and runs what each of them
 * needs before it looks at the next. So what needs the most stands first here and runs last: in a training step the
 * update of the last layer runs as soon as its gradient is there, and what the layer kept is free for the layers before it.
 */
export function runShortWaysFirst(graph: Graph): Graph {
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const read = new Set(graph.nodes.flatMap(outerNames));
  const ways = graph.nodes
    .filter(({ outputs }) => !outputs.some((name) => read.has(name)))
    .map((end) => wayTo(end, producers))
    .toSorted((a, b) => b.size - a.size);
  const ordered = new Set<Node>();
  for (const way of ways) for (const node of graph.nodes) if (way.has(node)) ordered.add(node);
  return { ...graph, nodes: [...ordered] };
}

/** A node and all nodes whose results it needs. */
function wayTo(end: Node, producers: ReadonlyMap<string, Node>): ReadonlySet<Node> {
  const way = new Set([end]);
  for (const node of way)
    for (const name of outerNames(node)) {
      const producer = producers.get(name);
      if (producer) way.add(producer);
    }
  return way;
}
