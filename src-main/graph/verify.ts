/** @file The verifier: derives every type again from the inputs on, and names the node at fault. */
import {
  GraphError,
  compatible,
  typeText,
  type Graph,
  type Node,
  type Tensor,
  type TensorType,
  type ValueInfo,
} from './ir.ts';
import { isOp, signatureOf, type Op } from './ops/index.ts';
import { shapeRules } from './shape/index.ts';

interface Scope {
  readonly types: ReadonlyMap<string, TensorType>;
  readonly constants: ReadonlyMap<string, Tensor>;
  /** Types of every value of the graph and its bodies. */
  readonly all: Map<string, TensorType>;
}

/**
 * Checks that names are assigned once and before they are read, that operators exist and have inputs, outputs and
 * attributes of the right number and kind, that types fit, and that the outputs are what the graph declares.
 * Returns the type of every value, those of bodies included. Throws GraphError otherwise.
 */
export function verify(graph: Graph): ReadonlyMap<string, TensorType> {
  const all = new Map<string, TensorType>();
  check(graph, { types: new Map(), constants: new Map(), all });
  return all;
}

function check(graph: Graph, outer: Scope): void {
  const types = new Map(outer.types);
  const scope = { types, constants: new Map([...outer.constants, ...graph.constants]), all: outer.all };
  const define = (name: string, type: TensorType, node?: Node) => {
    if (types.has(name)) throw new GraphError(`"${name}" is assigned twice`, node);
    types.set(name, type);
    scope.all.set(name, type);
  };
  for (const input of graph.inputs) define(input.name, declared(input));
  for (const [name, { elementType, shape }] of graph.constants) define(name, { elementType, shape });
  for (const node of graph.nodes) {
    const results = derive(node, scope);
    for (const [index, name] of node.outputs.entries()) {
      const type = results[index];
      if (!type) throw new GraphError(`output ${index} has no type`, node);
      if (name !== '') define(name, type, node);
    }
  }
  for (const output of graph.outputs) checkOutput(output, types.get(output.name));
}

function declared({ name, elementType, shape }: ValueInfo): TensorType {
  if (!elementType || !shape) throw new GraphError(`the input "${name}" has no declared type`);
  return { elementType, shape };
}

function checkOutput(output: ValueInfo, found: TensorType | undefined): void {
  if (!found) throw new GraphError(`the output "${output.name}" is never computed`);
  const { elementType = found.elementType, shape = found.shape } = output;
  const fits =
    elementType === found.elementType &&
    shape.length === found.shape.length &&
    shape.every((dimension, axis) => compatible(dimension, found.shape[axis] ?? ''));
  if (!fits)
    throw new GraphError(
      `the output "${output.name}" is ${typeText(found)}, declared ${typeText({ elementType, shape })}`,
    );
}

function derive(node: Node, scope: Scope): readonly TensorType[] {
  const { op } = node;
  if (!isOp(op)) throw new GraphError('the compiler does not know this operator', node);
  checkSignature(node, op);
  const inputs = node.inputs.map((name) => {
    if (name === '') return undefined;
    return scope.types.get(name) ?? unknown(node, name);
  });
  for (const attribute of Object.values(node.attributes))
    if (attribute.kind === 'graph') check(attribute.value, scope);
  return shapeRules[op]({
    node,
    inputs,
    constant: (input) => scope.constants.get(node.inputs[input] ?? ''),
    outputs: node.outputs.length,
  });
}

function unknown(node: Node, name: string): never {
  throw new GraphError(`reads "${name}" before anything assigns it`, node);
}

function checkSignature(node: Node, op: Op): void {
  const { inputs, outputs, attributes } = signatureOf(op);
  const within = (count: number, [least, most]: readonly [number, number]) => count >= least && count <= most;
  if (!within(node.inputs.length, inputs)) throw new GraphError(`has ${node.inputs.length} inputs`, node);
  if (!within(node.outputs.length, outputs)) throw new GraphError(`has ${node.outputs.length} outputs`, node);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    const kind = attributes[name];
    if (!kind) throw new GraphError(`has no attribute "${name}"`, node);
    if (kind !== attribute.kind)
      throw new GraphError(`the attribute "${name}" is ${attribute.kind}, not ${kind}`, node);
  }
}
