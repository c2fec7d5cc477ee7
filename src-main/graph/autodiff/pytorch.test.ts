import { join } from 'node:path';
import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../scripts/python.ts';
import {
  Random,
  Tape,
  gradients,
  modelOf,
  optimize,
  serialize,
  verify,
  type Op,
  type Value,
} from '../index.ts';
import { askPython, relativeDifference } from '../oracle.fixture.ts';

const python = findPython('torch');

type Build = (tape: Tape, inputs: readonly Value[]) => Value;

interface Case {
  /** The oracle's name for it. */
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly axes: readonly number[] | null;
  readonly build: Build;
}

const plain =
  (op: Op, attributes: Readonly<Record<string, number | string>> = {}): Build =>
  (tape, inputs) =>
    tape.emit(op, inputs, attributes);

/** Activations with PyTorch's parameters; ONNX has no operator of its own for SiLU before opset 24. */
const activations: Readonly<Record<string, Build>> = {
  Relu: plain('Relu'),
  LeakyRelu: plain('LeakyRelu', { alpha: 0.1 }),
  ThresholdedRelu: plain('ThresholdedRelu', { alpha: 0.25 }),
  Elu: plain('Elu', { alpha: 0.7 }),
  Selu: plain('Selu'),
  Celu: plain('Celu', { alpha: 0.7 }),
  Sigmoid: plain('Sigmoid'),
  HardSigmoid: plain('HardSigmoid', { alpha: 1 / 6, beta: 0.5 }),
  HardSwish: plain('HardSwish'),
  Tanh: plain('Tanh'),
  Gelu: plain('Gelu'),
  'Gelu tanh': plain('Gelu', { approximate: 'tanh' }),
  Mish: plain('Mish'),
  Softplus: plain('Softplus'),
  Softsign: plain('Softsign'),
  Shrink: plain('Shrink', { bias: 0.5, lambd: 0.5 }),
  SiLU: (tape, [x]) => tape.mul(x!, tape.emit('Sigmoid', [x])),
  Erf: plain('Erf'),
  Abs: plain('Abs'),
  Clip: (tape, [x]) => tape.emit('Clip', [x, tape.scalar(-0.5), tape.scalar(0.75)]),
};

const reductions = [
  'ReduceSum',
  'ReduceMean',
  'ReduceMax',
  'ReduceMin',
  'ReduceL1',
  'ReduceL2',
  'ReduceLogSumExp',
  'ReduceSumSquare',
] as const;

const shape = [5, 6, 7];

const cases: readonly Case[] = [
  ...Object.entries(activations).map(([name, build]) => ({ name, shapes: [shape], axes: null, build })),
  { name: 'PRelu', shapes: [[5, 6], [6]], axes: null, build: plain('PRelu') },
  ...(['Max', 'Min'] as const).map((op) => ({
    name: op,
    shapes: [shape, [6, 1]],
    axes: null,
    build: plain(op),
  })),
  ...reductions.flatMap((name) =>
    [[0], [1, 2], [0, 1, 2]].map((axes) => ({
      name,
      shapes: [shape],
      axes,
      build: ((tape, [x]) => tape.emit(name, [x, tape.integers(...axes)], { keepdims: 0 })) satisfies Build,
    })),
  ),
  {
    name: 'ReduceProd',
    shapes: [shape],
    axes: [1],
    build: (tape, [x]) => tape.emit('ReduceProd', [x, tape.integers(1)]),
  },
  {
    name: 'ReduceLogSum',
    shapes: [shape],
    axes: [2],
    build: (tape, [x]) => tape.emit('ReduceLogSum', [tape.mul(x!, x!), tape.integers(2)]),
  },
  {
    name: 'CumSum',
    shapes: [shape],
    axes: [1],
    build: (tape, [x]) => tape.emit('CumSum', [x, tape.scalar(1, 'int64')]),
  },
  ...(['Softmax', 'LogSoftmax'] as const).map((op) => ({
    name: op,
    shapes: [shape],
    axes: [1],
    build: plain(op, { axis: 1 }),
  })),
];

/** Values and gradients of Σ w y, with w as the oracle has it. */
async function ours({ shapes, build }: Case, points: readonly Float32Array[]) {
  const tape = new Tape();
  const inputs = shapes.map((of, index) => tape.input(`x${index}`, { elementType: 'float32', shape: of }));
  const y = build(tape, inputs);
  const count = y.shape.reduce<number>((product, size) => product * Number(size), 1);
  const weights = Float32Array.from({ length: count }, (_, index) => Math.cos(index + 1));
  const flat = tape.reshape(y, count);
  const weighted = tape.mul(flat, tape.constant({ elementType: 'float32', shape: [count], data: weights }));
  const loss = tape.sum(weighted, [0]);
  tape.output('y', flat);
  for (const [index, dx] of gradients(tape, loss, inputs).entries()) tape.output(`d${index}`, dx);
  const graph = optimize(tape.finish('oracle'));
  verify(graph);
  const session = await InferenceSession.create(serialize(modelOf(graph)), { logSeverityLevel: 3 });
  const feeds = points.map(
    (data, index) => [`x${index}`, new Tensor('float32', data, shapes[index])] as const,
  );
  const results = await session.run(Object.fromEntries(feeds));
  await session.release();
  return [results['y'], ...shapes.map((_, index) => results[`d${index}`])].map(
    (value) => value?.data as Float32Array,
  );
}

describe('operators beside PyTorch', () => {
  it('have its values and gradients to 1e-5', async (context) => {
    context.skip(!python, pythonMissing('torch'));
    const random = new Random(5);
    const drawn = cases.map(({ shapes }) =>
      shapes.map((of) =>
        Float32Array.from({ length: of.reduce((a, b) => a * b, 1) }, () => 2 * random.normal()),
      ),
    );
    const asked = cases.map(({ name, shapes, axes }, at) => ({
      name,
      axes,
      inputs: shapes.map((of, index) => ({ shape: of, data: Array.from(drawn[at]?.[index] ?? []) })),
    }));
    const script = join(import.meta.dirname, 'oracle', 'functions.py');
    const theirs = askPython(python ?? '', script, asked) as readonly {
      readonly y: readonly number[];
      readonly gradients: readonly (readonly number[])[];
    }[];
    const worst: Record<string, number> = {};
    for (const [index, each] of cases.entries()) {
      const expected = [theirs[index]?.y ?? [], ...(theirs[index]?.gradients ?? [])];
      const found = await ours(each, drawn[index] ?? []);
      const gaps = expected.map((values, output) => relativeDifference(found[output] ?? [], values));
      worst[`${each.name} ${each.axes?.join() ?? ''}`] = Math.max(...gaps);
    }
    expect(Object.keys(worst)).toHaveLength(cases.length);
    expect(Object.entries(worst).filter(([, gap]) => !(gap < 1e-5))).toEqual([]);
  });
});
