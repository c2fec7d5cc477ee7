import { InferenceSession, Tensor } from 'onnxruntime-node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Tape,
  gradientRules,
  gradients,
  modelOf,
  optimize,
  serialize,
  verify,
  type GraphBuilder,
  type Value,
} from '../index.ts';

type Build = (builder: GraphBuilder, inputs: readonly Value[]) => Value;

interface Check {
  readonly shapes: readonly (readonly number[])[];
  readonly build: Build;
  /** Values are drawn from (low, high). */
  readonly range?: readonly [low: number, high: number];
}

/** Σ y w with fixed w, so that every element of y has a weight of its own. */
function weighted(builder: GraphBuilder, y: Value): Value {
  const count = y.shape.reduce<number>((product, size) => product * Number(size), 1);
  const data = Float32Array.from({ length: count }, (_, index) => Math.cos(index + 1));
  const weights = builder.constant({ elementType: 'float32', shape: [count], data });
  return builder.sum(builder.mul(builder.reshape(y, count), weights), [0]);
}

async function session({ shapes, build }: Check) {
  const tape = new Tape();
  const inputs = shapes.map((shape, index) => tape.input(`x${index}`, { elementType: 'float32', shape }));
  const loss = weighted(tape, build(tape, inputs));
  tape.output('loss', loss);
  for (const [index, gradient] of gradients(tape, loss, inputs).entries()) tape.output(`d${index}`, gradient);
  const graph = optimize(tape.finish('check'));
  verify(graph);
  return InferenceSession.create(serialize(modelOf(graph)), { logSeverityLevel: 3 });
}

/**
 * The directional derivative against Richardson-extrapolated central differences. The runtime computes in float32, so
 * the step is large and the tolerance is what rounding leaves.
 */
async function checkGradient(check: Check, seed: number): Promise<void> {
  const { shapes, range: [low, high] = [-1.5, 1.5] } = check;
  const run = await session(check);
  let state = seed * 7919 + 1;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
  const at = shapes.map((shape) =>
    Float64Array.from({ length: size(shape) }, () => low + (high - low) * random()),
  );
  const direction = shapes.map((shape) => Float64Array.from({ length: size(shape) }, () => random() - 0.5));
  const evaluate = (step: number) => {
    const feeds = at.map((values, input) => {
      const data = Float32Array.from(
        values,
        (value, index) => value + step * (direction[input]?.[index] ?? 0),
      );
      return [`x${input}`, new Tensor('float32', data, shapes[input])] as const;
    });
    return run.run(Object.fromEntries(feeds));
  };
  const loss = async (step: number) => Number((await evaluate(step))['loss']?.data[0]);
  const central = async (step: number) => ((await loss(step)) - (await loss(-step))) / (2 * step);
  const numeric = (4 * (await central(0.01)) - (await central(0.02))) / 3;
  const here = await evaluate(0);
  const exact = direction.reduce((total, values, input) => {
    const gradient = here[`d${input}`]?.data as Float32Array;
    return total + values.reduce((sum, value, index) => sum + value * (gradient[index] ?? 0), 0);
  }, 0);
  await run.release();
  expect(Math.abs(exact - numeric)).toBeLessThan(
    2e-3 * Math.max(1, Math.abs(exact), Math.abs(Number(here['loss']?.data[0]))),
  );
}

const one = [[3, 4]] as const;
const ids = (builder: GraphBuilder, values: readonly number[]) =>
  builder.constant({ elementType: 'int32', shape: [values.length], data: Int32Array.from(values) });
const operand =
  (op: 'Add' | 'Sub' | 'Mul' | 'Div'): Build =>
  (builder, [a, b]) =>
    builder.emit(op, [a, b]);
const unary = (op: 'Neg' | 'Exp' | 'Log' | 'Sqrt' | 'Sigmoid' | 'Tanh' | 'Relu' | 'Identity'): Build => {
  return (builder, [x]) => builder.emit(op, [x]);
};

const checks: Readonly<Record<string, Check>> = {
  'Add with broadcasting': { shapes: [[3, 4], [4]], build: operand('Add') },
  'Sub with broadcasting': {
    shapes: [
      [3, 1],
      [2, 1, 4],
    ],
    build: operand('Sub'),
  },
  'Mul with broadcasting': { shapes: [[3, 4], []], build: operand('Mul') },
  'Div with broadcasting': {
    shapes: [
      [3, 4],
      [3, 1],
    ],
    build: operand('Div'),
    range: [0.5, 2],
  },
  Neg: { shapes: one, build: unary('Neg') },
  Exp: { shapes: one, build: unary('Exp') },
  Log: { shapes: one, build: unary('Log'), range: [0.5, 2] },
  Sqrt: { shapes: one, build: unary('Sqrt'), range: [0.5, 2] },
  Sigmoid: { shapes: one, build: unary('Sigmoid') },
  Tanh: { shapes: one, build: unary('Tanh') },
  'Relu above zero': { shapes: one, build: unary('Relu'), range: [0.2, 1] },
  'Relu below zero': { shapes: one, build: unary('Relu'), range: [-1, -0.2] },
  Identity: { shapes: one, build: unary('Identity') },
  Softmax: { shapes: one, build: (builder, [x]) => builder.emit('Softmax', [x], { axis: 1 }) },
  LogSoftmax: { shapes: one, build: (builder, [x]) => builder.emit('LogSoftmax', [x], { axis: -1 }) },
  Where: {
    shapes: [[3, 4], [4]],
    build: (builder, [a, b]) => {
      const range = builder.constant({
        elementType: 'float32',
        shape: [3, 1],
        data: Float32Array.of(0, 1, 2),
      });
      return builder.emit('Where', [builder.emit('Less', [range, builder.scalar(1)]), a, b]);
    },
  },
  'MatMul of batches': {
    shapes: [
      [2, 3, 4],
      [4, 5],
    ],
    build: (builder, [a, b]) => builder.emit('MatMul', [a, b]),
  },
  ...Object.fromEntries(
    [0, 1, 2, 3].map((bits) => {
      const [transA, transB] = [bits & 1, bits >> 1];
      const shapes = [transA ? [4, 3] : [3, 4], transB ? [5, 4] : [4, 5], [5]];
      const build: Build = (builder, [a, b, c]) => builder.emit('Gemm', [a, b, c], { transA, transB });
      return [`Gemm with transA ${transA}, transB ${transB}`, { shapes, build }];
    }),
  ),
  ReduceSum: { shapes: one, build: (builder, [x]) => builder.sum(x!, [1]) },
  ReduceMean: { shapes: one, build: (builder, [x]) => builder.emit('ReduceMean', [x, builder.integers(0)]) },
  Reshape: { shapes: one, build: (builder, [x]) => builder.reshape(x!, 2, 6) },
  Transpose: { shapes: [[2, 3, 4]], build: (builder, [x]) => builder.transpose(x!, 2, 0, 1) },
  Concat: {
    shapes: [
      [3, 2],
      [3, 4],
    ],
    build: (builder, inputs) => builder.concat(inputs, 1),
  },
  'Split with a part unused': { shapes: one, build: (builder, [x]) => builder.split(x!, 1, [1, 2, 1])[1]! },
  Slice: { shapes: one, build: (builder, [x]) => builder.slice(x!, 1, [1, 3]) },
  Pad: { shapes: one, build: (builder, [x]) => builder.emit('Pad', [x, builder.integers(1, 0, 2, 1)]) },
  'Gather with repeated ids': {
    shapes: [[5, 3]],
    build: (builder, [table]) =>
      builder.emit('Gather', [table, ids(builder, [1, 3, 1, 1, 0, 3])], { axis: 0 }),
  },
  'a value used twice': { shapes: one, build: (builder, [x]) => builder.mul(builder.emit('Tanh', [x]), x!) },
  'LSTM, every output': {
    shapes: [
      [4, 2, 3],
      [1, 20, 3],
      [1, 20, 5],
      [1, 40],
    ],
    build: (builder, inputs) => {
      const [y, h, c] = builder.emitAll('LSTM', inputs, { hidden_size: 5 }, 3);
      const flat = [y!, h!, c!].map((value) =>
        builder.reshape(
          value,
          value.shape.map(Number).reduce((a, b) => a * b, 1),
        ),
      );
      return builder.concat(flat, 0);
    },
  },
  'LSTM, last output, without bias': {
    shapes: [
      [4, 2, 3],
      [1, 20, 3],
      [1, 20, 5],
    ],
    build: (builder, inputs) => builder.emitAll('LSTM', inputs, { hidden_size: 5 }, 2)[1]!,
  },
};

describe('gradient rules', () => {
  it.each(Object.entries(checks))('%s agrees with finite differences', async (_, check) => {
    for (const seed of [1, 2, 3]) await checkGradient(check, seed);
  });

  it('hold for any shapes that broadcast', async () => {
    const sides = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.boolean()), {
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(
        sides,
        fc.nat(2),
        fc.constantFrom('Add', 'Sub', 'Mul', 'Div'),
        async (axes, dropped, op) => {
          const a = axes.map(([size, isOne]) => (isOne ? 1 : size));
          const b = axes.map(([size, , isOne]) => (isOne ? 1 : size)).slice(dropped);
          await checkGradient({ shapes: [a, b], build: operand(op), range: [0.5, 2] }, 5);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('say why there is none', () => {
    const tape = new Tape();
    const x = tape.input('x', { elementType: 'float32', shape: [3] });
    const loss = tape.emit('ReduceMax', [x], { keepdims: 0 });
    expect(() => gradients(tape, loss, [x])).toThrow(/ReduceMax.*no gradient: equal elements/);
    const y = tape.input('y', { elementType: 'float32', shape: [] });
    expect(() => gradients(tape, tape.sum(x, [0]), [y])).toThrow('does not depend on "y"');
    for (const rule of Object.values(gradientRules))
      if ('reason' in rule) expect(rule.reason.length).toBeGreaterThan(10);
  });
});
