import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import {
  Random,
  adam,
  lstmClassifier,
  networkOf,
  pairMargins,
  textCnn,
  type Layer,
} from '../../../graph/index.ts';
import { preferenceEvaluator, preferenceHeads } from './preference.ts';
import { expectPyTorch, type StepCase } from './step.fixture.ts';

const python = findPython('torch', 'numpy');
const [vocabulary, length] = [12, 7];

/** A batch of drawn pairs, ties among them, the last of which counts for nothing. */
function caseOf(net: string, layer: Layer): StepCase {
  const [rows, random] = [6, new Random(5)];
  const input = { name: 'features', elementType: 'int32', shape: [2, length] } as const;
  const step = {
    network: networkOf(pairMargins(layer, [length]), input),
    heads: preferenceHeads,
    optimizer: adam(),
    batch: rows,
  };
  const features = Int32Array.from({ length: rows * 2 * length }, () =>
    Math.floor(vocabulary * random.uniform()),
  );
  const won = Float32Array.from([1, 0, 0.5, 1, 0.5, 0]);
  const weights = Float32Array.from({ length: rows }, (_, row) => Number(row < rows - 1));
  return { net, options: {}, step, batch: { rows, tensors: { features, won, weights } } };
}

describe('a step on pairs', () => {
  it.for([
    ['lstm preference', lstmClassifier({ vocabulary, embedding: 5, hidden: 4, classes: 1 })],
    ['cnn preference', textCnn({ vocabulary, embedding: 5, length, filters: 4, dropout: 0, classes: 1 })],
  ] as const)('has the loss and the gradients of PyTorch: %s', async ([net, layer], context) => {
    context.skip(!python, pythonMissing('torch', 'numpy'));
    await expectPyTorch(python ?? '', caseOf(net, layer));
  });
});

it('scores of the exported graph are counted as the margins of the step', () => {
  const batch = { rows: 2, tensors: { won: Float32Array.of(1, 0.5) } };
  const [step, exported] = [preferenceEvaluator(), preferenceEvaluator()];
  step.add(batch, step.answersOf(batch, { logits: Float32Array.of(2, -1) }));
  exported.add(batch, exported.answersIn(Float32Array.of(3, 1, -4, -3)));
  expect(step.loss()).toBe(exported.loss());
  expect(step.metrics(0)).toEqual({ accuracy: 1 });
});
