/** @file The gradient rule of Resize: a linear map along each axis, whose matrix is known before the graph runs. */
import type { Value } from '../builder.ts';
import { float32, sizeOf } from '../ir.ts';
import { intAttribute, intsAttribute, stringAttribute } from '../ops/index.ts';
import { fail, single, type Backward, type GradientRule } from './rule.ts';

/**
 * y = A x along each resized axis, A `[output, input]` from the positions and weights of the mode (ONNX, Resize):
 * dx = A' dy. Nearest neighbour and linear interpolation, in the coordinates of PyTorch, Keras and TensorFlow.
 */
export const resize: GradientRule = (step) => {
  const { builder } = step;
  const dy = step.upstream[0] ?? fail(step, 'a required value is missing');
  const x = single({ ...step, inputs: step.inputs.slice(0, 1) }).x[0]!;
  const scales = scalesOf(step, x);
  const repeats = repeatsOf(step, x, dy);
  if (repeats) return [sumOver(step, dy, repeats)];
  return [
    x.shape.reduce<Value>((gradient, size, axis) => {
      const [input, output] = [sizeOf(size), sizeOf(dy.shape[axis])];
      const scale = scales[axis] ?? output / input;
      if (input === output && scale === 1) return gradient;
      const matrix = builder.constant(float32([output, input], matrixOf(step, { input, output, scale })));
      const order = [...x.shape.keys()].filter((other) => other !== axis).concat(axis);
      const back = order.map((_, at) => order.indexOf(at));
      const moved = builder.transpose(gradient, ...order);
      return builder.transpose(builder.emit('MatMul', [moved, matrix]), ...back);
    }, dy),
  ];
};

/**
 * How often each element of an image is repeated along each axis of space, where that is all that the node does: by
 * nearest neighbour, a whole number of times.
 */
function repeatsOf(step: Backward, x: Value, dy: Value): readonly number[] | undefined {
  const mode = stringAttribute(step, 'mode') ?? 'nearest';
  const coordinates = stringAttribute(step, 'coordinate_transformation_mode') ?? 'half_pixel';
  const floors = coordinates === 'asymmetric' && stringAttribute(step, 'nearest_mode') === 'floor';
  if (mode !== 'nearest' || !floors || x.elementType !== 'float32' || x.shape.length < 3) return undefined;
  const factors = scalesOf(step, x).map(
    (scale, axis) => scale ?? sizeOf(dy.shape[axis]) / sizeOf(x.shape[axis]),
  );
  const [batch, channels, ...repeats] = factors;
  return batch === 1 && channels === 1 && repeats.every(Number.isInteger) ? repeats : undefined;
}

/** The sum over each block of repetitions: the mean times their number, which is faster than a product. */
function sumOver({ builder }: Backward, dy: Value, repeats: readonly number[]): Value {
  const mean = builder.emit('AveragePool', [dy], { kernel_shape: repeats, strides: repeats });
  return builder.mul(mean, builder.scalar(repeats.reduce((a, b) => a * b, 1)));
}

/** The factors that the node states; sizes leave them to be derived. */
function scalesOf(step: Backward, x: Value): readonly (number | undefined)[] {
  const data = step.builder.constantOf(step.inputs[2])?.data;
  const stated = data instanceof Float32Array ? data : new Float32Array();
  const axes = intsAttribute(step, 'axes') ?? [...x.shape.keys()];
  const result: (number | undefined)[] = x.shape.map(() => undefined);
  for (const [index, axis] of axes.entries()) result[axis < 0 ? axis + x.shape.length : axis] = stated[index];
  return result;
}

interface Axis {
  readonly input: number;
  readonly output: number;
  readonly scale: number;
}

function matrixOf(step: Backward, axis: Axis): Float32Array {
  const { input, output } = axis;
  const mode = stringAttribute(step, 'mode') ?? 'nearest';
  if (mode === 'cubic') fail(step, 'the gradient of cubic interpolation is not written; use linear');
  if (intAttribute(step, 'antialias', 0) === 1) fail(step, 'the gradient needs antialias = 0');
  const matrix = new Float32Array(output * input);
  const add = (place: number, at: number, weight: number) => {
    matrix[place * input + Math.min(input - 1, Math.max(0, at))]! += weight;
  };
  for (let place = 0; place < output; place++) {
    const position = positionOf(step, place, axis);
    if (mode === 'nearest') add(place, nearest(step, position), 1);
    else {
      const inside = Math.min(input - 1, Math.max(0, position));
      const low = Math.floor(inside);
      add(place, low, 1 - (inside - low));
      add(place, low + 1, inside - low);
    }
  }
  return matrix;
}

/** Where output `place` lies among the inputs. */
function positionOf(step: Backward, place: number, { input, output, scale }: Axis): number {
  const mode = stringAttribute(step, 'coordinate_transformation_mode') ?? 'half_pixel';
  switch (mode) {
    case 'half_pixel':
      return (place + 0.5) / scale - 0.5;
    case 'asymmetric':
      return place / scale;
    case 'align_corners':
      return output === 1 ? 0 : (place * (input - 1)) / (output - 1);
    case 'pytorch_half_pixel':
      return output === 1 ? 0 : (place + 0.5) / scale - 0.5;
    default:
      return fail(step, `the gradient in the coordinates "${mode}" is not written`);
  }
}

function nearest(step: Backward, position: number): number {
  const mode = stringAttribute(step, 'nearest_mode') ?? 'round_prefer_floor';
  switch (mode) {
    case 'floor':
      return Math.floor(position);
    case 'ceil':
      return Math.ceil(position);
    case 'round_prefer_floor':
      return Math.ceil(position - 0.5);
    case 'round_prefer_ceil':
      return Math.floor(position + 0.5);
    default:
      return fail(step, `nearest_mode "${mode}" is unknown`);
  }
}
