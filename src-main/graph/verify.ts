/** @file The verifier: derives every type again from the inputs on, and names the node at fault. */
import {
  GraphError,
  compatible,
  typeText,
  type Graph,
  type Node,
  type TensorType,
  type ValueInfo,
} from './ir.ts';
import { isOp, signatureOf, type Op } from './ops/index.ts';
import { walk, type Scope } from './scope.ts';
import { shapeRules } from './shape/index.ts';

/**
 * Checks a graph written here: names are assigned once and before they are read, operators exist and have inputs,
 * outputs and attributes of the right number and kind, types fit, and the outputs are what the graph declares.
 * Returns the type of every value, those of bodies included. Throws GraphError otherwise.
 */
export function verify(graph: Graph): ReadonlyMap<string, TensorType> {
  const all = new Map<string, TensorType>();
  const judge = {
    input(input: ValueInfo, constant: unknown) {
      if (constant) throw new GraphError(`"${input.name}" is assigned twice`);
      return keep(input.name, declared(input));
    },
    node(node: Node, scope: Scope) {
      if (!isOp(node.op)) throw new GraphError('the compiler does not know this operator', node);
      checkSignature(node, node.op);
      for (const attribute of Object.values(node.attributes))
        if (attribute.kind === 'graph') walk(attribute.value, judge, scope);
      const types = derive(node, node.op, scope);
      return node.outputs.map((name, index) => {
        const type = types[index];
        if (!type) throw new GraphError(`output ${index} has no type`, node);
        return keep(name, type);
      });
    },
    output: checkOutput,
  };
  function keep(name: string, type: TensorType): TensorType {
    if (name !== '') all.set(name, type);
    return type;
  }
  for (const [name, { elementType, shape }] of graph.constants) keep(name, { elementType, shape });
  walk(graph, judge);
  return all;
}

function declared({ name, elementType, shape }: ValueInfo): TensorType {
  if (!elementType || !shape) throw new GraphError(`the input "${name}" has no declared type`);
  return { elementType, shape };
}

function checkOutput(output: ValueInfo, found: TensorType | undefined): void {
  const why = found && misfit(output, found);
  if (why !== undefined) throw new GraphError(`the output "${output.name}" is ${why}`);
}

/** How a value differs from what is declared of it; `undefined` where it does not. */
export function misfit({ elementType, shape }: ValueInfo, found: TensorType): string | undefined {
  const stated = { elementType: elementType ?? found.elementType, shape: shape ?? found.shape };
  const fits =
    stated.elementType === found.elementType &&
    stated.shape.length === found.shape.length &&
    stated.shape.every((dimension, axis) => compatible(dimension, found.shape[axis] ?? ''));
  return fits ? undefined : `${typeText(found)}, declared ${typeText(stated)}`;
}

/** Types of a node's outputs by its shape rule. */
export function derive(
  node: Node,
  op: Op,
  scope: {
    type(name: string): TensorType | undefined;
    constant(name: string): ReturnType<Scope['constant']>;
  },
): readonly TensorType[] {
  return shapeRules[op]({
    node,
    inputs: node.inputs.map((name) => (name === '' ? undefined : scope.type(name))),
    constant: (input) => scope.constant(node.inputs[input] ?? ''),
    outputs: node.outputs.length,
  });
}

/** Throws GraphError where a node has inputs, outputs or attributes that its operator has not. */
export function checkSignature(node: Node, op: Op): void {
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
