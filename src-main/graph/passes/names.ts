/** @file Which values a node reads, and a node with its values renamed, the bodies inside it included. */
import type { Attribute, Graph, Node } from '../ir.ts';

/** Nodes and those of all bodies in them, in no order, without recursion. */
export function* everyNode(nodes: readonly Node[]): Iterable<Node> {
  const waiting: Iterable<Node>[] = [nodes];
  for (let some = waiting.pop(); some; some = waiting.pop())
    for (const node of some) {
      yield node;
      for (const { kind, value } of Object.values(node.attributes)) {
        if (kind === 'graph') waiting.push(value.nodes);
        if (kind === 'graphs') for (const body of value) waiting.push(body.nodes);
      }
    }
}

/** Names that a node reads from the graph around it. */
export function outerNames(node: Node): readonly string[] {
  const bodies = Object.values(node.attributes).flatMap((attribute) =>
    attribute.kind === 'graph' ? [attribute.value] : attribute.kind === 'graphs' ? attribute.value : [],
  );
  return [...node.inputs.filter((name) => name !== ''), ...bodies.flatMap(freeNames)];
}

/** Names that a graph reads but does not define. */
export function freeNames(graph: Graph): readonly string[] {
  const defined = new Set([
    ...graph.inputs.map(({ name }) => name),
    ...graph.constants.keys(),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const read = [...graph.nodes.flatMap(outerNames), ...graph.outputs.map(({ name }) => name)];
  return read.filter((name) => !defined.has(name));
}

/**
 * The node with other names for what it reads and gives. Names are unique across a graph and its bodies, so bodies are
 * renamed alike.
 */
export function renameValues(node: Node, rename: (name: string) => string): Node {
  const attributes = Object.entries(node.attributes).map(([name, attribute]): [string, Attribute] => {
    if (attribute.kind !== 'graph') return [name, attribute];
    const nodes = attribute.value.nodes.map((inner) => renameValues(inner, rename));
    return [name, { kind: 'graph', value: { ...attribute.value, nodes } }];
  });
  return {
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
    attributes: Object.fromEntries(attributes),
  };
}
