/**
 * @file Normalizations in training. With x̂ = (x - μ) / σ over the n elements that share their statistics, and
 * y = γ x̂ + β (Ioffe & Szegedy 2015, section 3; Wu & He 2018):
 *
 *   dγ = Σ dy x̂,   dβ = Σ dy,   dx = (dx̂ - mean(dx̂) - x̂ mean(dx̂ x̂)) / σ   with dx̂ = γ dy
 *
 * The variance is taken of the centred values, in a second pass: the short form E[x²] - E[x]² loses all digits where
 * the mean is large.
 */
import type { GraphBuilder, Value } from '../builder.ts';
import { elementCount, sizeOf } from '../ir.ts';
import { intAttribute } from '../ops/index.ts';
import type { normalization as signatures } from '../ops/normalization.ts';
import {
  constantLike,
  fail,
  notDifferentiable,
  requireValue,
  type Backward,
  type Differentiable,
  type TapeEntry,
  type TrainableForm,
} from './rule.ts';

type Call = Pick<TapeEntry, 'op' | 'name' | 'attributes' | 'inputs'>;

export function floatOf(call: Pick<TapeEntry, 'attributes'>, name: string, otherwise: number): number {
  const attribute = call.attributes[name];
  return attribute?.kind === 'float' ? attribute.value : otherwise;
}

/** A vector of one number a channel, shaped to broadcast over `[batch, channels, …space]`. */
function overChannels(builder: GraphBuilder, vector: Value, rank: number): Value {
  return builder.reshape(vector, sizeOf(vector.shape[0]), ...Array.from({ length: rank - 2 }, () => 1));
}

/** All axes but the channels'. */
function sharedAxes({ shape }: Value): readonly number[] {
  return [...shape.keys()].filter((axis) => axis !== 1);
}

function mean(builder: GraphBuilder, value: Value, axes: readonly number[]): Value {
  return builder.emit('ReduceMean', [value, builder.integers(...axes)], { keepdims: 1 });
}

interface Normalized {
  readonly mean: Value;
  readonly variance: Value;
  readonly centred: Value;
  /** 1 / sqrt(variance + ε) */
  readonly inverse: Value;
}

function normalize(
  builder: GraphBuilder,
  x: Value,
  { axes, epsilon }: { readonly axes: readonly number[]; readonly epsilon: number },
): Normalized {
  const average = mean(builder, x, axes);
  const centred = builder.sub(x, average);
  const variance = mean(builder, builder.mul(centred, centred), axes);
  return { mean: average, variance, centred, inverse: inverseDeviation(builder, variance, epsilon) };
}

/** 1 / sqrt(variance + ε). */
export function inverseDeviation(builder: GraphBuilder, variance: Value, epsilon: number): Value {
  const deviation = builder.emit('Sqrt', [builder.add(variance, constantLike(builder, variance, epsilon))]);
  return builder.div(constantLike(builder, variance, 1), deviation);
}

function inputsOf(call: Call): readonly [x: Value, scale: Value, bias: Value] {
  return [0, 1, 2].map((input) => requireValue(call, call.inputs[input])) as [Value, Value, Value];
}

function isTraining(call: Call): boolean {
  return intAttribute(call, 'training_mode', 0) === 1;
}

function batchForward(builder: GraphBuilder, call: Call): ReturnType<TrainableForm['forward']> {
  const [x, scale, bias] = inputsOf(call);
  const epsilon = floatOf(call, 'epsilon', 1e-5);
  const rank = x.shape.length;
  const [runningMean, runningVariance] = [
    requireValue(call, call.inputs[3]),
    requireValue(call, call.inputs[4]),
  ];
  if (!isTraining(call)) {
    const shifted = builder.sub(x, overChannels(builder, runningMean, rank));
    const inverse = overChannels(builder, inverseDeviation(builder, runningVariance, epsilon), rank);
    const y = affine(builder, shifted, {
      factor: builder.mul(overChannels(builder, scale, rank), inverse),
      bias,
    });
    return { outputs: [y], residuals: [shifted, inverse] };
  }
  const {
    mean: average,
    variance,
    centred,
    inverse,
  } = normalize(builder, x, { axes: sharedAxes(x), epsilon });
  const flat = (value: Value) => builder.reshape(value, sizeOf(x.shape[1]));
  const momentum = floatOf(call, 'momentum', 0.9);
  const factor = builder.mul(
    overChannels(builder, scale, rank),
    builder.reshape(inverse, ...inverse.shape.slice(1)),
  );
  return {
    outputs: [
      affine(builder, centred, { factor, bias }),
      moved(builder, runningMean, { to: flat(average), momentum }),
      moved(builder, runningVariance, { to: flat(variance), momentum }),
    ],
    residuals: [centred, inverse],
  };
}

function affine(
  builder: GraphBuilder,
  value: Value,
  { factor, bias }: { readonly factor: Value; readonly bias: Value },
): Value {
  return builder.add(builder.mul(value, factor), overChannels(builder, bias, value.shape.length));
}

/** running · momentum + current · (1 - momentum). */
export function moved(
  builder: GraphBuilder,
  running: Value,
  { to, momentum }: { readonly to: Value; readonly momentum: number },
): Value {
  if (momentum === 0) return to;
  return builder.add(
    builder.mul(running, constantLike(builder, running, momentum)),
    builder.mul(to, constantLike(builder, running, 1 - momentum)),
  );
}

/** With running statistics (`training_mode` 0) x̂ is affine in x, so dx = γ dy / σ. */
function batchBackward(step: Backward): readonly (Value | undefined)[] {
  const { builder, wanted } = step;
  const [x, scale] = inputsOf(step);
  const dy = requireValue(step, step.upstream[0]);
  if (step.upstream[1] || step.upstream[2] || wanted(3) || wanted(4))
    fail(step, 'running statistics have no gradient');
  const [centred, inverse] = [requireValue(step, step.residuals[0]), requireValue(step, step.residuals[1])];
  const axes = sharedAxes(x);
  const rank = x.shape.length;
  const [dBias, product] = [builder.sum(dy, axes), builder.sum(builder.mul(dy, centred), axes)];
  const perChannel = builder.reshape(inverse, sizeOf(x.shape[1]));
  const dScale = builder.mul(product, perChannel);
  const factor = overChannels(builder, builder.mul(scale, perChannel), rank);
  if (!wanted(0)) return [undefined, dScale, dBias];
  if (!isTraining(step)) return [builder.mul(dy, factor), dScale, dBias];
  const count = constantLike(builder, x, sizeOf(x.shape[1]) / elementCount(x.shape));
  const slope = builder.mul(builder.mul(dScale, perChannel), count);
  const inner = builder.sub(
    builder.sub(dy, overChannels(builder, builder.mul(dBias, count), rank)),
    builder.mul(centred, overChannels(builder, slope, rank)),
  );
  return [builder.mul(inner, factor), dScale, dBias];
}

export const batchNormalization: TrainableForm = { forward: batchForward, backward: batchBackward };

/** `[batch, groups, elements]`: the elements of a row share their statistics. */
function grouped(builder: GraphBuilder, value: Value, groups: number): Value {
  const batch = sizeOf(value.shape[0]);
  return builder.reshape(value, batch, groups, elementCount(value.shape) / batch / groups);
}

/** Statistics of each instance over groups of channels; with as many groups as channels, InstanceNormalization. */
function byGroups(groupsOf: (call: Call) => number): TrainableForm {
  return {
    forward(builder, call) {
      const [x, scale, bias] = inputsOf(call);
      const rows = grouped(builder, x, groupsOf(call));
      const epsilon = floatOf(call, 'epsilon', 1e-5);
      const { centred, inverse } = normalize(builder, rows, { axes: [2], epsilon });
      const normal = builder.mul(centred, inverse);
      const image = builder.reshape(normal, ...x.shape.map(sizeOf));
      const factor = overChannels(builder, scale, x.shape.length);
      return { outputs: [affine(builder, image, { factor, bias })], residuals: [normal, inverse] };
    },
    backward(step) {
      const { builder, wanted } = step;
      const [x, scale] = inputsOf(step);
      const dy = requireValue(step, step.upstream[0]);
      const [normal, inverse] = [
        requireValue(step, step.residuals[0]),
        requireValue(step, step.residuals[1]),
      ];
      const image = builder.reshape(normal, ...x.shape.map(sizeOf));
      const axes = sharedAxes(x);
      const dScale = wanted(1) ? builder.sum(builder.mul(dy, image), axes) : undefined;
      const dBias = wanted(2) ? builder.sum(dy, axes) : undefined;
      if (!wanted(0)) return [undefined, dScale, dBias];
      const dNormal = builder.mul(dy, overChannels(builder, scale, x.shape.length));
      const rows = grouped(builder, dNormal, groupsOf(step));
      const slope = mean(builder, builder.mul(rows, normal), [2]);
      const inner = builder.sub(builder.sub(rows, mean(builder, rows, [2])), builder.mul(normal, slope));
      return [builder.reshape(builder.mul(inner, inverse), ...x.shape.map(sizeOf)), dScale, dBias];
    },
  };
}

export const instanceNormalization = byGroups((call) => sizeOf(call.inputs[0]?.shape[1]));
export const groupNormalization = byGroups((call) => intAttribute(call, 'num_groups', 1));

export const normalizationGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  BatchNormalization: batchNormalization,
  InstanceNormalization: instanceNormalization,
  GroupNormalization: groupNormalization,
  LRN: notDifferentiable('it is kept to run old networks; train with BatchNormalization instead'),
};
