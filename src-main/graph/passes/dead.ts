/** @file Dead code: what no output depends on. */
import type { Graph, Node } from '../ir.ts';
import { outerNames } from './names.ts';

/** Removes nodes and constants that no output depends on. Inputs stay: they are the graph's signature. */
export function removeDeadCode(graph: Graph): Graph {
  const live = new Set(graph.outputs.map(({ name }) => name));
  const kept: Node[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => live.has(name))) continue;
    kept.push(node);
    for (const name of outerNames(node)) live.add(name);
  }
  const constants = new Map([...graph.constants].filter(([name]) => live.has(name)));
  return { ...graph, nodes: kept.reverse(), constants };
}
