import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { modelOf, serialize, type Attribute, type Graph, type Model, type Node } from '../../graph/index.ts';
import { createPool, type Pool } from '../../platform/pool/index.ts';
import type { InspectModelResult } from '../../models/worker/inspect-model.ts';
import { bagOfWords, plusOne } from '../../models/worker/bag-of-words.fixture.ts';
import { inspectModelJob } from '../../models/jobs.ts';

let folder: string;
let pool: Pool;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lathe-hostile-'));
  pool = createPool({ emit: () => undefined, scratch: path.join(folder, 'scratch') });
});
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

const int = (value: number | bigint): Attribute => ({ kind: 'int', value: BigInt(value) });

function node(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Node['attributes'] = {},
): Node {
  return { name: outputs[0] ?? op, op, inputs, outputs, attributes };
}

/** A model x float32 `[1, 4, 2, 2]` -> y. */
function graph(nodes: readonly Node[], rest: Partial<Graph> = {}): Graph {
  const value = (name: string, shape?: readonly number[]) =>
    ({ name, elementType: 'float32', shape }) as const;
  const borders = { inputs: [value('x', [1, 4, 2, 2])], outputs: [value('y')] };
  return { name: 'g', ...borders, nodes, constants: new Map(), values: [], ...rest };
}

/** The folder of a model that lies there with the given files. */
let places = 0;
function place(bytes: Uint8Array, beside: (folder: string) => void = () => undefined): string {
  const own = path.join(folder, `model-${places++}`, 'inside');
  mkdirSync(own, { recursive: true });
  writeFileSync(path.join(own, 'model.onnx'), bytes);
  beside(own);
  return path.join(own, 'model.onnx');
}

interface Limits {
  readonly memoryBytes?: number;
  readonly silenceSeconds?: number;
}

function inspected(model: string, withFolder = false, limits: Limits = {}): Promise<InspectModelResult> {
  return pool.run(inspectModelJob, {
    spec: { model, withFolder },
    kind: 'model',
    title: 'a model',
    unit: 'steps',
    ...limits,
  }).result;
}

/** Key and words of what a model is refused for. */
async function refusal(...given: Parameters<typeof inspected>): Promise<{ key: string; message: string }> {
  const problem = await inspected(...given).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(problem instanceof AppError)) throw new Error('it was taken', { cause: problem });
  return { key: problem.key, message: problem.message };
}

/** A model whose weights lie at a place outside it. */
function outside(location: string, offset = 0): Uint8Array {
  const adds = graph([node('Add', ['x', 'w2'], ['y'])], {
    constants: new Map([
      ['w2', { elementType: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) } as const],
    ]),
  });
  return serialize(modelOf(adds), { place: () => ({ location, offset }) });
}

const bytes = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);

describe('a model from elsewhere', () => {
  it('is described and tried', async () => {
    expect(await inspected(place(bagOfWords()))).toMatchObject({
      takesRows: true,
      foreign: [],
      doubts: [],
      milliseconds: expect.any(Number) as number,
      description: { labels: ['ham', 'spam'], inputs: [{ name: 'text', datatype: 'BYTES', shape: [-1] }] },
    });
  });

  it('may keep weights in its own folder', async () => {
    const model = place(outside('weights.bin'), (own) => writeFileSync(path.join(own, 'weights.bin'), bytes));
    expect(await inspected(model, true)).toMatchObject({ nodes: 1, parameters: 4 });
    expect(await refusal(model, false)).toMatchObject({
      message: expect.stringMatching(/did not come along/) as string,
    });
  });

  it('may want more of its input than zeros of its type', async () => {
    const inputs = [{ name: 'x', elementType: 'float32', shape: ['N'] } as const];
    const target = { elementType: 'int64', shape: [2], data: BigInt64Array.of(2n, -1n) } as const;
    const pairs = graph([node('Reshape', ['x', 'pairs'], ['y'])], {
      inputs,
      constants: new Map([['pairs', target]]),
    });
    expect((await inspected(place(serialize(modelOf(pairs))))).milliseconds).toBeNull();
  });
});

describe('weights outside the file', () => {
  it.each<[string, Uint8Array, (own: string) => void, RegExp]>([
    [
      'at ../',
      outside('../weights.bin'),
      (own) => writeFileSync(path.join(own, '../weights.bin'), bytes),
      /leads out of the folder/,
    ],
    ['at an absolute place', outside('/etc/hostname'), () => undefined, /is absolute/],
    [
      'through a symbolic link',
      outside('weights.bin'),
      (own) => {
        writeFileSync(path.join(own, '../secret.bin'), bytes);
        symlinkSync('../secret.bin', path.join(own, 'weights.bin'));
      },
      /symbolic link/,
    ],
    [
      'through a linked folder',
      outside('sub/weights.bin'),
      (own) => {
        mkdirSync(path.join(own, '../elsewhere'));
        writeFileSync(path.join(own, '../elsewhere/weights.bin'), bytes);
        symlinkSync('../elsewhere', path.join(own, 'sub'));
      },
      /symbolic link/,
    ],
    [
      'in a hard link',
      outside('weights.bin'),
      (own) => {
        writeFileSync(path.join(own, '../secret.bin'), bytes);
        linkSync(path.join(own, '../secret.bin'), path.join(own, 'weights.bin'));
      },
      /hard link/,
    ],
    [
      'in a folder',
      outside('weights.bin'),
      (own) => mkdirSync(path.join(own, 'weights.bin')),
      /is no plain file/,
    ],
    [
      'that is a pipe',
      outside('weights.bin'),
      (own) => void execFileSync('mkfifo', [path.join(own, 'weights.bin')]),
      /is no plain file/,
    ],
    [
      'at a negative offset',
      outside('weights.bin', -4),
      (own) => writeFileSync(path.join(own, 'weights.bin'), bytes),
      /offset "-4"/,
    ],
    [
      'past the end',
      outside('weights.bin', 8),
      (own) => writeFileSync(path.join(own, 'weights.bin'), bytes),
      /reads to byte 24 .* ends at 16/,
    ],
    ['that are missing', outside('weights.bin'), () => undefined, /is not there/],
  ])('%s are refused', async (_, model, beside, why) => {
    expect(await refusal(place(model, beside), true)).toEqual({
      key: 'models.refused',
      message: expect.stringMatching(why) as string,
    });
  });
});

describe('a hostile file', () => {
  const chain = Array.from({ length: 3000 }, (_, index) => ({
    domain: 'my',
    name: `F${index}`,
    inputs: ['a'],
    outputs: ['b'],
    attributes: [],
    defaults: {},
    values: [],
    opsets: new Map([
      ['', 21],
      ['my', 1],
    ]),
    nodes: [index < 2999 ? node(`my.F${index + 1}`, ['a'], ['b']) : node('Relu', ['a'], ['b'])],
  }));
  const withChain: Model = {
    ...modelOf(graph([node('my.F0', ['x'], ['y'])])),
    opsets: new Map([
      ['', 21],
      ['my', 1],
    ]),
    functions: chain,
  };
  const foreign: Model = {
    ...modelOf(graph([node('com.example.Thing', ['x'], ['y'])])),
    opsets: new Map([
      ['', 21],
      ['com.example', 1],
    ]),
  };
  const huge = { elementType: 'float32', shape: [2 ** 29], data: Float32Array.of(1) } as const;
  const of = (each: Graph) => serialize(modelOf(each));

  it.each<[string, Uint8Array, RegExp]>([
    ['that is cut off', bagOfWords().subarray(0, 400), /no ONNX model/],
    ['that is empty', new Uint8Array(), /holds no graph/],
    [
      'that goes in a circle',
      of(graph([node('Add', ['x', 'y'], ['z']), node('Relu', ['z'], ['y'])])),
      /in a circle, z → y → z/,
    ],
    [
      'with sizes nobody can count',
      of(graph([], { inputs: [{ name: 'y', elementType: 'float32', shape: [2 ** 40, 2 ** 40] }] })),
      /more elements than can be counted/,
    ],
    [
      'that claims 2 GB of weights',
      of(graph([node('Relu', ['x'], ['y'])], { constants: new Map([['w', huge]]) })),
      /holds 4 bytes, not 2147483648/,
    ],
    ['with 3,000 chained functions', serialize(withChain), /functions call each other 3000 deep/],
  ])('%s is refused in words', async (_, model, why) => {
    expect(await refusal(place(model))).toEqual({
      key: 'models.refused',
      message: expect.stringMatching(why) as string,
    });
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['with operators of its own', serialize(foreign), /com\.example/],
    ['with operators nobody has', of(graph([node('Nonsense', ['x'], ['y'])])), /Nonsense/],
  ])('%s is refused by the runtime, in its words', async (_, model, why) => {
    expect(await refusal(place(model))).toEqual({
      key: 'models.notRunnable',
      message: expect.stringMatching(why) as string,
    });
  });

  it('that crashes the runtime takes only its own process along', async () => {
    const crashing = graph([node('DepthToSpace', ['x'], ['y'], { blocksize: int(2n ** 32n) })]);
    const { key } = await refusal(place(of(crashing)));
    expect(['workers.crashed', 'models.notRunnable', 'models.refused']).toContain(key);
  });

  it('that never ends is stopped', async () => {
    const value = (
      name: string,
      elementType: 'bool' | 'int64' | 'float32',
      shape: readonly number[] = [],
    ) => {
      return { name, elementType, shape } as const;
    };
    const body: Graph = {
      ...graph([node('Identity', ['go'], ['again']), node('Relu', ['before'], ['after'])]),
      inputs: [value('i', 'int64'), value('go', 'bool'), value('before', 'float32', [1, 4, 2, 2])],
      outputs: [value('again', 'bool'), value('after', 'float32', [1, 4, 2, 2])],
    };
    const endless = graph([node('Loop', ['', 'yes', 'x'], ['y'], { body: { kind: 'graph', value: body } })], {
      constants: new Map([['yes', { elementType: 'bool', shape: [], data: Uint8Array.of(1) }]]),
    });
    expect(await refusal(place(of(endless)), false, { silenceSeconds: 3 })).toMatchObject({
      key: 'workers.silent',
    });
  });

  it('that fills the memory is stopped', async () => {
    const shape = { elementType: 'int64', shape: [1], data: BigInt64Array.of(2n ** 30n) } as const;
    const large = graph(
      [
        node('ConstantOfShape', ['size'], ['zeros']),
        node('Exp', ['zeros'], ['ones']),
        node('ReduceSum', ['ones'], ['sum']),
        node('Add', ['x', 'sum'], ['y']),
      ],
      { constants: new Map([['size', shape]]) },
    );
    const { key } = await refusal(place(of(large)), false, { memoryBytes: 1e9 });
    expect(['workers.outOfMemory', 'workers.crashed', 'models.notRunnable']).toContain(key);
  });

  it('leaves the pool ready for the next one', async () => {
    expect(await inspected(place(plusOne()))).toMatchObject({ nodes: 1, parameters: 1 });
    expect(pool.jobs().filter(({ state }) => state === 'running')).toEqual([]);
  });
});
