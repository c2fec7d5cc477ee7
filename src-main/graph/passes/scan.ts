/** @file Scan outputs that nobody reads. */
import { graphAttribute, intAttribute } from '../ops/index.ts';
import type { Graph, Node } from '../ir.ts';
import { removeDeadCode } from './dead.ts';
import { outerNames } from './names.ts';

/** Drops what a Scan collects but nothing reads, with the part of its body that computes it. States stay. */
export function dropUnusedScanOutputs(graph: Graph): Graph {
  const read = new Set([...graph.nodes.flatMap(outerNames), ...graph.outputs.map(({ name }) => name)]);
  return { ...graph, nodes: graph.nodes.map((node) => (node.op === 'Scan' ? trimmed(node, read) : node)) };
}

function trimmed(node: Node, read: ReadonlySet<string>): Node {
  const body = graphAttribute(node, 'body');
  if (!body) return node;
  const states = node.inputs.length - intAttribute(node, 'num_scan_inputs', 0);
  const keep = (index: number) => index < states || read.has(node.outputs[index] ?? '');
  if (node.outputs.every((_, index) => keep(index))) return node;
  const outputs = body.outputs.filter((_, index) => keep(index));
  const attributes = Object.entries(node.attributes).map(([name, attribute]) => {
    const perOutput = name === 'scan_output_directions' || name === 'scan_output_axes';
    if (!perOutput || attribute.kind !== 'ints') return [name, attribute] as const;
    return [
      name,
      { ...attribute, value: attribute.value.filter((_, index) => keep(index + states)) },
    ] as const;
  });
  return {
    ...node,
    outputs: node.outputs.filter((_, index) => keep(index)),
    attributes: {
      ...Object.fromEntries(attributes),
      body: { kind: 'graph', value: removeDeadCode({ ...body, outputs }) },
    },
  };
}
