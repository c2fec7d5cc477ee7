/** @file A graph as a model file. */
import type { Graph, Model } from './ir.ts';
import { domainOf, isOp, opsets, since } from './ops/index.ts';
import { everyNode } from './passes/names.ts';

/** The oldest file version that has every operator in use (ONNX 1.16). */
const irVersion = 10;

/** The domains of a graph's operators, those of its bodies included, and always the standard one. */
function domainsOf(graph: Graph): ReadonlySet<string> {
  return new Set(['', ...Array.from(everyNode(graph.nodes), ({ op }) => domainOf(op))]);
}

/** The standard set that has all of the graph's operators: the usual one, or the later one that brought some. */
function standardOf(graph: Graph): number {
  const brought = Array.from(everyNode(graph.nodes), ({ op }) => (isOp(op) ? (since[op] ?? 0) : 0));
  return Math.max(opsets.get('') ?? 0, ...new Set(brought));
}

/** A model around a graph written here. It imports the operator sets it uses. */
export function modelOf(graph: Graph, metadata: Readonly<Record<string, string>> = {}): Model {
  const used = domainsOf(graph);
  return {
    graph,
    irVersion,
    opsets: new Map([...opsets].filter(([domain]) => used.has(domain))).set('', standardOf(graph)),
    producer: { name: 'lathe', version: '' },
    metadata: new Map(Object.entries(metadata)),
  };
}
