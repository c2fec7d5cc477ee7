import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import { checkGradient } from '../autodiff/check.fixture.ts';
import {
  GraphBuilder,
  GraphError,
  activation,
  activationNames,
  branches,
  categoryEmbedding,
  categorySum,
  dense,
  dropout,
  modelOf,
  serialize,
  type ActivationName,
  type Layer,
  type Scope,
  type Value,
} from '../index.ts';

/** A scope whose parameters are inputs of the graph. */
function scopeOf(builder: GraphBuilder, layer: Layer, seed?: Value): Scope {
  const inputs = new Map(
    layer.parameters.map(({ name, shape }) => [name, builder.input(name, { elementType: 'float32', shape })]),
  );
  const refuse = () => {
    throw new GraphError('not here');
  };
  return {
    parameter: (name) => inputs.get(name) ?? refuse(),
    training: seed !== undefined,
    update: refuse,
    seed: () => seed ?? refuse(),
  };
}

interface Run {
  readonly input: Float32Array | Int32Array;
  readonly dims: readonly number[];
  readonly parameters?: Readonly<Record<string, readonly number[]>>;
  readonly seed?: number;
}

async function run(layer: Layer, { input, dims, parameters = {}, seed }: Run) {
  const builder = new GraphBuilder();
  const elementType = input instanceof Int32Array ? 'int32' : 'float32';
  const x = builder.input('x', { elementType, shape: dims });
  const seedInput =
    seed === undefined ? undefined : builder.input('seed', { elementType: 'int32', shape: [] });
  builder.output('y', layer.apply(builder, x, scopeOf(builder, layer, seedInput)));
  const session = await InferenceSession.create(serialize(modelOf(builder.finish('layer'))));
  const feeds: Record<string, Tensor> = { x: new Tensor(elementType, input as Float32Array, dims) };
  if (seed !== undefined) feeds['seed'] = new Tensor('int32', Int32Array.of(seed), []);
  for (const { name, shape } of layer.parameters)
    feeds[name] = new Tensor('float32', Float32Array.from(parameters[name] ?? []), shape);
  const { y } = await session.run(feeds);
  await session.release();
  return { data: Array.from(y!.data as Float32Array), dims: y!.dims };
}

const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const logistic = (x: number) => 1 / (1 + Math.exp(-x));
/** The distribution of the standard normal: Φ(x) = ½ + φ(x) Σ x^(2n+1) / (2n + 1)!! (Marsaglia 2004). */
function normalBelow(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let [sum, term] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) sum += term = (term * x * x) / (2 * n + 1);
  return 0.5 + (sum * Math.exp(-(x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** The definitions, as their papers and PyTorch have them. */
const definitions: Readonly<Record<ActivationName, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  leakyRelu: (x) => (x > 0 ? x : 0.01 * x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  gelu: (x) => x * normalBelow(x),
  silu: (x) => x * logistic(x),
  hardSwish: (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6,
  softplus,
  mish: (x) => x * Math.tanh(softplus(x)),
  sigmoid: logistic,
  tanh: Math.tanh,
};

describe('activations', () => {
  const points = Float32Array.of(-200, -30, -4, -3, -2, -0.5, -1e-3, 0, 1e-3, 0.5, 2, 3, 4, 30, 200);

  it.each(activationNames)('%s is what its definition says, and so is its gradient', async (name) => {
    const { data } = await run(activation(name), { input: points, dims: [points.length] });
    for (const [index, x] of points.entries()) {
      const truth = definitions[name](x);
      expect(Math.abs((data[index] ?? Number.NaN) - truth), `${name}(${x})`).toBeLessThanOrEqual(
        1e-6 * Math.max(1, Math.abs(truth)),
      );
    }
    const build = (builder: GraphBuilder, [x]: readonly Value[]) =>
      activation(name).apply(builder, x!, scopeOf(builder, activation(name)));
    for (const seed of [1, 2])
      await checkGradient(
        { shapes: [[4, 5]], build, range: [-4.5, 4.5], kinks: [-3, 0, 3], elementType: 'float32' },
        seed,
      );
  });
});

describe('dropout', () => {
  const ones = new Float32Array(20_000).fill(1);
  const input = { input: ones, dims: [100, 200] };

  it('drops the given share in training and keeps the mean', async () => {
    const { data } = await run(dropout({ name: 'one', rate: 0.3 }), { ...input, seed: 7 });
    const kept = data.filter((value) => value !== 0);
    expect(new Set(kept)).toEqual(new Set([Math.fround(1 / 0.7)]));
    // Four standard deviations of a binomial share.
    expect(Math.abs(kept.length / ones.length - 0.7)).toBeLessThan(4 * Math.sqrt((0.7 * 0.3) / ones.length));
  });

  it('is the same for a seed, and another for another seed or name', async () => {
    const mask = async (name: string, seed: number) =>
      (await run(dropout({ name, rate: 0.5 }), { ...input, seed })).data;
    const first = await mask('one', 1);
    expect(await mask('one', 1)).toEqual(first);
    for (const other of [await mask('one', 2), await mask('two', 1)]) {
      const equal = other.filter((value, index) => value === first[index]).length;
      expect(Math.abs(equal / first.length - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / first.length));
    }
  });

  it('drops whole vectors where it is told to', async () => {
    const { data } = await run(dropout({ name: 'one', rate: 0.3, vectors: true }), { ...input, seed: 7 });
    const rows = Array.from({ length: 100 }, (_, row) => new Set(data.slice(200 * row, 200 * (row + 1))));
    for (const row of rows) expect(row.size).toBe(1);
    expect(new Set(rows.flatMap((row) => [...row]))).toEqual(new Set([0, Math.fround(1 / 0.7)]));
  });

  it('does nothing outside training and refuses what is no share', async () => {
    expect((await run(dropout({ name: 'one', rate: 0.5 }), input)).data).toEqual([...ones]);
    expect(() => dropout({ name: 'one', rate: 1 })).toThrow('a share from 0 to below 1, not 1');
  });
});

describe('categories', () => {
  it('become rows of a table each, side by side', async () => {
    const layer = categoryEmbedding('c', [
      { values: 2, size: 1 },
      { values: 3, size: 2 },
    ]);
    const parameters = { 'c.table1': [10, 11], 'c.table2': [1, 2, 3, 4, 5, 6] };
    const result = await run(layer, { input: Int32Array.of(1, 0, 0, 2), dims: [2, 2], parameters });
    expect(result).toEqual({ data: [11, 1, 2, 10, 5, 6], dims: [2, 3] });
  });

  it('are summed as a dense layer sums one-hot columns', async () => {
    const layer = categorySum('c', [2, 3], 2);
    const parameters = { 'c.table': [1, 2, 3, 4, 10, 20, 30, 40, 50, 60] };
    const result = await run(layer, { input: Int32Array.of(1, 0, 0, 2), dims: [2, 2], parameters });
    expect(result).toEqual({ data: [13, 24, 51, 62], dims: [2, 2] });
  });
});

describe('branches', () => {
  const layers = ['a', 'b'].map((name) => dense({ name, input: 2, output: 1, bias: false }));
  const parameters = { 'a.weight': [1, 2], 'b.weight': [3, 5] };
  const given = { input: Float32Array.of(1, 1, 2, 0), dims: [2, 2], parameters };

  it('add or concatenate', async () => {
    expect((await run(branches('add', ...layers), given)).data).toEqual([11, 8]);
    const joined = await run(branches({ concat: 1 }, ...layers), given);
    expect(joined).toEqual({ data: [3, 8, 2, 6], dims: [2, 2] });
  });

  it('refuse two parameters of one name', () => {
    expect(() => branches('add', layers[0]!, layers[0]!)).toThrow('two parameters are named "a.weight"');
  });
});
