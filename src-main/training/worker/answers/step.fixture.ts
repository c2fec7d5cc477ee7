/** @file One training step, with every gradient, here and in PyTorch; and an exported graph that answers. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { InferenceSession, Tensor } from '../../../platform/worker/onnxruntime.ts';
import {
  Random,
  compileStep,
  elementCount,
  modelOf,
  serialize,
  slotName,
  type Graph,
  type StepOptions,
  type Target,
} from '../../../graph/index.ts';
import { askPython, relativeDifference } from '../../../graph/oracle.fixture.ts';
import { Trainer, initialState, type Batch, type Encoded, type State } from '../trainer/index.ts';

export interface StepCase {
  /** Which network of `oracle/nets.py` it is. */
  readonly net: string;
  /** What that network has to know of its sizes. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly step: StepOptions;
  readonly batch: Batch;
}

/** Weights as they start, a little off, so that biases and scales that start even do their part. */
export function shakenState(step: StepOptions, seed = 7): State {
  const random = new Random(seed);
  const state = initialState(compileStep(step).state, random);
  for (const { name } of step.network.parameters)
    for (const index of state.get(name)!.keys()) state.get(name)![index]! += 0.05 * random.normal();
  return state;
}

/** The step's loss, and its gradients read from Adam's first moment, which after one step is the gradient. */
export async function stepGradients({ step, batch }: StepCase, state: State, target?: Target) {
  const copy = new Map(Array.from(state, ([name, data]) => [name, Float32Array.from(data)]));
  const trainer = Trainer.open({ step: () => step, threads: 1, seed: 1, target }, { rows: batch.rows }, copy);
  const loss = await trainer.step(batch, { step: 1, learningRate: 1e-3 });
  const after = trainer.state;
  const gradients = step.network.parameters.map(({ name }) => {
    return [name, Float32Array.from(after.get(slotName(name, 'adam.m')) ?? [])] as const;
  });
  await trainer.close();
  return { loss, gradients: new Map(gradients) };
}

/** Compares loss and every gradient with PyTorch's (in double precision), in units of the greatest of each tensor. */
export async function expectPyTorch(
  python: string,
  given: StepCase,
  { rounding = 1e-5, target }: { readonly rounding?: number; readonly target?: Target | undefined } = {},
): Promise<void> {
  const state = shakenState(given.step);
  const own = await stepGradients(given, state, target);
  const parameters = given.step.network.parameters.map(({ name, shape }) => {
    return [name, { shape, data: [...state.get(name)!] }] as const;
  });
  const types = new Map(
    [...given.step.network.inputs, ...given.step.heads.map((head) => head.target)].map((row) => [
      row.name,
      row.shape,
    ]),
  );
  const batch = Object.entries(given.batch.tensors).map(([name, data]) => {
    return [name, { shape: [given.batch.rows, ...(types.get(name) ?? [])], data: [...data] }] as const;
  });
  const script = join(import.meta.dirname, 'oracle', 'nets.py');
  const asked = {
    net: given.net,
    options: given.options,
    parameters: Object.fromEntries(parameters),
    batch: Object.fromEntries(batch),
  };
  const [told] = askPython(python, script, [asked]) as [
    { loss: number; gradients: Record<string, number[]> },
  ];
  expect(Math.abs(own.loss - told.loss) / Math.max(1, Math.abs(told.loss)), 'loss').toBeLessThan(rounding);
  expect([...own.gradients.keys()].toSorted()).toEqual(Object.keys(told.gradients).toSorted());
  const greatest = (values: readonly number[]) =>
    values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const most = greatest(Object.values(told.gradients).flat());
  for (const [name, gradient] of own.gradients) {
    const other = told.gradients[name]!;
    // What is zero in exact arithmetic (the bias of keys) is rounding on both sides.
    const zero = greatest(other) < 1e-6 * most;
    if (!zero) expect(relativeDifference(gradient, other), name).toBeLessThan(rounding);
  }
}

/** A trainer with fresh weights, after so many steps over the rows of `data` in turn. */
export async function learned(
  step: (rows: number) => StepOptions,
  batches: readonly Batch[],
  { steps, rate, seed = 3 }: { readonly steps: number; readonly rate: number; readonly seed?: number },
): Promise<Trainer> {
  const rows = batches[0]!.rows;
  const trainer = Trainer.open(
    { step: (shape) => step(shape.rows), threads: 2, seed },
    { rows },
    new Random(seed),
  );
  for (let at = 1; at <= steps; at++)
    await trainer.step(batches[(at - 1) % batches.length]!, {
      step: at,
      learningRate: rate * Math.min(1, 2 * (1 - (at - 1) / steps)),
    });
  return trainer;
}

/** The rows in batches of one size; what is left over is left out. */
export function batchesOf({ rows, columns }: Encoded, size: number): readonly Batch[] {
  return Array.from({ length: Math.floor(rows / size) }, (_, index) => {
    const part = columns.map(({ name, data, shape }) => {
      const width = shape.reduce((a, b) => a * b, 1);
      return [name, data.slice(index * size * width, (index + 1) * size * width)] as const;
    });
    const tensors = Object.fromEntries(part) as Batch['tensors'];
    return { rows: size, tensors: { ...tensors, weights: new Float32Array(size).fill(1) } };
  });
}

type Feed = { readonly type: 'float32' | 'int32' | 'uint8' | 'string'; readonly shape: readonly number[] } & {
  readonly data: ArrayLike<number> | readonly string[];
};

/** What an exported graph answers. */
export async function ask(graph: Graph, feeds: Readonly<Record<string, Feed>>) {
  const session = await InferenceSession.create(serialize(modelOf(graph)), { logSeverityLevel: 3 });
  const tensors = Object.entries(feeds).map(([name, { type, shape, data }]) => {
    expect(data.length).toBe(elementCount(shape));
    return [name, new Tensor(type as 'float32', data as Float32Array, shape)] as const;
  });
  const results = await session.run(Object.fromEntries(tensors));
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { dims, data }]) => [
      name,
      { dims: [...dims], data: data as Float32Array },
    ]),
  );
}
