import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from '../../../platform/worker/onnxruntime.ts';
import { expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import { pythonSays } from '../../../../scripts/python.fixture.ts';
import {
  Random,
  Tape,
  averagePool,
  batchNorm,
  convolution,
  flatten,
  float32,
  globalAveragePool,
  gradients,
  groupNorm,
  instanceNorm,
  maxPool,
  modelOf,
  optimize,
  serialize,
  type Layer,
} from '../../../graph/index.ts';

const python = findPython('torch', 'numpy');

interface Case {
  readonly name: string;
  readonly layer: string;
  readonly made: Layer;
  readonly options: object;
  readonly shape: readonly number[];
}

function convolutionCase(
  kernel: readonly number[],
  options: Partial<Parameters<typeof convolution>[0]>,
): Case {
  const made = convolution({ name: 'l', input: 4, output: 6, kernel, ...options });
  const shape = [2, 4, ...kernel.map((_, axis) => 7 + axis)];
  return {
    name: `convolution ${kernel.join('x')} ${JSON.stringify(options)}`,
    layer: 'convolution',
    made,
    options,
    shape,
  };
}

function poolCase(
  layer: 'maxPool' | 'averagePool',
  options: Parameters<typeof maxPool>[0],
  space: readonly number[],
): Case {
  const made = (layer === 'maxPool' ? maxPool : averagePool)(options);
  return {
    name: `${layer} ${JSON.stringify(options)} on ${space.join('x')}`,
    layer,
    made,
    options,
    shape: [2, 3, ...space],
  };
}

function normCase(layer: string, made: Layer, options: object = {}): Case {
  return { name: layer, layer, made, options, shape: [3, 6, 5, 4] };
}

const channels = { name: 'l', channels: 6 };
const cases: readonly Case[] = [
  convolutionCase([3], { padding: 1, stride: 2 }),
  convolutionCase([3, 3], { padding: 'same' }),
  convolutionCase([3, 2], { stride: 2, dilation: 2, padding: 1, groups: 2 }),
  convolutionCase([3, 3], { groups: 2, bias: false }),
  convolutionCase([2, 2, 2], { padding: 1 }),
  convolutionCase([1, 2, 3], { stride: 3, groups: 2 }),
  poolCase('maxPool', { size: 2 }, [7, 6]),
  poolCase('maxPool', { size: 3, stride: 2, padding: 1 }, [9, 8]),
  poolCase('maxPool', { size: 2 }, [6]),
  poolCase('averagePool', { size: 2 }, [7, 6]),
  poolCase('averagePool', { size: 3, stride: 1, padding: 1 }, [5, 5, 4]),
  normCase('globalAveragePool', globalAveragePool),
  normCase('flatten', flatten),
  normCase('batchNorm', batchNorm(channels)),
  normCase('groupNorm', groupNorm({ ...channels, groups: 3 }), { groups: 3 }),
  normCase('instanceNorm', instanceNorm(channels)),
];

type Numbers = Readonly<Record<string, readonly number[]>>;

function size(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

function draw(shape: readonly number[], random: Random): Float32Array {
  return Float32Array.from({ length: size(shape) }, () => random.uniform() * 2 - 1);
}

/** The layer's output y, and the gradients of Σ cos(i + 1) y[i]. */
async function run({ made, shape }: Case, inputs: ReadonlyMap<string, Float32Array>): Promise<Numbers> {
  const tape = new Tape();
  const x = tape.input('x', { elementType: 'float32', shape });
  const parameters = new Map(
    made.parameters.map(({ name, shape }) => [name, tape.input(name, { elementType: 'float32', shape })]),
  );
  const buffers = new Map(
    (made.buffers ?? []).map(({ name, shape }) => [
      name,
      tape.constant(float32(shape, new Float32Array(size(shape)))),
    ]),
  );
  const y = made.apply(tape, x, {
    parameter: (name) => (parameters.get(name) ?? buffers.get(name))!,
    training: true,
    update: () => undefined,
    seed: () => x,
  });
  const count = size(y.shape.map(Number));
  const weights = Float32Array.from({ length: count }, (_, index) => Math.cos(index + 1));
  const loss = tape.sum(tape.mul(tape.reshape(y, count), tape.constant(float32([count], weights))), [0]);
  tape.output('y', y);
  const wanted = [x, ...parameters.values()];
  for (const [index, gradient] of gradients(tape, loss, wanted).entries())
    tape.output(`d${wanted[index]!.name}`, gradient);
  const session = await InferenceSession.create(serialize(modelOf(optimize(tape.finish('layer')))), {
    logSeverityLevel: 3,
  });
  const feeds = wanted.map(({ name, shape }) => {
    return [name, new Tensor('float32', inputs.get(name)!, shape.map(Number))] as const;
  });
  const results = await session.run(Object.fromEntries(feeds));
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data }]) => [name, Array.from(data as Float32Array)]),
  );
}

it('layers for images give what PyTorch gives, forward and backward', async (context) => {
  context.skip(!python, pythonMissing('torch', 'numpy'));
  const random = new Random(11);
  const inputs = cases.map(
    ({ made, shape }) =>
      new Map([
        ['x', draw(shape, random)],
        ...made.parameters.map(({ name, shape }) => [name, draw(shape, random)] as const),
      ]),
  );
  const specs = cases.map(({ layer, options, made, shape }, index) => ({
    layer,
    options,
    x: { shape, data: [...inputs[index]!.get('x')!] },
    parameters: Object.fromEntries(
      made.parameters.map(({ name, shape }) => [name, { shape, data: [...inputs[index]!.get(name)!] }]),
    ),
  }));
  const folder = mkdtempSync(join(tmpdir(), 'lathe-layers-'));
  try {
    const path = join(folder, 'cases.json');
    writeFileSync(path, JSON.stringify(specs));
    const script = join(import.meta.dirname, 'oracle', 'image-layers.py');
    const output = pythonSays(python ?? '', [script, path]);
    const expected = JSON.parse(output) as readonly Numbers[];
    for (const [index, given] of cases.entries()) {
      const own = await run(given, inputs[index]!);
      expect(Object.keys(own).toSorted()).toEqual(Object.keys(expected[index]!).toSorted());
      for (const [name, theirs] of Object.entries(expected[index]!)) {
        const scale = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
        expect(own[name]?.length, `${given.name}: ${name}`).toBe(theirs.length);
        const off = theirs.reduce((most, value, at) => Math.max(most, Math.abs(value - own[name]![at]!)), 0);
        expect(off / scale, `${given.name}: ${name}`).toBeLessThan(1e-5);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
