import { afterEach, describe, expect, it } from 'vitest';
import {
  Random,
  adam,
  branches,
  compileStep,
  declarations,
  dense,
  dropout,
  meanSquaredError,
  nextName,
  sequential,
  sgd,
  slotName,
  softmaxCrossEntropy,
  tanh,
  valueNamed,
  type Head,
  type Network,
  type StepOptions,
} from '../../../graph/index.ts';
import { Trainer, initialState, type Batch, type State } from './index.ts';

const features = 5;
const trunk = sequential(dense({ name: 'trunk', input: features, output: 7 }), tanh);
const sides = {
  logits: dense({ name: 'class', input: 7, output: 3 }),
  prediction: dense({ name: 'number', input: 7, output: 2 }),
};

/** A trunk with a class and two numbers on top. */
const network: Network = {
  ...declarations([trunk, ...Object.values(sides)]),
  inputs: [{ name: 'x', elementType: 'float32', shape: [features] }],
  apply(builder, inputs, scope) {
    const shared = trunk.apply(builder, valueNamed(inputs, 'x'), scope);
    return {
      logits: sides.logits.apply(builder, shared, scope),
      prediction: sides.prediction.apply(builder, shared, scope),
    };
  },
};

const classHead: Head = {
  output: 'logits',
  target: { name: 'class', elementType: 'int32', shape: [] },
  loss: softmaxCrossEntropy(),
};
const numberHead: Head = {
  output: 'prediction',
  target: { name: 'number', elementType: 'float32', shape: [2] },
  loss: meanSquaredError(),
};

const rows = 12;
const both: StepOptions = { network, heads: [classHead, numberHead], optimizer: sgd(), batch: rows };
const names = network.parameters.map(({ name }) => name);

const open: Trainer[] = [];
afterEach(async () => {
  for (const trainer of open.splice(0)) await trainer.close();
});

function trainerOf(options: StepOptions, from?: State, seed = 1): Trainer {
  const start = from ?? initialState(compileStep(options).state, new Random(4));
  const step = ({ rows: batch }: { rows: number }) => ({ ...options, batch });
  const trainer = Trainer.open({ step, threads: 1, seed }, { rows: options.batch }, new Map(start));
  open.push(trainer);
  return trainer;
}

function batchOf(seed: number, count = rows, size = 1): Batch {
  const random = new Random(seed);
  const floats = (length: number) => Float32Array.from({ length }, () => size * random.normal());
  return {
    rows: count,
    tensors: {
      x: floats(count * features),
      class: Int32Array.from({ length: count }, () => Math.floor(3 * random.uniform())),
      number: floats(count * 2),
      weights: Float32Array.from({ length: count }, () => random.uniform()),
    },
  };
}

/** Some rows of a batch as a batch. */
function part({ rows: all, tensors }: Batch, start: number, end: number): Batch {
  const cut = Object.entries(tensors).map(([name, data]) => {
    const width = data.length / all;
    return [name, data.slice(start * width, end * width)] as const;
  });
  return { rows: end - start, tensors: Object.fromEntries(cut) };
}

/** Parameters, or other tensors, of a state as plain numbers. */
function numbers(state: State, which: readonly string[] = names): readonly number[] {
  return which.flatMap((name) => Array.from(state.get(name) ?? [Number.NaN]));
}

/** What one step of plain descent at learning rate 1 adds: minus the gradient. */
async function changeOf(options: StepOptions, batch: Batch = batchOf(9)): Promise<readonly number[]> {
  const trainer = trainerOf(options);
  const before = numbers(trainer.state);
  await trainer.step(batch, { step: 1, learningRate: 1 });
  return numbers(trainer.state).map((value, index) => value - before[index]!);
}

const norm = (values: readonly number[]) => Math.hypot(...values);

function expectClose(own: readonly number[], other: readonly number[], tolerance = 1e-6): void {
  const scale = Math.max(...other.map(Math.abs), 1e-3);
  expect(own.length).toBe(other.length);
  for (const [index, value] of own.entries())
    expect(Math.abs(value - other[index]!)).toBeLessThanOrEqual(tolerance * scale);
}

describe('clipping', () => {
  it('scales all gradients together down to a norm, and leaves shorter ones', async () => {
    const plain = await changeOf(both);
    const clipped = await changeOf({ ...both, clip: { norm: norm(plain) / 3 } });
    expectClose(
      clipped,
      plain.map((value) => value / 3),
      1e-5,
    );
    expectClose(await changeOf({ ...both, clip: { norm: norm(plain) * 2 } }), plain);
  });

  it('cuts each element to a value', async () => {
    const plain = await changeOf(both);
    const limit = Math.max(...plain.map(Math.abs)) / 4;
    const cut = plain.map((value) => Math.max(-limit, Math.min(limit, value)));
    expect(cut).not.toEqual(plain);
    expectClose(await changeOf({ ...both, clip: { value: limit } }), cut);
  });
});

describe('accumulation', () => {
  const whole = batchOf(6, 12);
  const parts = [part(whole, 0, 4), part(whole, 4, 9), part(whole, 9, 12)] as const;

  async function inParts(optimizer: StepOptions['optimizer'], updates: number): Promise<State> {
    const trainer = trainerOf({ ...both, optimizer, accumulate: 3 });
    for (let step = 1; step <= updates; step++) {
      await trainer.accumulate(parts[0], { step, learningRate: 0.1 });
      await trainer.accumulate(parts[1], { step, learningRate: 0.1 });
      await trainer.step(parts[2], { step, learningRate: 0.1 });
    }
    return new Map(Array.from(trainer.state, ([name, data]) => [name, Float32Array.from(data)]));
  }

  it('makes of unequal batches what one large batch makes', async () => {
    const trainer = trainerOf({ ...both, optimizer: sgd({ momentum: 0.9 }) });
    for (let step = 1; step <= 5; step++) await trainer.step(whole, { step, learningRate: 0.1 });
    expectClose(numbers(await inParts(sgd({ momentum: 0.9 }), 5)), numbers(trainer.state), 2e-6);
  });

  it('is the same to the bit twice, and leaves its accumulators empty', async () => {
    const [first, second] = [await inParts(adam(), 20), await inParts(adam(), 20)];
    expect(first).toEqual(second);
    const held = compileStep({ ...both, accumulate: 3 }).state.filter(({ role }) => role === 'accumulator');
    expect(held.length).toBe(names.length + 1);
    for (const { name } of held) expect(first.get(name)?.every((value) => value === 0)).toBe(true);
  });

  it('changes no parameter before the update', async () => {
    const trainer = trainerOf({ ...both, accumulate: 2 });
    const before = numbers(trainer.state);
    await trainer.accumulate(parts[0], { step: 1, learningRate: 1 });
    expect(numbers(trainer.state)).toEqual(before);
  });
});

describe('the average of the weights', () => {
  it('follows them, and is what evaluation sees', async () => {
    const decay = 0.8;
    const trainer = trainerOf({ ...both, average: decay });
    const slots = names.map((name) => slotName(name, 'average'));
    let expected = numbers(trainer.state);
    expect(numbers(trainer.state, slots)).toEqual(expected);
    for (let step = 1; step <= 6; step++) {
      await trainer.step(batchOf(step), { step, learningRate: 0.2 });
      const now = numbers(trainer.state);
      expected = expected.map((value, index) => decay * value + (1 - decay) * now[index]!);
      expectClose(numbers(trainer.state, slots), expected);
    }
    const averaged = new Map(names.map((name, index) => [name, trainer.state.get(slots[index]!)!]));
    const evaluated = await trainer.evaluate(batchOf(9));
    expect(evaluated).toEqual(await trainerOf(both, averaged).evaluate(batchOf(9)));
    expect(evaluated.loss).not.toBe((await trainerOf(both, trainer.state).evaluate(batchOf(9))).loss);
  });
});

describe('freezing', () => {
  const frozen = (name: string) => name.startsWith('trunk.');

  it('keeps parameters as they are, and keeps nothing beside them', async () => {
    const options = { ...both, optimizer: adam(), average: 0.9, frozen };
    const trainer = trainerOf(options);
    const trunkNames = names.filter(frozen);
    const before = numbers(trainer.state, trunkNames);
    for (let step = 1; step <= 3; step++) await trainer.step(batchOf(step), { step, learningRate: 0.1 });
    expect(numbers(trainer.state, trunkNames)).toEqual(before);
    expect([...trainer.state.keys()].filter((name) => frozen(name)).toSorted()).toEqual(
      trunkNames.toSorted(),
    );
    const { trainStep } = compileStep(options);
    expect(trainStep.outputs.map(({ name }) => name)).not.toContain(nextName('trunk.weight'));
  });

  it('moves the others as without it', async () => {
    const free = await changeOf(both);
    const [held, start] = [await changeOf({ ...both, frozen }), trainerOf(both).state];
    const trunkSize = numbers(start, names.filter(frozen)).length;
    expect(held.slice(0, trunkSize).every((change) => change === 0)).toBe(true);
    expect(held.slice(trunkSize)).toEqual(free.slice(trunkSize));
  });

  it('says when nothing is left to learn, or a parameter has nothing to learn from', () => {
    expect(() => compileStep({ ...both, frozen: () => true })).toThrow('every parameter is frozen');
    expect(() => compileStep({ ...both, heads: [classHead] })).toThrow(
      'the loss does not depend on "number.weight"',
    );
    expect(() => compileStep({ ...both, heads: [] })).toThrow('at least one head');
    expect(() => compileStep({ ...both, heads: [{ ...classHead, output: 'other' }] })).toThrow(
      'no value "other" among logits, prediction',
    );
  });
});

describe('weight decay by group', () => {
  async function pull(decays: StepOptions['decays']): Promise<readonly number[]> {
    const [plain, decayed] = [
      await changeOf(both),
      await changeOf({ ...both, optimizer: sgd({ weightDecay: 0.25 }), decays }),
    ];
    return decayed.map((value, index) => value - plain[index]!);
  }

  const expected = (decays: (name: string) => boolean) => {
    const { state } = trainerOf(both);
    return names.flatMap((name) =>
      Array.from(state.get(name) ?? [], (value) => (decays(name) ? -0.25 * value : 0)),
    );
  };

  it('takes matrices unless told otherwise', async () => {
    expectClose(
      await pull(undefined),
      expected((name) => name.endsWith('.weight')),
    );
  });

  it('takes the parameters it is told', async () => {
    const decays = (name: string) => name.startsWith('class.');
    expectClose(await pull(decays), expected(decays));
  });
});

describe('several heads', () => {
  it('learn from the weighted sum of their losses', async () => {
    const [classes, others] = ['class.', 'number.'].map(
      (prefix) => (name: string) => name.startsWith(prefix),
    );
    const ofClass = await changeOf({ ...both, heads: [classHead], frozen: others! });
    const ofNumber = await changeOf({ ...both, heads: [numberHead], frozen: classes! });
    const weighed = await changeOf({
      ...both,
      heads: [
        { ...classHead, weight: 2 },
        { ...numberHead, weight: 0.3 },
      ],
    });
    expectClose(
      weighed,
      ofClass.map((value, index) => 2 * value + 0.3 * ofNumber[index]!),
    );
  });

  it('tell the loss of each', async () => {
    const heads = [
      { ...classHead, weight: 2 },
      { ...numberHead, weight: 0.3 },
    ];
    const { loss, outputs } = await trainerOf({ ...both, heads }).evaluate(batchOf(9));
    const each = ['loss:logits', 'loss:prediction'].map((name) => outputs[name]?.[0] ?? Number.NaN);
    expectClose([loss], [2 * each[0]! + 0.3 * each[1]!]);
  });
});

describe('dropout in a step', () => {
  const noisy: Network = {
    ...network,
    apply(builder, inputs, scope) {
      const dropped = branches('add', dropout({ name: 'input', rate: 0.5 }));
      const x = dropped.apply(builder, valueNamed(inputs, 'x'), scope);
      return network.apply(builder, { x }, scope);
    },
  };
  const options = { ...both, network: noisy };

  it('differs from step to step and from seed to seed, and repeats with both', async () => {
    const lossOf = async (step: number, seed: number) =>
      trainerOf(options, undefined, seed).step(batchOf(9), { step, learningRate: 0.1 });
    const first = await lossOf(1, 1);
    expect(await lossOf(1, 1)).toBe(first);
    expect(await lossOf(2, 1)).not.toBe(first);
    expect(await lossOf(1, 2)).not.toBe(first);
  });

  it('is not in evaluation', async () => {
    const [own, plain] = [trainerOf(options), trainerOf(both)];
    expect(await own.evaluate(batchOf(9))).toEqual(await plain.evaluate(batchOf(9)));
  });
});

describe('memory', () => {
  it('keeps no copies of the state behind', async () => {
    const layer = dense({ name: 'wide', input: features, output: 200_000 });
    const wide: Network = {
      ...declarations([layer]),
      inputs: network.inputs,
      apply: (builder, { x }, scope) => ({
        prediction: builder.slice(layer.apply(builder, x!, scope), 1, [0, 2]),
      }),
    };
    const trainer = trainerOf({ ...both, network: wide, heads: [numberHead] });
    const batch = batchOf(1);
    await trainer.step(batch, { step: 1, learningRate: 0.1 });
    const before = process.memoryUsage().arrayBuffers;
    for (let step = 2; step <= 7; step++) await trainer.step(batch, { step, learningRate: 0.1 });
    const bytes = 4 * (features + 1) * 200_000;
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(bytes);
  });
});
