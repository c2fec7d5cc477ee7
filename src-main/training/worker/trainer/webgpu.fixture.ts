/**
 * @file Trains small forms of the workloads W1, W6 and W8 on the processor and on another provider. Prints one line of
 * JSON: for each the greatest difference in loss and weights, and the operators that the provider left to the processor.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  Random,
  adam,
  cifarNet,
  dense,
  encoderClassifier,
  networkOf,
  relu,
  sequential,
  softmaxCrossEntropy,
  type Layer,
  type RowType,
} from '../../../graph/index.ts';
import { Trainer, profileOf, type Batch, type Provider, type TraceEvent } from './index.ts';

interface Small {
  readonly layers: Layer;
  readonly input: RowType;
  readonly draw: (random: Random, size: number) => Batch['tensors'][string];
}

const rows = 8;
const steps = 4;
const classes = 3;

const uniform = (random: Random, size: number) => Float32Array.from({ length: size }, () => random.uniform());

const models: Readonly<Record<string, Small>> = {
  W1: {
    layers: cifarNet({ height: 18, width: 18, channels: 3, classes, filters: [4, 8, 8], dense: 8 }),
    input: { name: 'x', elementType: 'float32', shape: [3, 18, 18] },
    draw: uniform,
  },
  W6: {
    layers: encoderClassifier({
      vocabulary: 20,
      length: 6,
      size: 8,
      heads: 2,
      layers: 1,
      inner: 16,
      classes,
      padding: 0,
    }),
    input: { name: 'x', elementType: 'int32', shape: [6] },
    draw: (random, size) => Int32Array.from({ length: size }, () => 1 + (random.next() % 19)),
  },
  W8: {
    layers: sequential(
      dense({ name: 'first', input: 12, output: 8 }),
      relu,
      dense({ name: 'second', input: 8, output: classes }),
    ),
    input: { name: 'x', elementType: 'float32', shape: [12] },
    draw: uniform,
  },
};

async function train({ layers, input, draw }: Small, provider: Provider, trace?: string) {
  const target = { name: 'y', elementType: 'int32', shape: [] } as const;
  const heads = [{ output: 'logits', target, loss: softmaxCrossEntropy() }];
  const options = { network: networkOf(layers, input), heads, optimizer: adam(), batch: rows };
  const random = new Random(1);
  const trainer = Trainer.open(
    { step: () => options, threads: 1, seed: 1, provider, trace },
    { rows },
    random,
  );
  const losses: number[] = [];
  const size = rows * input.shape.reduce((a, b) => a * b, 1);
  for (let step = 1; step <= steps; step++) {
    const y = Int32Array.from({ length: rows }, () => random.next() % classes);
    const tensors = { x: draw(random, size), y, weights: new Float32Array(rows).fill(1) };
    losses.push(await trainer.step({ rows, tensors }, { step, learningRate: 1e-3 }));
  }
  const weights = [...trainer.state.values()].flatMap((data) => [...data]);
  await trainer.close();
  return [...losses, ...weights];
}

const [provider = 'webgpu', folder = '.', ...names] = process.argv.slice(2);
const found: Record<string, { difference: number; onProcessor: string[] }> = {};
for (const name of names) {
  const model = models[name]!;
  const own = await train(model, 'cpu');
  const other = await train(model, provider as Provider, join(folder, name));
  const [trace = ''] = readdirSync(folder).filter((file) => file.startsWith(name));
  const { nodes } = profileOf(JSON.parse(readFileSync(join(folder, trace), 'utf8')) as TraceEvent[], 0);
  const left = nodes.filter((node) => node.provider === 'CPU').map(({ operator }) => operator);
  found[name] = {
    difference: Math.max(...own.map((value, index) => Math.abs(value - (other[index] ?? NaN)))),
    onProcessor: [...new Set(left)].toSorted(),
  };
}
console.log(JSON.stringify(found));
