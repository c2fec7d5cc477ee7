import fc from 'fast-check';
import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { expect, it } from 'vitest';
import type { AttributeInput } from '../ops/index.ts';
import { Tape, float32, gradients, modelOf, optimize, serialize } from '../index.ts';
import { describeGradients, type GradientCheck } from './check.fixture.ts';
import { convolutionGradients } from './convolution.ts';

type Attributes = Readonly<Record<string, AttributeInput>>;

const between = (min: number, max: number) => fc.integer({ min, max });
const listOf = (item: fc.Arbitrary<number>, length: number) =>
  fc.array(item, { minLength: length, maxLength: length });
/** Like `check`, but in float32: ONNX Runtime's CPU convolves nothing else. */
const single = (check: Omit<GradientCheck, 'elementType'>): GradientCheck => ({
  ...check,
  elementType: 'float32',
});

interface Field {
  readonly sizes: readonly number[];
  readonly kernel: readonly number[];
  readonly attributes: Attributes;
}

/** Sizes of space on one to three axes with a window that fits into them. */
const field = (
  padding: (axes: number, kernel: readonly number[]) => fc.Arbitrary<Attributes>,
  dilated = true,
) =>
  between(1, 3).chain((axes) =>
    fc
      .record({
        kernel: listOf(between(1, 3), axes),
        strides: listOf(between(1, 3), axes),
        dilations: listOf(between(1, dilated ? 2 : 1), axes),
        more: listOf(between(0, axes > 2 ? 1 : 3), axes),
      })
      .chain(({ kernel, strides, dilations, more }) =>
        padding(axes, kernel).map((pads): Field => ({
          sizes: kernel.map((size, axis) => (size - 1) * dilations[axis]! + 1 + more[axis]!),
          kernel,
          attributes: {
            kernel_shape: kernel,
            strides,
            dilations: 'auto_pad' in pads ? kernel.map(() => 1) : dilations,
            ...pads,
          },
        })),
      ),
  );

const anyPadding = (axes: number) =>
  fc.oneof(
    listOf(between(0, 2), 2 * axes).map((pads): Attributes => ({ pads })),
    fc.constantFrom('SAME_UPPER', 'SAME_LOWER', 'VALID').map((auto_pad): Attributes => ({ auto_pad })),
  );
/** ONNX Runtime pads pools by less than the kernel only. */
const poolPadding = (_: number, kernel: readonly number[]) =>
  fc
    .tuple(...[...kernel, ...kernel].map((size) => between(0, size - 1)))
    .map((pads): Attributes => ({ pads }));

const conv = fc
  .record({
    of: field(anyPadding),
    batch: between(1, 2),
    group: between(1, 3),
    perGroup: between(1, 2),
    bias: fc.boolean(),
  })
  .map(({ of, batch, group, perGroup, bias }) =>
    single({
      shapes: [
        [batch, group * perGroup, ...of.sizes],
        [group * 2, perGroup, ...of.kernel],
        ...(bias ? [[group * 2]] : []),
      ],
      build: (builder, inputs) => builder.emit('Conv', inputs, { ...of.attributes, group }),
    }),
  );

const convTranspose = fc
  .record({
    of: field((axes, kernel) =>
      fc
        .tuple(...kernel.map((size) => between(0, size > 1 ? 1 : 0)))
        .map((pads) => ({ pads: [...pads, ...Array.from({ length: axes }, () => 0)] })),
    ),
    group: between(1, 2),
    extra: fc.boolean(),
  })
  .map(({ of, group, extra }) => {
    const strides = of.attributes['strides'] as readonly number[];
    const padding = strides.map((stride) => (extra ? stride - 1 : 0));
    return single({
      shapes: [[2, group * 2, ...of.sizes], [group * 2, 2, ...of.kernel], [group * 2]],
      build: (builder, inputs) =>
        builder.emit('ConvTranspose', inputs, { ...of.attributes, group, output_padding: padding }),
    });
  });

/** Whether rounding up adds a window behind the end: ONNX's own shape inference forgets to take it away again. */
const startsBehind = ({ sizes, attributes }: Field) => {
  const list = (name: string) => attributes[name] as readonly number[];
  return sizes.some((size, axis) => {
    const reach = (list('kernel_shape')[axis]! - 1) * (list('dilations')?.[axis] ?? 1) + 1;
    const [before = 0, after = 0] = [list('pads')?.[axis], list('pads')?.[axis + sizes.length]];
    const stride = list('strides')[axis]!;
    return Math.ceil((size + before + after - reach) / stride) * stride >= size + before;
  });
};

/** Windows that overlap, hang over the end or leave elements out; and those that lie side by side. */
const pool = (op: 'AveragePool' | 'MaxPool', dilated: boolean, extra: fc.Arbitrary<Attributes>) =>
  fc
    .record({
      of: fc.oneof(
        field(poolPadding, dilated),
        field(() => fc.constant({}), false).map((given) => ({
          ...given,
          attributes: { kernel_shape: given.kernel, strides: given.kernel },
        })),
      ),
      extra,
    })
    .filter(({ of, extra }) => extra['ceil_mode'] === 0 || !startsBehind(of))
    .map(({ of, extra }) =>
      single({
        shapes: [[2, 2, ...of.sizes]],
        distinct: true,
        range: [-8, 8],
        build: (builder, inputs) => builder.emit(op, inputs, { ...of.attributes, ...extra }),
      }),
    );

const image = fc.tuple(between(1, 2), between(1, 3), between(1, 4), between(1, 4)).map((shape) => [shape]);

const resize = fc
  .record({
    sizes: listOf(between(1, 5), 2),
    wanted: listOf(between(1, 9), 2),
    mode: fc.constantFrom('nearest', 'linear'),
    at: fc.constantFrom('half_pixel', 'asymmetric', 'align_corners', 'pytorch_half_pixel'),
    round: fc.constantFrom('floor', 'ceil', 'round_prefer_floor', 'round_prefer_ceil'),
    scaled: fc.boolean(),
  })
  .map(({ sizes, wanted, mode, at, round, scaled }) =>
    single({
      shapes: [[2, 2, ...sizes]],
      build: (builder, [x]) =>
        builder.emit(
          'Resize',
          scaled
            ? [x, undefined, builder.constant(float32([4], [1, 1, 2, 1.5]))]
            : [x, undefined, undefined, builder.integers(2, 2, ...wanted)],
          { mode, coordinate_transformation_mode: at, nearest_mode: round },
        ),
    }),
  );

/** Each element a whole number of times, which has a way of its own. */
const repeat = listOf(between(1, 3), 2).map((factors) =>
  single({
    shapes: [[2, 3, 2, 4]],
    build: (builder, [x]) =>
      builder.emit('Resize', [x, undefined, builder.constant(float32([4], [1, 1, ...factors]))], {
        mode: 'nearest',
        coordinate_transformation_mode: 'asymmetric',
        nearest_mode: 'floor',
      }),
  }),
);

describeGradients(
  convolutionGradients,
  {
    Conv: conv,
    ConvTranspose: convTranspose,
    MaxPool: pool(
      'MaxPool',
      true,
      fc.constantFrom(0, 1).map((ceil_mode) => ({ ceil_mode })),
    ),
    AveragePool: pool(
      'AveragePool',
      false,
      fc
        .tuple(between(0, 1), between(0, 1))
        .map(([ceil_mode, count_include_pad]) => ({ ceil_mode, count_include_pad })),
    ),
    GlobalAveragePool: image.map((shapes) =>
      single({ shapes, build: (builder, inputs) => builder.emit('GlobalAveragePool', inputs) }),
    ),
    GlobalMaxPool: image.map((shapes) =>
      single({
        shapes,
        distinct: true,
        range: [-8, 8],
        build: (builder, inputs) => builder.emit('GlobalMaxPool', inputs),
      }),
    ),
    Resize: fc.oneof(resize, repeat),
  },
  25,
);

it.each([
  ['side by side', { kernel_shape: [2, 2], strides: [2, 2] }],
  ['overlapping', { kernel_shape: [3, 3], strides: [1, 1] }],
])('equal maxima of windows %s share the gradient', async (_, attributes) => {
  const tape = new Tape();
  const x = tape.input('x', { elementType: 'float32', shape: [1, 1, 6, 6] });
  const y = tape.emit('MaxPool', [x], attributes);
  const loss = tape.sum(y, [0, 1, 2, 3]);
  tape.output('loss', loss);
  tape.output('dx', gradients(tape, loss, [x])[0]!);
  const run = await InferenceSession.create(serialize(modelOf(optimize(tape.finish('ties')))));
  const even = new Float32Array(36).fill(1);
  const { loss: windows, dx } = await run.run({ x: new Tensor('float32', even, [1, 1, 6, 6]) });
  const total = (dx?.data as Float32Array).reduce((sum, value) => sum + value, 0);
  expect(total).toBeCloseTo(Number(windows?.data[0]), 4);
});
