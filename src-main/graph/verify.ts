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
import { walk, type Checker, type Scope } from './scope.ts';
import { bodyInputs, evaluate, shapeRules } from './shape/index.ts';

/**
 * Checks a graph written here: names are assigned once and before they are read, operators exist and have inputs,
 * outputs and attributes of the right number and kind, types fit, and the outputs are what the graph declares.
 * Returns the type of every value, those of bodies included. Throws GraphError otherwise.
 */
export function verify(graph: Graph): ReadonlyMap<string, TensorType> {
  const all = new Map<string, TensorType>();
  const checker = {
    input(input: ValueInfo, constant: unknown, given: TensorType | undefined) {
      if (constant) throw new GraphError(`"${input.name}" is assigned twice`);
      return keep(input.name, declared(input, given));
    },
    node(node: Node, scope: Scope) {
      if (!isOp(node.op)) throw new GraphError('the compiler does not know this operator', node);
      checkSignature(node, node.op);
      const types = derive(node, node.op, scope, walkBodies(node, checker, scope));
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
  walk(graph, checker);
  return all;
}

/** Walks a node's bodies. What they give, by the attribute's name, where all types of a body's outputs are known. */
export function walkBodies(
  node: Node,
  checker: Checker,
  scope: Scope,
): ReadonlyMap<string, readonly TensorType[]> {
  const inputs = node.inputs.map((name) => (name === '' ? undefined : scope.type(name)));
  const given = new Map<string, readonly TensorType[]>();
  for (const [name, attribute] of Object.entries(node.attributes)) {
    if (attribute.kind === 'graphs') for (const body of attribute.value) walk(body, checker, scope);
    if (attribute.kind !== 'graph') continue;
    const types = walk(attribute.value, checker, scope, bodyInputs({ node, inputs }));
    if (types.every((type) => type !== undefined)) given.set(name, types);
  }
  return given;
}

function declared({ name, ...type }: ValueInfo, given: TensorType | undefined): TensorType {
  const { elementType = given?.elementType, shape = given?.shape } = type;
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

/** What `derive` asks of the place where a node stands. */
export type Place = Pick<Scope, 'type' | 'constant' | 'known' | 'learn'>;

/** Types of a node's outputs by its shape rule. What can be told of its value is learned by the scope. */
export function derive(
  node: Node,
  op: Op,
  scope: Place,
  bodies: ReadonlyMap<string, readonly TensorType[]>,
): readonly TensorType[] {
  const call = {
    node,
    inputs: node.inputs.map((name) => (name === '' ? undefined : scope.type(name))),
    constant: (input: number) => scope.constant(node.inputs[input] ?? ''),
    known: (input: number) => scope.known(node.inputs[input] ?? ''),
    bodies,
    outputs: node.outputs.length,
  };
  const types = shapeRules[op](call);
  const value = evaluate(op, call, types);
  if (value && node.outputs[0]) scope.learn(node.outputs[0], value);
  return types;
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
