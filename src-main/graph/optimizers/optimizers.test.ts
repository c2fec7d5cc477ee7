import { join } from 'node:path';
import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../scripts/python.ts';
import {
  GraphBuilder,
  Random,
  adagrad,
  adam,
  adamW,
  lion,
  modelOf,
  rmsprop,
  serialize,
  sgd,
  tensorOf,
  type Optimizer,
} from '../index.ts';
import { askPython, relativeDifference } from '../oracle.fixture.ts';

const optimizers = { sgd, adam, adamW, rmsprop, adagrad, lion } as const;

interface Case {
  readonly optimizer: keyof typeof optimizers;
  readonly options?: Readonly<Record<string, number | boolean>>;
  /** Whether the parameter is one of those that decay; true unless said otherwise. */
  readonly decays?: boolean;
}

const cases: readonly Case[] = [
  { optimizer: 'sgd' },
  { optimizer: 'sgd', options: { weightDecay: 0.1 } },
  { optimizer: 'sgd', options: { momentum: 0.9 } },
  { optimizer: 'sgd', options: { momentum: 0.9, dampening: 0.3, weightDecay: 0.05 } },
  { optimizer: 'sgd', options: { momentum: 0.9, nesterov: true, weightDecay: 0.05 } },
  { optimizer: 'adam' },
  { optimizer: 'adam', options: { beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1 } },
  { optimizer: 'adam', options: { weightDecay: 0.1 }, decays: false },
  { optimizer: 'adamW' },
  { optimizer: 'adamW', options: { weightDecay: 0.5, beta1: 0.7, beta2: 0.99 } },
  { optimizer: 'adamW', options: { weightDecay: 0.5 }, decays: false },
  { optimizer: 'rmsprop' },
  { optimizer: 'rmsprop', options: { alpha: 0.9, momentum: 0.8, weightDecay: 0.1 } },
  { optimizer: 'rmsprop', options: { centered: true, epsilon: 1e-3 } },
  { optimizer: 'rmsprop', options: { centered: true, momentum: 0.5, alpha: 0.95 } },
  { optimizer: 'adagrad' },
  { optimizer: 'adagrad', options: { learningRateDecay: 0.1, weightDecay: 0.1 } },
  { optimizer: 'lion' },
  { optimizer: 'lion', options: { beta1: 0.95, beta2: 0.98, weightDecay: 0.3 } },
];

function optimizerOf({ optimizer, options }: Case): Optimizer {
  return (optimizers[optimizer] as (options?: object) => Optimizer)(options);
}

const [steps, size] = [25, 6];

/** A start, and a gradient and a learning rate for each step. One gradient is zero throughout, one changes its scale. */
function course(seed: number) {
  const random = new Random(seed);
  const single = (value: number) => Math.fround(value);
  const normals = () => Array.from({ length: size }, () => single(random.normal()));
  return {
    parameter: normals(),
    gradients: Array.from({ length: steps }, () =>
      normals().map((value, index) => (index === 0 ? 0 : index === 1 ? single(value * 1e-3) : value)),
    ),
    learningRates: Array.from({ length: steps }, (_, step) => 0.01 / (1 + step / 10)),
  };
}

type Course = ReturnType<typeof course>;

/** In double precision, but for the one whose operators ONNX Runtime has in single precision only. */
function precision({ optimizer }: Case) {
  return optimizer === 'lion'
    ? ({ elementType: 'float32', tolerance: 1e-6 } as const)
    : ({ elementType: 'float64', tolerance: 1e-10 } as const);
}

/** The parameter after each step on ONNX Runtime. */
async function run(one: Case, { parameter, gradients, learningRates }: Course) {
  const optimizer = optimizerOf(one);
  const { elementType } = precision(one);
  const builder = new GraphBuilder();
  const input = (name: string, shape: readonly number[]) => builder.input(name, { elementType, shape });
  const scalars = new Map(optimizer.scalarNames.map((name) => [name, input(name, [])]));
  const updated = optimizer.update(builder, {
    parameter: input('parameter', [size]),
    gradient: input('gradient', [size]),
    state: optimizer.slots.map((slot) => input(slot, [size])),
    decays: one.decays ?? true,
    scalars: (name) => scalars.get(name)!,
  });
  builder.output('next:parameter', updated.parameter);
  for (const [index, value] of updated.state.entries())
    builder.output(`next:${optimizer.slots[index]}`, value);
  const session = await InferenceSession.create(serialize(modelOf(builder.finish('update'))));
  const tensor = (values: readonly number[], shape: readonly number[] = [size]) =>
    new Tensor(elementType, tensorOf(elementType, shape, values).data as Float64Array, shape);
  let state: Record<string, Tensor> = { parameter: tensor(parameter) };
  for (const slot of optimizer.slots) state[slot] = tensor(new Array<number>(size).fill(0));
  const path: number[][] = [];
  for (const [index, gradient] of gradients.entries()) {
    const numbers = optimizer.scalars(index + 1, learningRates[index] ?? 0);
    const fed = optimizer.scalarNames.map((name) => [name, tensor([numbers[name]!], [])] as const);
    const results = await session.run({ ...state, gradient: tensor(gradient), ...Object.fromEntries(fed) });
    state = Object.fromEntries(Object.keys(state).map((name) => [name, results[`next:${name}`]!]));
    path.push(Array.from(state['parameter']!.data as Float64Array));
  }
  await session.release();
  return path;
}

describe('optimizers', () => {
  it('step as those of PyTorch do', async (context) => {
    const python = findPython('torch');
    context.skip(!python, pythonMissing('torch'));
    const given = course(11);
    const asked = cases.map((one) => ({ options: {}, decays: true, ...one, ...given }));
    const script = join(import.meta.dirname, 'oracle', 'optimizers.py');
    const answers = askPython(python ?? '', script, asked) as number[][][];
    for (const [index, one] of asked.entries()) {
      const title = `${one.optimizer} ${JSON.stringify(one.options)} ${one.decays}`;
      const { tolerance } = precision(one);
      const path = await run(one, given);
      for (const [step, parameter] of path.entries())
        expect(relativeDifference(parameter, answers[index]![step]!), `${title} ${step}`).toBeLessThan(
          tolerance,
        );
    }
  });

  it('name the numbers that they are fed', () => {
    for (const one of cases) {
      const optimizer = optimizerOf(one);
      expect(Object.keys(optimizer.scalars(1, 0.1)).toSorted()).toEqual(optimizer.scalarNames.toSorted());
    }
  });

  it('leave what has no gradient where it is', async () => {
    const flat = {
      ...course(3),
      gradients: Array.from({ length: 3 }, () => new Array<number>(size).fill(0)),
    };
    for (const one of cases)
      if (!one.options?.['weightDecay'] && one.optimizer !== 'adamW')
        expect((await run(one, flat)).at(-1), one.optimizer).toEqual(flat.parameter);
  });

  it('refuse options outside their limits', () => {
    expect(() => adam({ beta1: 1 })).toThrow('Adam needs beta1 from 0 to below 1, not 1');
    expect(() => rmsprop({ epsilon: -1 })).toThrow('RMSprop needs epsilon of 0 or more, not -1');
    expect(() => sgd({ nesterov: true })).toThrow('Nesterov needs a momentum above 0 and no dampening');
    expect(() => lion({ weightDecay: Number.NaN })).toThrow('Lion needs weightDecay of 0 or more, not NaN');
    expect(() => adagrad({ learningRateDecay: -1 })).toThrow('learningRateDecay of 0 or more');
  });
});
