/** @file Common subexpressions. */
import type { Attribute, Graph, Node } from '../ir.ts';
import { renameValues } from './names.ts';

/** Computes equal nodes once. Nodes with bodies or tensors in their attributes are left alone. */
export function mergeCommonSubexpressions(graph: Graph): Graph {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const first = new Map<string, Node>();
  const renamed = new Map<string, string>();
  const nodes: Node[] = [];
  for (const original of graph.nodes) {
    const node = renameValues(original, (name) => renamed.get(name) ?? name);
    const key = keyOf(node);
    const twin = key === undefined ? undefined : first.get(key);
    if (twin && !node.outputs.some((name) => outputs.has(name))) {
      for (const [index, name] of node.outputs.entries()) renamed.set(name, twin.outputs[index] ?? name);
      continue;
    }
    if (key !== undefined && !twin) first.set(key, node);
    nodes.push(node);
  }
  return { ...graph, nodes };
}

function keyOf({ op, overload, inputs, outputs, attributes }: Node): string | undefined {
  const plain = Object.entries(attributes).map(([name, attribute]) => [name, textOf(attribute)] as const);
  if (plain.some(([, text]) => text === undefined)) return undefined;
  return JSON.stringify([op, overload, inputs, outputs.length, plain.toSorted()]);
}

function textOf(attribute: Attribute): string | undefined {
  switch (attribute.kind) {
    case 'float':
    case 'int':
    case 'string':
      return String(attribute.value);
    case 'floats':
    case 'ints':
    case 'strings':
      return attribute.value.join(',');
    case 'tensor':
    case 'tensors':
    case 'graph':
    case 'graphs':
    case 'sparse':
    case 'sparses':
    case 'type':
    case 'types':
    case 'bytes':
    case 'reference':
      return undefined;
  }
}
