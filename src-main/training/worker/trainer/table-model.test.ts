import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import { askPython, relativeDifference } from '../../../graph/oracle.fixture.ts';
import {
  Random,
  adamW,
  autoencoder,
  adam,
  binaryCrossEntropy,
  compileStep,
  linearRegression,
  logisticRegression,
  meanSquaredError,
  sgd,
  softmaxCrossEntropy,
  tableMlp,
  type StepOptions,
} from '../../../graph/index.ts';
import { Trainer, initialState, type Batch, type State } from './index.ts';

const script = join(import.meta.dirname, 'oracle', 'table-model.py');
const labels = { name: 'labels', elementType: 'int32', shape: [] } as const;

const open: Trainer[] = [];
afterEach(async () => {
  for (const trainer of open.splice(0)) await trainer.close();
});

function trainerOf(options: StepOptions, from: State | Random): Trainer {
  const trainer = Trainer.open({ step: () => options, threads: 1, seed: 1 }, { rows: options.batch }, from);
  open.push(trainer);
  return trainer;
}

async function descend(trainer: Trainer, batch: Batch, [steps, learningRate]: readonly [number, number]) {
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) losses.push(await trainer.step(batch, { step, learningRate }));
  return losses;
}

/** Standard normal columns, and classes that depend on them with noise, so that no plane tells them apart. */
function classified(rows: number, columns: number, classes: number) {
  const random = new Random(8);
  const x = Float32Array.from({ length: rows * columns }, () => random.normal());
  const y = Int32Array.from({ length: rows }, (_, row) => {
    const score = (x[row * columns] ?? 0) - 0.7 * (x[row * columns + 1] ?? 0) + 1.2 * random.normal();
    return Math.max(0, Math.min(classes - 1, Math.floor(score + classes / 2)));
  });
  return { x, y };
}

describe('logistic regression', () => {
  it.for([2, 3])('has the coefficients of scikit-learn: %i classes', async (classes, context) => {
    const python = findPython('sklearn');
    context.skip(!python, pythonMissing('sklearn'));
    const [rows, columns] = [400, 4];
    const { x, y } = classified(rows, columns, classes);
    const options: StepOptions = {
      network: logisticRegression({ numbers: columns, classes }),
      heads: [
        classes === 2
          ? { output: 'logit', target: labels, loss: binaryCrossEntropy() }
          : { output: 'logits', target: labels, loss: softmaxCrossEntropy() },
      ],
      optimizer: sgd({ momentum: 0.9 }),
      batch: rows,
    };
    const trainer = trainerOf(options, new Random(1));
    const tensors = { numbers: x, labels: y, weights: new Float32Array(rows).fill(1) };
    await descend(trainer, { rows, tensors }, [600, 0.5]);
    const asked = [{ kind: 'logistic', rows, x: [...x], y: [...y] }];
    const [answer] = askPython(python ?? '', script, asked) as [{ weight: number[]; bias: number[] }];
    for (const name of ['weight', 'bias'] as const)
      for (const [index, value] of answer[name].entries())
        expect(Math.abs(trainer.state.get(`linear.${name}`)![index]! - value)).toBeLessThan(1e-3);
  });
});

describe('linear regression', () => {
  it('finds the numbers, categories included, that made its data', async () => {
    const [rows, random] = [200, new Random(2)];
    const numbers = Float32Array.from({ length: rows * 2 }, () => random.normal());
    const categories = Int32Array.from({ length: rows }, () => Math.floor(3 * random.uniform()));
    const effects = [-1, 0.5, 2];
    const target = Float32Array.from(
      categories,
      (category, row) => 3 * numbers[2 * row]! - 2 * numbers[2 * row + 1]! + effects[category]!,
    );
    const options: StepOptions = {
      network: linearRegression({ numbers: 2, categories: [3] }),
      heads: [
        {
          output: 'prediction',
          target: { name: 'target', elementType: 'float32', shape: [] },
          loss: meanSquaredError(),
        },
      ],
      optimizer: sgd({ momentum: 0.9 }),
      batch: rows,
    };
    const trainer = trainerOf(options, new Random(1));
    const tensors = { numbers, categories, target, weights: new Float32Array(rows).fill(1) };
    const losses = await descend(trainer, { rows, tensors }, [400, 0.1]);
    expect(losses.at(-1)).toBeLessThan(1e-9);
    const { state } = trainer;
    const found = [...state.get('linear.weight')!];
    expect(relativeDifference(found, [3, -2])).toBeLessThan(1e-4);
    const offsets = [...state.get('categories.table')!].map((value) => value + state.get('linear.bias')![0]!);
    expect(relativeDifference(offsets, effects)).toBeLessThan(1e-4);
  });
});

describe('a perceptron with embeddings', () => {
  it('trains as its twin in PyTorch: AdamW by group, clipped, with smoothed labels', async (context) => {
    const python = findPython('torch', 'numpy');
    context.skip(!python, pythonMissing('torch', 'numpy'));
    const [rows, steps, random] = [32, 25, new Random(12)];
    const below = (limit: number, count: number) =>
      Int32Array.from({ length: count }, () => Math.floor(limit * random.uniform()));
    const options: StepOptions = {
      network: tableMlp({
        numbers: 5,
        categories: [4, 9],
        hidden: [16, 8],
        outputs: 3,
        activation: 'silu',
      }),
      heads: [{ output: 'logits', target: labels, loss: softmaxCrossEntropy({ labelSmoothing: 0.1 }) }],
      optimizer: adamW({ weightDecay: 0.1 }),
      clip: { norm: 0.5 },
      batch: rows,
    };
    const tensors = {
      numbers: Float32Array.from({ length: rows * 5 }, () => random.normal()),
      categories: below(4, rows * 2),
      labels: below(3, rows),
      weights: new Float32Array(rows).fill(1),
    };
    const start = initialState(compileStep(options).state, new Random(4));
    const parameters = Object.fromEntries(
      options.network.parameters.map(({ name, shape }) => [name, { shape, data: [...start.get(name)!] }]),
    );
    const plain = Object.fromEntries(Object.entries(tensors).map(([name, data]) => [name, [...data]]));
    const asked = [{ kind: 'network', rows, steps, parameters, ...plain }];
    const [answer] = askPython(python ?? '', script, asked) as [
      { losses: number[]; parameters: Record<string, number[]> },
    ];
    const trainer = trainerOf(options, start);
    expect(
      relativeDifference(await descend(trainer, { rows, tensors }, [steps, 1e-2]), answer.losses),
    ).toBeLessThan(1e-5);
    for (const { name } of options.network.parameters)
      expect(relativeDifference(trainer.state.get(name)!, answer.parameters[name]!), name).toBeLessThan(1e-4);
  });
});

describe('an autoencoder', () => {
  it('learns to rebuild rows that lie on a plane through a code of two numbers', async () => {
    const [rows, random] = [64, new Random(3)];
    const numbers = new Float32Array(rows * 6);
    for (let row = 0; row < rows; row++) {
      const [a, b] = [random.normal(), random.normal()];
      numbers.set([a, b, a + b, a - b, 0.5 * a, -b], row * 6);
    }
    const options: StepOptions = {
      network: autoencoder({ numbers: 6, hidden: [8], code: 2, activation: 'tanh' }),
      heads: [
        {
          output: 'reconstruction',
          target: { name: 'numbers', elementType: 'float32', shape: [6] },
          loss: meanSquaredError(),
        },
      ],
      optimizer: adam(),
      batch: rows,
    };
    const trainer = trainerOf(options, new Random(1));
    const tensors = { numbers, weights: new Float32Array(rows).fill(1) };
    const losses = await descend(trainer, { rows, tensors }, [1000, 1e-2]);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 100);
    const { outputs } = await trainer.evaluate({ rows, tensors });
    expect(outputs['code']?.length).toBe(rows * 2);
  });
});
