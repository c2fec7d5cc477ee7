/** @file The operators the compiler knows: their arity and attributes, as the ONNX specification gives them (opset 21). */
import { GraphError, type Attribute, type Attributes, type Graph, type Node, type Tensor } from './ir.ts';

export interface Signature {
  /** Least and most inputs. */
  readonly inputs: readonly [least: number, most: number];
  readonly outputs: readonly [least: number, most: number];
  readonly attributes: Readonly<Record<string, Attribute['kind']>>;
}

const unary = { inputs: [1, 1], outputs: [1, 1], attributes: {} } as const;
const binary = { inputs: [2, 2], outputs: [1, 1], attributes: {} } as const;
const reduction = {
  inputs: [1, 2],
  outputs: [1, 1],
  attributes: { keepdims: 'int', noop_with_empty_axes: 'int' },
} as const;
const any = Number.POSITIVE_INFINITY;

/** One row an operator. The union `Op` is the set of these names, and every other table is total over it. */
export const signatures = {
  Add: binary,
  Sub: binary,
  Mul: binary,
  Div: binary,
  Equal: binary,
  Less: binary,
  Where: { inputs: [3, 3], outputs: [1, 1], attributes: {} },
  Neg: unary,
  Exp: unary,
  Log: unary,
  Sqrt: unary,
  Sigmoid: unary,
  Tanh: unary,
  Relu: unary,
  HardSigmoid: { ...unary, attributes: { alpha: 'float', beta: 'float' } },
  Identity: unary,
  Cast: { ...unary, attributes: { to: 'int', saturate: 'int' } },
  Softmax: { ...unary, attributes: { axis: 'int' } },
  LogSoftmax: { ...unary, attributes: { axis: 'int' } },
  MatMul: binary,
  Gemm: {
    inputs: [2, 3],
    outputs: [1, 1],
    attributes: { alpha: 'float', beta: 'float', transA: 'int', transB: 'int' },
  },
  ReduceSum: reduction,
  ReduceMean: reduction,
  ReduceMax: reduction,
  ArgMax: { ...unary, attributes: { axis: 'int', keepdims: 'int', select_last_index: 'int' } },
  CumSum: { ...binary, attributes: { exclusive: 'int', reverse: 'int' } },
  Reshape: { ...binary, attributes: { allowzero: 'int' } },
  Transpose: { ...unary, attributes: { perm: 'ints' } },
  Concat: { inputs: [1, any], outputs: [1, 1], attributes: { axis: 'int' } },
  Split: { inputs: [1, 2], outputs: [1, any], attributes: { axis: 'int', num_outputs: 'int' } },
  Slice: { inputs: [3, 5], outputs: [1, 1], attributes: {} },
  Pad: { inputs: [2, 4], outputs: [1, 1], attributes: { mode: 'string' } },
  Gather: { ...binary, attributes: { axis: 'int' } },
  ScatterElements: { inputs: [3, 3], outputs: [1, 1], attributes: { axis: 'int', reduction: 'string' } },
  ScatterND: { inputs: [3, 3], outputs: [1, 1], attributes: { reduction: 'string' } },
  ConstantOfShape: { ...unary, attributes: { value: 'tensor' } },
  LSTM: {
    inputs: [3, 8],
    outputs: [0, 3],
    attributes: {
      activation_alpha: 'floats',
      activation_beta: 'floats',
      activations: 'strings',
      clip: 'float',
      direction: 'string',
      hidden_size: 'int',
      input_forget: 'int',
      layout: 'int',
    },
  },
  Scan: {
    inputs: [1, any],
    outputs: [1, any],
    attributes: {
      body: 'graph',
      num_scan_inputs: 'int',
      scan_input_axes: 'ints',
      scan_input_directions: 'ints',
      scan_output_axes: 'ints',
      scan_output_directions: 'ints',
    },
  },
  StringNormalizer: {
    ...unary,
    attributes: {
      case_change_action: 'string',
      is_case_sensitive: 'int',
      locale: 'string',
      stopwords: 'strings',
    },
  },
  StringSplit: { inputs: [1, 1], outputs: [2, 2], attributes: { delimiter: 'string', maxsplit: 'int' } },
  'ai.onnx.ml.LabelEncoder': {
    ...unary,
    attributes: {
      keys_strings: 'strings',
      values_int64s: 'ints',
      default_int64: 'int',
      keys_int64s: 'ints',
      values_strings: 'strings',
      default_string: 'string',
    },
  },
} as const satisfies Readonly<Record<string, Signature>>;

export type Op = keyof typeof signatures;

export function isOp(op: string): op is Op {
  return Object.hasOwn(signatures, op);
}

/** The signature of an operator, widened from its literal type. */
export function signatureOf(op: Op): Signature {
  return signatures[op];
}

/** Operator sets that graphs written here import, by domain. */
export const opsets: ReadonlyMap<string, number> = new Map([
  ['', 21],
  ['ai.onnx.ml', 4],
]);

/** The part of an operator's name before the last dot: `''` for the standard domain. */
export function domainOf(op: string): string {
  return op.slice(0, Math.max(0, op.lastIndexOf('.')));
}

/** An attribute as a caller of the builder writes it; the signature says which ONNX kind it becomes. */
export type AttributeInput = number | string | Tensor | Graph | readonly number[] | readonly string[];

/** Turns plain values into attributes by the operator's signature. Throws GraphError on a name it does not have. */
export function attributesOf(op: Op, plain: Readonly<Record<string, AttributeInput>>): Attributes {
  const { attributes } = signatureOf(op);
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => {
      const kind = attributes[name];
      if (!kind) throw new GraphError(`${op} has no attribute "${name}"`);
      return [name, attributeOf(kind, value)];
    }),
  );
}

function attributeOf(kind: Attribute['kind'], value: AttributeInput): Attribute {
  if (typeof value === 'number') {
    if (kind === 'float') return { kind, value };
    if (kind === 'int') return { kind, value: BigInt(value) };
  } else if (typeof value === 'string') {
    if (kind === 'string') return { kind, value };
  } else if (isArray(value)) {
    if (kind === 'strings') return { kind, value: value.map(String) };
    if (kind === 'ints') return { kind, value: value.map((item) => BigInt(item)) };
    if (kind === 'floats') return { kind, value: value.map(Number) };
  } else if ('nodes' in value) {
    if (kind === 'graph') return { kind, value };
  } else if (kind === 'tensor') return { kind, value };
  throw new GraphError(`an attribute of kind ${kind} cannot hold ${String(value)}`);
}

/** `Array.isArray` that also narrows readonly arrays. */
function isArray(value: AttributeInput): value is readonly number[] | readonly string[] {
  return Array.isArray(value);
}

/** An integer attribute, or `otherwise` where it is left out. */
export function intAttribute(node: Pick<Node, 'attributes'>, name: string, otherwise: number): number {
  const attribute = node.attributes[name];
  return attribute?.kind === 'int' ? Number(attribute.value) : otherwise;
}

export function intsAttribute(node: Pick<Node, 'attributes'>, name: string): readonly number[] | undefined {
  const attribute = node.attributes[name];
  return attribute?.kind === 'ints' ? attribute.value.map(Number) : undefined;
}

export function stringAttribute(node: Pick<Node, 'attributes'>, name: string): string | undefined {
  const attribute = node.attributes[name];
  return attribute?.kind === 'string' ? attribute.value : undefined;
}

export function graphAttribute(node: Pick<Node, 'attributes'>, name: string): Graph | undefined {
  const attribute = node.attributes[name];
  return attribute?.kind === 'graph' ? attribute.value : undefined;
}
