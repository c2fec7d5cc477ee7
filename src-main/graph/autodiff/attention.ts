/** @file Gradient rules of the operators of Transformers. */
import type { GraphBuilder, Value } from '../builder.ts';
import { elementCount, sizeOf, tensorOf } from '../ir.ts';
import { intAttribute } from '../ops/index.ts';
import type { attention as signatures } from '../ops/attention.ts';
import {
  type Backward,
  constantLike,
  type Differentiable,
  fail,
  type GradientRule,
  numeric,
  requireValue,
  type TrainableForm,
  unbroadcast,
} from './rule.ts';

/** A row normalization seen as a matrix: every row is normalized, whatever axes it had. */
interface Rows {
  readonly builder: GraphBuilder;
  readonly width: number;
  /** `[rows, width]` */
  readonly x: Value;
  /** `[width]`; `undefined` where it is 1 everywhere. */
  readonly gain: Value | undefined;
  /** Gradient of the output, `[rows, width]`. */
  readonly dy: Value;
  /** x without its mean, or x normalized where that is at hand: `[rows, width]`. */
  readonly centered: Value;
  /** Whether it is normalized. */
  readonly isNormal: boolean;
  /** Inverse deviation, or inverse root mean square: `[rows, 1]`. */
  readonly inverse: Value;
}

interface Statistics {
  readonly mean?: Value | undefined;
  readonly inverse: Value;
}

function rowsOf(step: Backward, statistics: Statistics): Rows {
  const { builder } = step;
  const x = requireValue(step, step.inputs[0]);
  const axis = intAttribute(step, 'axis', -1);
  const first = axis < 0 ? axis + x.shape.length : axis;
  const rows = elementCount(x.shape.slice(0, first));
  const width = elementCount(x.shape.slice(first));
  for (const value of step.inputs.slice(1))
    if (value && elementCount(value.shape) !== width) fail(step, 'the gradient needs a whole row of gains');
  if (step.upstream.slice(1).some(Boolean))
    fail(step, 'the gradient of the mean and of the deviation is not taken');
  const flat = (value: Value) => builder.reshape(value, rows, width);
  // Always a node: ONNX Runtime infers a wrong shape for the statistics of SimplifiedLayerNormalization.
  const column = (value: Value) =>
    builder.emit('Reshape', [builder.cast(value, x.elementType), builder.integers(rows, 1)]);
  const inverse = column(statistics.inverse);
  const centered = () => (statistics.mean ? builder.sub(flat(x), column(statistics.mean)) : flat(x));
  const gain = requireValue(step, step.inputs[1]);
  const unit = isFilled(builder, gain, 1);
  const plain = unit && (!step.inputs[2] || isFilled(builder, step.inputs[2], 0));
  return {
    builder,
    width,
    x,
    gain: unit ? undefined : builder.reshape(gain, width),
    dy: flat(requireValue(step, step.upstream[0])),
    centered: plain ? flat(requireValue(step, step.outputs[0])) : centered(),
    isNormal: plain,
    inverse,
  };
}

/** Whether a value is a constant of one repeated number. */
function isFilled(builder: GraphBuilder, value: Value, number: number): boolean {
  const data = builder.constantOf(value)?.data;
  return data !== undefined && data.length > 0 && Array.from(data, Number).every((item) => item === number);
}

/** Means over each row of `value * gain`, `[rows, 1]`: one product with gain / width. */
function weightedMean({ builder, width, gain }: Rows, value: Value): Value {
  const elementType = numeric(value);
  const share = builder.constant(tensorOf(elementType, [width, 1], new Array<number>(width).fill(1 / width)));
  const weights = gain ? builder.mul(builder.reshape(gain, width, 1), share) : share;
  return builder.emit('MatMul', [value, weights]);
}

/**
 * With n the normalized row, s the inverse deviation and means over the row:
 * dx = s (dy g - mean(dy g) - n mean(dy g n)), dg = Σ dy n, db = Σ dy. Without centring the first mean falls away.
 * Where n would have to be computed, c = n / s takes its place, and s goes to the numbers of the rows:
 * n mean(dy g n) = c s² mean(dy g c), Σ dy n = Σ s (dy c).
 */
function rowGradients(step: Backward, statistics: Statistics): readonly (Value | undefined)[] {
  const all = rowsOf(step, statistics);
  const { builder, x, gain, dy, centered, isNormal, inverse } = all;
  const product = builder.mul(dy, centered);
  const input = () => {
    const mean = weightedMean(all, product);
    const share = isNormal ? mean : builder.mul(mean, builder.mul(inverse, inverse));
    const across = builder.sub(gain ? builder.mul(dy, gain) : dy, builder.mul(centered, share));
    const sum = statistics.mean ? builder.sub(across, weightedMean(all, dy)) : across;
    return builder.reshape(builder.mul(sum, inverse), ...x.shape);
  };
  const affine = (index: number, total: () => Value) => {
    if (!step.wanted(index)) return undefined;
    return builder.reshape(total(), ...requireValue(step, step.inputs[index]).shape);
  };
  const sum = (value: Value) => unbroadcast(builder, value, [all.width]);
  const ofGain = () =>
    isNormal ? sum(product) : builder.emit('MatMul', [builder.reshape(inverse, 1, rowCount(all)), product]);
  return [step.wanted(0) ? input() : undefined, affine(1, ofGain), affine(2, () => sum(dy))];
}

function rowCount({ dy }: Rows): number {
  return sizeOf(dy.shape[0]);
}

/** y = (x - mean) s g + b with s = 1 / sqrt(variance + ε) (Ba et al. 2016): the statistics are outputs 1 and 2. */
export const layerNormalization: TrainableForm = {
  forward(builder, call) {
    const options = { axis: intAttribute(call, 'axis', -1), epsilon: epsilonOf(call) };
    return { outputs: builder.emitAll('LayerNormalization', call.inputs, options, 3), residuals: [] };
  },
  backward(step) {
    const [, mean, inverse] = step.outputs;
    return rowGradients(step, { mean: requireValue(step, mean), inverse: requireValue(step, inverse) });
  },
};

/**
 * y = x s g with s = 1 / sqrt(mean(x²) + ε) (Zhang & Sennrich 2019). Training writes it with operators that older
 * sets have too, and keeps s.
 */
export const rmsNormalization: TrainableForm = {
  forward(builder, call) {
    const { y, inverse } = rmsNormalized(builder, {
      x: requireValue(call, call.inputs[0]),
      gain: requireValue(call, call.inputs[1]),
      axis: intAttribute(call, 'axis', -1),
      epsilon: epsilonOf(call),
    });
    return { outputs: [y], residuals: [inverse] };
  },
  backward: (step) => rowGradients(step, { inverse: requireValue(step, step.residuals[0]) }),
};

export interface RmsNormalization {
  readonly x: Value;
  readonly gain: Value;
  /** The first of the axes that make a row. */
  readonly axis: number;
  readonly epsilon: number;
}

/** The normalized rows and their inverse root mean squares, written with operators of every set. */
export function rmsNormalized(builder: GraphBuilder, { x, gain, axis, epsilon }: RmsNormalization) {
  const first = axis < 0 ? axis + x.shape.length : axis;
  const axes = [...x.shape.keys()].slice(first);
  const square = builder.emit('ReduceMean', [builder.mul(x, x), builder.integers(...axes)], { keepdims: 1 });
  const root = builder.emit('Sqrt', [builder.add(square, constantLike(builder, x, epsilon))]);
  const inverse = builder.div(constantLike(builder, x, 1), root);
  return { y: builder.mul(builder.mul(x, inverse), gain), inverse };
}

/** The same with ONNX Runtime's own operator, whose second output is s. */
export const simplifiedLayerNormalization: TrainableForm = {
  forward(builder, call) {
    const options = { axis: intAttribute(call, 'axis', -1), epsilon: epsilonOf(call) };
    return {
      outputs: builder.emitAll('SimplifiedLayerNormalization', call.inputs, options, 2),
      residuals: [],
    };
  },
  backward: (step) => rowGradients(step, { inverse: requireValue(step, step.outputs[1]) }),
};

function epsilonOf(call: Pick<Backward, 'attributes'>): number {
  const attribute = call.attributes['epsilon'];
  return attribute?.kind === 'float' ? attribute.value : 1e-5;
}

/**
 * Y = α op(A) op(B), op the identity or an exchange of the last two axes:
 * dA = α dY op(B)' or its transpose α op(B) dY', dB = α op(A)' dY or α dY' op(A), summed over broadcast axes.
 */
export const fusedMatMul: GradientRule = (step) => {
  const { builder, wanted } = step;
  const [a, b] = step.inputs.map((value) => requireValue(step, value)) as [Value, Value];
  const dy = requireValue(step, step.upstream[0]);
  const alpha = step.attributes['alpha']?.kind === 'float' ? step.attributes['alpha'].value : 1;
  const transA = intAttribute(step, 'transA', 0);
  const transB = intAttribute(step, 'transB', 0);
  const product = (factors: readonly [Value, Value], left: number, right: number) =>
    builder.emit('com.microsoft.FusedMatMul', factors, { alpha, transA: left, transB: right });
  const da = () => (transA ? product([b, dy], transB, 1) : product([dy, b], 0, 1 - transB));
  const db = () => (transB ? product([dy, a], 1, transA) : product([a, dy], 1 - transA, 0));
  return [
    wanted(0) ? unbroadcast(builder, da(), a.shape) : undefined,
    wanted(1) ? unbroadcast(builder, db(), b.shape) : undefined,
  ];
};

export const attentionGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  LayerNormalization: layerNormalization,
  RMSNormalization: rmsNormalization,
  SimplifiedLayerNormalization: simplifiedLayerNormalization,
  'com.microsoft.FusedMatMul': fusedMatMul,
};
