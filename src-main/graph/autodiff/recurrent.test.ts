import fc from 'fast-check';
import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import {
  GraphBuilder,
  Random,
  Tape,
  gradients,
  modelOf,
  optimize,
  serialize,
  tensorOf,
  verify,
  type Value,
} from '../index.ts';
import { describeGradients, type GradientCheck } from './check.fixture.ts';
import { recurrentGradients } from './recurrent.ts';

const forms = {
  RNN: { gates: 1, states: 1 },
  GRU: { gates: 3, states: 1 },
  LSTM: { gates: 4, states: 2 },
} as const;
type Op = keyof typeof forms;

interface Case {
  readonly time: number;
  readonly batch: number;
  readonly input: number;
  readonly hidden: number;
  readonly direction: 'forward' | 'reverse' | 'bidirectional';
  readonly bias: boolean;
  /** Whether first states are given. */
  readonly states: boolean;
  /** Length of each row, or null where all last to the end. */
  readonly lengths: readonly number[] | null;
  /** The outputs that the result depends on. */
  readonly outputs: 'all' | 'sequence' | 'last';
}

const size = fc.integer({ min: 1, max: 4 });

const cases: fc.Arbitrary<Case> = fc
  .record({
    time: size,
    batch: size,
    input: size,
    hidden: size,
    direction: fc.constantFrom('forward', 'reverse', 'bidirectional'),
    bias: fc.boolean(),
    states: fc.boolean(),
    outputs: fc.constantFrom('all', 'sequence', 'last'),
  })
  .chain((rest) =>
    fc
      .option(
        fc.array(fc.integer({ min: 1, max: rest.time }), { minLength: rest.batch, maxLength: rest.batch }),
      )
      .map((lengths) => ({ ...rest, lengths })),
  );

const directionsOf = ({ direction }: Case) => (direction === 'bidirectional' ? 2 : 1);

/** Shapes of X, W, R, then B and the first states where they are given. */
function shapesOf(op: Op, sizes: Case): readonly (readonly number[])[] {
  const { time, batch, input, hidden, bias, states } = sizes;
  const [directions, rows] = [directionsOf(sizes), forms[op].gates * hidden];
  const state = [directions, batch, hidden];
  return [
    [time, batch, input],
    [directions, rows, input],
    [directions, rows, hidden],
    ...(bias ? [[directions, 2 * rows]] : []),
    ...(states ? Array.from({ length: forms[op].states }, () => state) : []),
  ];
}

function apply(
  builder: GraphBuilder,
  op: Op,
  {
    sizes,
    inputs,
    attributes,
  }: { sizes: Case; inputs: readonly Value[]; attributes: Record<string, unknown> },
): readonly Value[] {
  const { hidden, direction, bias, lengths, batch } = sizes;
  const given = [...inputs];
  const operands: (Value | undefined)[] = given.splice(0, 3);
  operands.push(bias ? given.shift() : undefined);
  operands.push(lengths ? builder.constant(tensorOf('int32', [batch], [...lengths])) : undefined);
  operands.push(...given);
  const all = { hidden_size: hidden, direction, ...attributes } as Record<string, number | string>;
  const results = builder.emitAll(op, operands, all, 1 + forms[op].states);
  return { all: results, sequence: results.slice(0, 1), last: results.slice(1) }[sizes.outputs];
}

const check =
  (op: Op, attributes: (sizes: Case) => Record<string, unknown> = () => ({})) =>
  (sizes: Case): GradientCheck => ({
    shapes: shapesOf(op, sizes),
    build: (builder, inputs) => apply(builder, op, { sizes, inputs, attributes: attributes(sizes) }),
  });

const activated = (name: string) => (sizes: Case) => ({
  activations: Array.from({ length: directionsOf(sizes) }, () => name),
});

describeGradients(
  recurrentGradients,
  {
    RNN: cases.map(check('RNN')),
    GRU: fc
      .tuple(cases, fc.constantFrom(0, 1))
      .map(([sizes, after]) => check('GRU', () => ({ linear_before_reset: after }))(sizes)),
    LSTM: cases.map(check('LSTM')),
  },
  30,
);

/** Runs a graph on drawn inputs. */
async function run(builder: GraphBuilder, shapes: readonly (readonly number[])[], seed: number) {
  const graph = optimize(builder.finish('recurrent'));
  verify(graph);
  const session = await InferenceSession.create(serialize(modelOf(graph)), { logSeverityLevel: 3 });
  const random = new Random(seed);
  const feeds = shapes.map((shape, index) => {
    const count = shape.reduce((a, b) => a * b, 1);
    const data = Float32Array.from({ length: count }, () => random.uniform() * 2 - 1);
    return [`x${index}`, new Tensor('float32', data, shape)] as const;
  });
  const results = await session.run(Object.fromEntries(feeds));
  await session.release();
  return results;
}

/** The outputs of an operator as the tape builds it for training and as inference runs it. */
async function bothForms(op: Op, sizes: Case, attributes: Record<string, unknown>) {
  const shapes = shapesOf(op, sizes);
  return Promise.all(
    [new Tape(), new GraphBuilder()].map((builder) => {
      const inputs = shapes.map((shape, index) =>
        builder.input(`x${index}`, { elementType: 'float32', shape }),
      );
      const outputs = apply(builder, op, { sizes: { ...sizes, outputs: 'all' }, inputs, attributes });
      for (const [index, value] of outputs.entries()) builder.output(`y${index}`, value);
      return run(builder, shapes, 7);
    }),
  );
}

const variants: readonly (readonly [string, Op, (sizes: Case) => Record<string, unknown>])[] = [
  ['RNN', 'RNN', () => ({})],
  ['RNN with Relu', 'RNN', activated('Relu')],
  ['GRU that resets before the product', 'GRU', () => ({ linear_before_reset: 0 })],
  ['GRU that resets after the product', 'GRU', () => ({ linear_before_reset: 1 })],
  ['LSTM', 'LSTM', () => ({})],
];

describe('recurrent operators', () => {
  it.each(variants)('%s: the training form gives what the operator gives', async (_, op, attributes) => {
    const property = fc.asyncProperty(cases, async (sizes) => {
      const [training, inference] = await bothForms(op, sizes, attributes(sizes));
      for (const [name, tensor] of Object.entries(inference ?? {})) {
        const expected = tensor.data as Float32Array;
        const own = training?.[name]?.data as Float32Array;
        expect(own.length).toBe(expected.length);
        for (const [index, value] of expected.entries()) expect(own[index]).toBeCloseTo(value, 5);
      }
    });
    await fc.assert(property, { numRuns: 20, seed: 5 });
  });

  it('have a gradient through Relu', async () => {
    const sizes: Case = {
      time: 3,
      batch: 2,
      input: 2,
      hidden: 2,
      direction: 'bidirectional',
      bias: false,
      states: false,
      lengths: null,
      outputs: 'all',
    };
    const { checkGradient } = await import('./check.fixture.ts');
    // All above zero, so that no sum is near the kink.
    await checkGradient({ ...check('RNN', activated('Relu'))(sizes), range: [0.1, 0.6] }, 3);
  });

  it('refuse in training what they can only run', () => {
    const tape = new Tape();
    const [x, w, r] = [
      [3, 2, 4],
      [1, 20, 4],
      [1, 20, 5],
    ].map((shape, index) => tape.input(`x${index}`, { elementType: 'float32', shape }));
    const emit = (attributes: Record<string, string[] | number>, peepholes?: Value) =>
      tape.emitAll(
        'LSTM',
        [x, w, r, ...(peepholes ? [undefined, undefined, undefined, undefined, peepholes] : [])],
        {
          hidden_size: 5,
          ...attributes,
        },
      );
    expect(() => emit({ activations: ['Relu', 'Tanh', 'Tanh'] })).toThrow(/LSTM.*"activations".*not trained/);
    expect(() => emit({ clip: 1 })).toThrow(/LSTM.*"clip"/);
    const peepholes = tape.input('p', { elementType: 'float32', shape: [1, 15] });
    expect(() => emit({}, peepholes)).toThrow(/peepholes/);
    const small = [w, r].map((_, index) =>
      tape.input(`w${index}`, { elementType: 'float32', shape: [1, 5, index ? 5 : 4] }),
    );
    expect(() => tape.emitAll('RNN', [x, ...small], { hidden_size: 5, activations: ['Affine'] }, 2)).toThrow(
      /Affine.*Tanh or Relu/,
    );
    expect(() => tape.emitAll('LSTM', [x, w, r], { hidden_size: 5, layout: 1 })).toThrow(/layout 0/);
    expect(() => tape.emitAll('LSTM', [x, w, r], { hidden_size: 5, direction: 'both' })).toThrow(
      /no direction "both"/,
    );
  });

  it('take no gradient from a loss that does not depend on them', () => {
    const tape = new Tape();
    const x = tape.input('x', { elementType: 'float32', shape: [2, 2, 2] });
    expect(() => gradients(tape, tape.scalar(1), [x])).toThrow(/does not depend/);
  });
});
