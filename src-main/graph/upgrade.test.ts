import * as ort from '../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import {
  float32,
  inspect,
  int64,
  modelOf,
  serialize,
  upgrade,
  verify,
  type Attributes,
  type Graph,
  type Model,
  type Node,
  type Tensor,
} from './index.ts';

const ints = (...value: number[]) => ({ kind: 'ints', value: value.map(BigInt) }) as const;
const int = (value: number) => ({ kind: 'int', value: BigInt(value) }) as const;
const float = (value: number) => ({ kind: 'float', value }) as const;
const floats = (...value: number[]) => ({ kind: 'floats', value }) as const;
const string = (value: string) => ({ kind: 'string', value }) as const;

const node = (op: string, inputs: string[], outputs: string[], attributes: Attributes = {}): Node => ({
  name: '',
  op,
  inputs,
  outputs,
  attributes,
});

/** A model of one node that reads `x` (and constants) and gives `y` (and `z`). */
function old(version: number, only: Node, constants: Record<string, Tensor> = {}): Model {
  const graph: Graph = {
    name: 'old',
    inputs: [{ name: 'x', elementType: 'float32', shape: [2, 3, 4] }],
    outputs: only.outputs.map((name) => ({ name, elementType: undefined, shape: undefined })),
    nodes: [only],
    constants: new Map(Object.entries(constants)),
    values: [],
  };
  return { ...modelOf(graph), irVersion: 6, opsets: new Map([['', version]]) };
}

const x = new ort.Tensor(
  'float32',
  Float32Array.from({ length: 24 }, (_, i) => Math.sin(5 * i)),
  [2, 3, 4],
);

/** What the runtime gives, with its declared types filled in, which it wants. */
async function run(model: Model): Promise<readonly (readonly [string, string, readonly number[]])[]> {
  const types = inspect(model).types;
  const outputs = model.graph.outputs.map(({ name }) => ({ name, ...types.get(name)! }));
  const session = await ort.InferenceSession.create(
    serialize({ ...model, graph: { ...model.graph, outputs } }),
    {
      logSeverityLevel: 4,
    },
  );
  const results = await session.run({ x });
  return outputs.map(({ name }) => {
    const { dims, data } = results[name]!;
    return [name, dims.join(), Array.from(data as Float32Array, Number)];
  });
}

type Case = readonly [string, number, Node, Record<string, Tensor>?];

const nodes: readonly Case[] = [
  ['Unsqueeze', 11, node('Unsqueeze', ['x'], ['y'], { axes: ints(0, -1) })],
  ['Squeeze', 11, node('Squeeze', ['k'], ['y'], { axes: ints(0) }), { k: float32([1, 2], [3, 4]) }],
  ['ReduceSum', 11, node('ReduceSum', ['x'], ['y'], { axes: ints(1), keepdims: int(0) })],
  ['ReduceMean', 17, node('ReduceMean', ['x'], ['y'], { axes: ints(-1, 0) })],
  ['ReduceLogSumExp', 13, node('ReduceLogSumExp', ['x'], ['y'], { axes: ints(2) })],
  ['Split by sizes', 11, node('Split', ['x'], ['y', 'z'], { axis: int(1), split: ints(1, 2) })],
  ['Split in equal parts', 13, node('Split', ['x'], ['y', 'z'], { axis: int(2) })],
  ['Clip', 10, node('Clip', ['x'], ['y'], { min: float(-0.5), max: float(0.25) })],
  ['Clip from above', 10, node('Clip', ['x'], ['y'], { max: float(0.25) })],
  ['Pad', 10, node('Pad', ['x'], ['y'], { pads: ints(0, 1, 2, 0, 0, 1), value: float(7) })],
  ['Slice', 9, node('Slice', ['x'], ['y'], { starts: ints(1, -3), ends: ints(3, 4), axes: ints(1, 2) })],
  ['Dropout', 11, node('Dropout', ['x'], ['y'], { ratio: float(0.3) })],
  ['TopK', 9, node('TopK', ['x'], ['y', 'z'], { k: int(2), axis: int(1) })],
  ['Softmax over all that follows', 12, node('Softmax', ['x'], ['y'])],
  ['LogSoftmax of the last axis', 12, node('LogSoftmax', ['x'], ['y'], { axis: int(2) })],
  ['Hardmax over everything', 12, node('Hardmax', ['x'], ['y'], { axis: int(0) })],
  ['Upsample', 8, node('Upsample', ['x'], ['y'], { mode: string('nearest'), scales: floats(1, 2, 1.5) })],
  [
    'Resize that grows',
    10,
    node('Resize', ['x', 's'], ['y'], { mode: string('nearest') }),
    { s: float32([3], [1, 1.34, 2]) },
  ],
  [
    'Resize that shrinks',
    10,
    node('Resize', ['x', 's'], ['y'], { mode: string('nearest') }),
    { s: float32([3], [1, 0.67, 0.5]) },
  ],
  [
    'Scatter',
    10,
    node('Scatter', ['x', 'i', 'u'], ['y'], { axis: int(1) }),
    { i: int64([1, 1, 2], [2, 0]), u: float32([1, 1, 2], [8, 9]) },
  ],
];

const cases = nodes.map(([title, version, only, constants = {}]) => ({ title, version, only, constants }));

describe('a model of an older operator set, upgraded', () => {
  it.each(cases)('$title computes what it did', async ({ version, only, constants }) => {
    const model = old(version, only, constants);
    const newer = upgrade(model);
    expect(newer.opsets.get('')).toBe(21);
    expect(newer.graph.nodes).not.toEqual(model.graph.nodes);
    expect(await run(newer)).toEqual(await run(model));
    const types = inspect(model).types;
    const outputs = newer.graph.outputs.map(({ name }) => ({ name, ...types.get(name)! }));
    expect(verify({ ...newer.graph, outputs }).size).toBeGreaterThan(0);
  });

  it('of version 18 to 23 stays as it is', () => {
    const model = old(23, node('RMSNormalization', ['x', 'k'], ['y']), { k: float32([4], [1, 2, 3, 4]) });
    expect(upgrade(model)).toEqual(model);
  });

  it('imports the set that brought its newest operator, which runs', async () => {
    const { graph } = old(23, node('RMSNormalization', ['x', 'k'], ['y']), {
      k: float32([4], [1, 2, 3, 4]),
    });
    const model = modelOf({ ...graph, outputs: [{ name: 'y', elementType: 'float32', shape: [2, 3, 4] }] });
    expect(model.opsets.get('')).toBe(23);
    const [[, , values] = ['', '', []]] = await run(model);
    const row = Array.from(x.data as Float32Array).slice(0, 4);
    const root = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0) / 4 + 1e-5);
    expect(values[1]).toBeCloseTo((2 * row[1]!) / root, 5);
  });

  it('is changed in bodies and functions too, and takes no name that is taken', () => {
    const unsqueeze = node('Unsqueeze', ['x'], ['y'], { axes: ints(0) });
    const body = { ...old(11, unsqueeze).graph, inputs: [] };
    const outer = node('If', ['c'], ['out'], {
      then_branch: { kind: 'graph', value: { ...body, nodes: [{ ...unsqueeze, outputs: ['y axes'] }] } },
      else_branch: { kind: 'graph', value: body },
    });
    const model: Model = {
      ...old(11, outer),
      functions: [
        {
          domain: 'own',
          name: 'lift',
          inputs: ['x'],
          outputs: ['f'],
          attributes: [],
          values: [],
          defaults: {},
          opsets: new Map([['', 11]]),
          nodes: [{ ...unsqueeze, outputs: ['f'] }],
        },
      ],
    };
    const newer = upgrade(model);
    const branch = newer.graph.nodes[0]?.attributes['else_branch'];
    const inside = branch?.kind === 'graph' ? branch.value : body;
    expect(inside.nodes[0]?.inputs).toEqual(['x', 'y axes′']);
    expect(inside.constants.get('y axes′')?.data).toEqual(BigInt64Array.of(0n));
    expect(newer.functions?.[0]?.nodes.map(({ op }) => op)).toEqual(['Constant', 'Unsqueeze']);
    expect(newer.functions?.[0]?.opsets.get('')).toBe(21);
  });

  it('leaves what cannot be said otherwise', () => {
    const referred = node('ReduceMean', ['x'], ['y'], {
      axes: { kind: 'reference', value: 'axes', of: 'ints' },
    });
    expect(upgrade(old(13, referred)).graph.nodes).toEqual([referred]);
    const both = node('Resize', ['x', 's'], ['y'], { mode: string('nearest') });
    expect(upgrade(old(10, both, { s: float32([3], [1, 2, 0.5]) })).graph.nodes).toEqual([both]);
  });
});
