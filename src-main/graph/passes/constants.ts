/** @file Constant folding: what depends on constants alone is computed once, here, to the bits that a runtime would give. */
import { elementCount, tensorOf, type Graph, type Node, type Tensor, type TensorData } from '../ir.ts';
import { intsAttribute, isOp, type Op } from '../ops/index.ts';
import { shapeRules } from '../shape/index.ts';

/** A result may be this large even where its operands are smaller; folding must not make a file grow. */
const mostGrown = 64;

/** Element types whose arithmetic JavaScript can do to the bit. */
const arithmeticTypes = ['float32', 'float64', 'int32'] as const;

type Numbers = Float32Array | Float64Array | Int32Array;

/** The elements of a node's output, row by row; undefined where they are not computed here. */
type Fold = (inputs: readonly Tensor[], shape: readonly number[], node: Node) => TensorData | undefined;

/** Replaces nodes whose operands are all constants by their value. Outputs of the graph stay computed. */
export function foldConstants(graph: Graph): Graph {
  const kept = new Set(graph.outputs.map(({ name }) => name));
  const constants = new Map(graph.constants);
  const nodes = graph.nodes.filter((node) => {
    const [name = ''] = node.outputs;
    const value = kept.has(name) ? undefined : valueOf(node, constants);
    if (value) constants.set(name, value);
    return !value;
  });
  return nodes.length === graph.nodes.length ? graph : { ...graph, nodes, constants };
}

function valueOf(node: Node, constants: ReadonlyMap<string, Tensor>): Tensor | undefined {
  const fold = isOp(node.op) ? folds[node.op] : undefined;
  const inputs = node.inputs.flatMap((name) => constants.get(name) ?? []);
  if (!fold || !isOp(node.op) || node.outputs.length !== 1 || inputs.length !== node.inputs.length)
    return undefined;
  const [type] = shapeRules[node.op]({ node, inputs, constant: (index) => inputs[index], outputs: 1 });
  if (!type?.shape.every((size) => typeof size === 'number')) return undefined;
  const size = elementCount(type.shape);
  if (size > Math.max(mostGrown, ...inputs.map(({ shape }) => elementCount(shape)))) return undefined;
  const data = fold(inputs, type.shape, node);
  return data && { elementType: type.elementType, shape: type.shape, data };
}

/** The first operand's elements as they are. */
const unmoved: Fold = ([tensor]) => tensor?.data;

/**
 * One of + - × ÷ √ and negation. IEEE 754 rounds each of them correctly, and rounding a float64 result once more gives
 * the float32 one (Figueroa 1995), so the bits are those of any runtime. Division of integers is left alone: by zero it
 * is undefined.
 */
function arithmetic(compute: (a: number, b: number) => number, floatsOnly = false): Fold {
  return (inputs, shape) => {
    const [a, b = a] = inputs;
    const type = arithmeticTypes.find((each) => each === a?.elementType);
    if (!a || !b || !type || (floatsOnly && type === 'int32')) return undefined;
    const [at, bt] = [placesOf(a.shape, shape), placesOf(b.shape, shape)];
    const [left, right] = [a.data as Numbers, b.data as Numbers];
    const result = tensorOf(type, shape, new Array<number>(elementCount(shape)).fill(0)).data as Numbers;
    for (let index = 0; index < result.length; index++)
      result[index] = compute(left[at(index)] ?? 0, right[bt(index)] ?? 0);
    return result;
  };
}

/** Where an operand that is broadcast to `shape` holds the element of a place in the result. */
function placesOf(own: readonly number[], shape: readonly number[]): (place: number) => number {
  if (own.join() === shape.join()) return (place) => place;
  const padded = [...shape.slice(own.length).fill(1), ...own].slice(-shape.length);
  return (place) => {
    let [rest, at, stride] = [place, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] ?? 1;
      if (padded[axis] !== 1) at += (rest % size) * stride;
      stride *= padded[axis] ?? 1;
      rest = Math.floor(rest / size);
    }
    return at;
  };
}

/** Strides of a shape, row by row. */
function stridesOf(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
}

const transpose: Fold = ([tensor], shape, node) => {
  if (!tensor || !isNumeric(tensor.data)) return undefined;
  const { data } = tensor;
  const perm = intsAttribute(node, 'perm') ?? tensor.shape.map((_, axis) => tensor.shape.length - 1 - axis);
  const [from, to] = [stridesOf(tensor.shape), stridesOf(shape)];
  const result = data.slice();
  for (let place = 0; place < result.length; place++) {
    let [rest, at] = [place, 0];
    for (const [axis, stride] of to.entries()) {
      at += Math.floor(rest / stride) * (from[perm[axis] ?? 0] ?? 0);
      rest %= stride;
    }
    result[place] = data[at]!;
  }
  return result;
};

/** Arrays of numbers; 64-bit integers and text are moved by nobody here. */
function isNumeric(
  data: TensorData,
): data is Exclude<TensorData, readonly string[] | BigInt64Array | BigUint64Array> {
  return !Array.isArray(data) && !(data instanceof BigInt64Array) && !(data instanceof BigUint64Array);
}

const folds: Partial<Readonly<Record<Op, Fold>>> = {
  Identity: unmoved,
  Reshape: unmoved,
  Squeeze: unmoved,
  Unsqueeze: unmoved,
  Flatten: unmoved,
  Transpose: transpose,
  Neg: arithmetic((a) => -a),
  Sqrt: arithmetic((a) => Math.sqrt(a), true),
  Add: arithmetic((a, b) => a + b),
  Sub: arithmetic((a, b) => a - b),
  Mul: arithmetic((a, b) => a * b, true),
  Div: arithmetic((a, b) => a / b, true),
};
