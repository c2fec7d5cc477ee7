/** @file One small graph for each operator that training steps use: what a provider is tried with. */
import { GraphBuilder, Random, type Graph, type Op, type Value } from '../../../graph/index.ts';

type Build = (builder: GraphBuilder, input: (...shape: readonly number[]) => Value) => Value;

const unary =
  (op: Op, plain = {}): Build =>
  (builder, input) =>
    builder.emit(op, [input(4, 6)], plain);

const binary =
  (op: Op): Build =>
  (builder, input) =>
    builder.emit(op, [input(4, 6), input(6)]);

const reduce =
  (op: Op): Build =>
  (builder, input) =>
    builder.emit(op, [input(4, 6), builder.integers(1)], { keepdims: 1 });

/** Comparisons and casts: a float that says what was found. */
const asFloat = (builder: GraphBuilder, value: Value): Value => builder.emit('Cast', [value], { to: 1 });

/** Inputs are uniform in [0.1, 1). */
export const probes: Readonly<Partial<Record<Op, Build>>> = {
  Add: binary('Add'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Div: binary('Div'),
  Pow: binary('Pow'),
  Max: binary('Max'),
  Min: binary('Min'),
  Neg: unary('Neg'),
  Abs: unary('Abs'),
  Exp: unary('Exp'),
  Log: unary('Log'),
  Sqrt: unary('Sqrt'),
  Erf: unary('Erf'),
  Relu: unary('Relu'),
  Sigmoid: unary('Sigmoid'),
  Tanh: unary('Tanh'),
  HardSigmoid: unary('HardSigmoid', { alpha: 0.7, beta: 0.1 }),
  Softmax: unary('Softmax', { axis: -1 }),
  Transpose: unary('Transpose', { perm: [1, 0] }),
  ReduceSum: reduce('ReduceSum'),
  ReduceMean: reduce('ReduceMean'),
  ReduceMax: reduce('ReduceMax'),
  Equal: (builder, input) => asFloat(builder, builder.emit('Equal', [input(4, 6), input(4, 6)])),
  Greater: (builder, input) => asFloat(builder, builder.emit('Greater', [input(4, 6), input(6)])),
  Where: (builder, input) =>
    builder.emit('Where', [builder.emit('Greater', [input(4, 6), input(6)]), input(4, 6), input(6)]),
  MatMul: (builder, input) => builder.emit('MatMul', [input(2, 4, 6), input(2, 6, 5)]),
  Gemm: (builder, input) => builder.emit('Gemm', [input(6, 4), input(6, 5), input(5)], { transA: 1 }),
  Reshape: (builder, input) => builder.reshape(input(4, 6), 8, 3),
  Concat: (builder, input) => builder.concat([input(4, 6), input(4, 2)], 1),
  Slice: (builder, input) => builder.slice(input(4, 6), 1, [1, 4]),
  Split: (builder, input) => {
    const [first, second] = builder.split(input(4, 6), 1, [2, 4]);
    return builder.concat([second!, first!], 1);
  },
  Expand: (builder, input) => builder.emit('Expand', [input(1, 6), builder.integers(4, 6)]),
  Pad: (builder, input) => builder.emit('Pad', [input(4, 6), builder.integers(1, 0, 0, 2)]),
  Gather: (builder, input) => builder.emit('Gather', [input(4, 6), places(builder, [3, 0, 3])]),
  ScatterND: (builder, input) => {
    const rows = builder.constant({
      elementType: 'int64',
      shape: [3, 1],
      data: BigInt64Array.of(1n, 2n, 1n),
    });
    return builder.emit('ScatterND', [input(4, 6), rows, input(3, 6)], { reduction: 'add' });
  },
  Conv: (builder, input) => {
    return builder.emit('Conv', [input(2, 3, 6, 6), input(4, 3, 3, 3), input(4)], { pads: [1, 1, 1, 1] });
  },
  ConvTranspose: (builder, input) =>
    builder.emit('ConvTranspose', [input(2, 4, 4, 4), input(4, 3, 3, 3)], {}),
  MaxPool: (builder, input) =>
    builder.emit('MaxPool', [input(2, 3, 6, 6)], { kernel_shape: [2, 2], strides: [2, 2] }),
  AveragePool: (builder, input) =>
    builder.emit('AveragePool', [input(2, 3, 6, 6)], { kernel_shape: [2, 2], strides: [2, 2] }),
  LayerNormalization: (builder, input) =>
    builder.emit('LayerNormalization', [input(4, 6), input(6), input(6)], { axis: -1 }),
};

function places(builder: GraphBuilder, ids: readonly number[]): Value {
  return builder.constant({ elementType: 'int32', shape: [ids.length], data: Int32Array.from(ids) });
}

export interface Probe {
  readonly operator: string;
  readonly graph: Graph;
  readonly feeds: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
  >;
}

/** Every probe with its inputs, which are always the same. */
export function allProbes(): readonly Probe[] {
  return Object.entries(probes).map(([operator, build]) => probeOf(operator, build));
}

/** Two products of matrices, large enough to tell which provider is faster. */
export function speedProbe(): Probe {
  const size = 512;
  return probeOf('speed', (builder, input) => {
    const first = builder.emit('Relu', [builder.emit('MatMul', [input(size, size), input(size, size)])]);
    return builder.sum(builder.emit('MatMul', [first, input(size, size)]), [1]);
  });
}

function probeOf(operator: string, build: Build): Probe {
  const random = new Random(7);
  const builder = new GraphBuilder();
  const feeds: Record<string, { shape: readonly number[]; data: Float32Array }> = {};
  const output = build(builder, (...shape) => {
    const name = `input${Object.keys(feeds).length}`;
    const length = shape.reduce((product, size) => product * size, 1);
    feeds[name] = { shape, data: Float32Array.from({ length }, () => 0.1 + 0.9 * random.uniform()) };
    return builder.input(name, { elementType: 'float32', shape });
  });
  builder.output('output', output);
  return { operator, graph: builder.finish(operator), feeds };
}
