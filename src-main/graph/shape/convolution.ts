/** @file Shape rules of convolutions, pools and resizing: `[batch, channels, …space]`. */
import type { Dimension, Shape } from '../ir.ts';
import { intAttribute, intsAttribute, stringAttribute } from '../ops/index.ts';
import type { convolution as signatures } from '../ops/convolution.ts';
import { extent, windowCount, windowsOf, type Window } from '../ops/window.ts';
import { axisOf, fail, integers, typeOf, type Call, type ShapeRule } from './call.ts';

const floats = ['float32', 'float64', 'float16'] as const;

/** Batch, channels and space of input 0. */
function image(call: Call): {
  readonly batch: Dimension;
  readonly channels: Dimension;
  readonly space: Shape;
} {
  const { shape } = typeOf(call, 0, ...floats);
  const [batch, channels, ...space] = shape;
  if (batch === undefined || channels === undefined || space.length === 0)
    fail(call, `input 0 has rank ${shape.length}, but needs batch, channels and at least one axis of space`);
  return { batch, channels, space };
}

/** The shape of the weights, all known. */
function weights(call: Call, rank: number): readonly number[] {
  const { elementType } = typeOf(call, 0);
  const { shape } = typeOf(call, 1, elementType);
  const known = shape.filter((size) => typeof size === 'number');
  if (known.length !== rank) fail(call, `the weights [${shape.join(',')}] need ${rank} known axes`);
  return known;
}

function checkBias(call: Call, channels: number): void {
  const bias = call.inputs[2];
  if (bias && (bias.shape.length !== 1 || differ(bias.shape[0], channels)))
    fail(call, `the bias is [${bias.shape.join(',')}], not [${channels}]`);
}

function differ(a: Dimension | undefined, b: Dimension): boolean {
  return typeof a === 'number' && typeof b === 'number' && a !== b;
}

/** Weights `[outputs, channels / group, …kernel]`. */
export const conv: ShapeRule = (call) => {
  const { batch, channels, space } = image(call);
  const [outputs = 0, perGroup = 0, ...kernel] = weights(call, space.length + 2);
  const group = intAttribute(call.node, 'group', 1);
  if (differ(channels, perGroup * group))
    fail(call, `${channels} channels, but the weights take ${group} groups of ${perGroup}`);
  if (outputs % group !== 0) fail(call, `${outputs} outputs do not divide into ${group} groups`);
  checkBias(call, outputs);
  const windows = windowsOf(call.node, space, kernel);
  return [
    { elementType: typeOf(call, 0).elementType, shape: [batch, outputs, ...counts(call, space, windows)] },
  ];
};

function counts(call: Call, space: Shape, windows: readonly Window[]): Shape {
  return space.map((size, axis) => windowCount(call.node, size, windows[axis]!));
}

/** Weights `[channels, outputs / group, …kernel]`: the adjoint of Conv in its input. */
export const convTranspose: ShapeRule = (call) => {
  const { batch, channels, space } = image(call);
  const [inputs = 0, perGroup = 0, ...kernel] = weights(call, space.length + 2);
  if (differ(channels, inputs)) fail(call, `${channels} channels, but the weights take ${inputs}`);
  const outputs = perGroup * intAttribute(call.node, 'group', 1);
  checkBias(call, outputs);
  if (call.node.attributes['auto_pad'] || call.node.attributes['output_shape'])
    fail(call, 'write the padding out: auto_pad and output_shape are not supported');
  const windows = windowsOf(call.node, space, kernel);
  const extra = intsAttribute(call.node, 'output_padding') ?? space.map(() => 0);
  const sizes = space.map((size, axis) => {
    const { stride, before, after } = windows[axis]!;
    if (typeof size !== 'number') return '';
    const count = (size - 1) * stride + extent(windows[axis]!) - before - after + (extra[axis] ?? 0);
    return count > 0 ? count : fail(call, `the padding leaves nothing of axis ${axis + 2}`);
  });
  return [{ elementType: typeOf(call, 0).elementType, shape: [batch, outputs, ...sizes] }];
};

export const pool: ShapeRule = (call) => {
  const { batch, channels, space } = image(call);
  const { elementType } = typeOf(call, 0);
  const shape = [batch, channels, ...counts(call, space, windowsOf(call.node, space))];
  return [{ elementType, shape }, ...(call.outputs > 1 ? [{ elementType: 'int64', shape } as const] : [])];
};

export const globalPool: ShapeRule = (call) => {
  const { batch, channels, space } = image(call);
  return [{ elementType: typeOf(call, 0).elementType, shape: [batch, channels, ...space.map(() => 1)] }];
};

/** Sizes come as constant factors (input 2) or outright (input 3), for all axes or for those of `axes`. */
export const resize: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const axes = (intsAttribute(call.node, 'axes') ?? [...shape.keys()]).map((axis) =>
    axisOf(call, axis, shape.length),
  );
  const sizes = targetSizes(
    call,
    axes.map((axis) => shape[axis] ?? ''),
  );
  const factors = call.constant(2)?.data;
  const result = [...shape];
  for (const [index, axis] of axes.entries()) {
    const size = shape[axis];
    if (sizes) result[axis] = sizes[index] ?? fail(call, `no size for axis ${axis}`);
    else if (factors instanceof Float32Array && index < factors.length)
      result[axis] =
        typeof size === 'number' ? Math.floor(size * factors[index]!) : factors[index] === 1 ? size! : '';
    else fail(call, 'the scales or the sizes must be a constant with a number for each axis');
  }
  return [{ elementType, shape: result }];
};

/** The sizes that are asked for; where the aspect ratio is to be kept, one factor serves all axes, rounded half up. */
function targetSizes(call: Call, from: Shape): Shape | undefined {
  const sizes = integers(call, 3);
  const policy = stringAttribute(call.node, 'keep_aspect_ratio_policy') ?? 'stretch';
  if (!sizes || policy === 'stretch') return sizes;
  const factors = from.map((size, index) => (sizes[index] ?? Number.NaN) / Number(size));
  const factor = policy === 'not_larger' ? Math.min(...factors) : Math.max(...factors);
  return from.map((size) => (Number.isFinite(factor) ? Math.floor(Number(size) * factor + 0.5) : ''));
}

export const convolutionShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: pool,
  AveragePool: pool,
  LpPool: pool,
  GlobalAveragePool: globalPool,
  GlobalMaxPool: globalPool,
  Resize: resize,
};
