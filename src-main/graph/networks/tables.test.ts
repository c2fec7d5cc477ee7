import { describe, expect, it } from 'vitest';
import {
  adam,
  autoencoder,
  binaryCrossEntropy,
  compileStep,
  linearRegression,
  logisticRegression,
  meanSquaredError,
  parameterCount,
  softmaxCrossEntropy,
  tableMlp,
  verify,
  type Head,
  type Network,
  type StepOptions,
} from '../index.ts';

const batch = 4;

function stepOf(network: Network, head: Head): StepOptions {
  return { network, heads: [head], optimizer: adam(), batch };
}

const labels = { name: 'labels', elementType: 'int32', shape: [] } as const;
const classes = { output: 'logits', target: labels, loss: softmaxCrossEntropy() };
const table = { numbers: 3, categories: [5, 8] };

const models: Readonly<Record<string, { readonly step: StepOptions; readonly parameters: number }>> = {
  'linear regression of numbers and categories': {
    step: stepOf(linearRegression(table), {
      output: 'prediction',
      target: { name: 'target', elementType: 'float32', shape: [1] },
      loss: meanSquaredError(),
    }),
    parameters: 3 + 1 + 13,
  },
  'linear regression of categories alone': {
    step: stepOf(linearRegression({ numbers: 0, categories: [5], outputs: 2 }), {
      output: 'prediction',
      target: { name: 'target', elementType: 'float32', shape: [2] },
      loss: meanSquaredError(),
    }),
    parameters: 10,
  },
  'logistic regression of 30 numbers': {
    step: stepOf(logisticRegression({ numbers: 30, classes: 2 }), {
      output: 'logit',
      target: labels,
      loss: binaryCrossEntropy(),
    }),
    parameters: 31,
  },
  'multinomial logistic regression': {
    step: stepOf(logisticRegression({ ...table, classes: 3 }), classes),
    parameters: 3 * 3 + 3 + 13 * 3,
  },
  'a perceptron of flat images': {
    step: stepOf(tableMlp({ numbers: 784, hidden: [256, 128], outputs: 10 }), classes),
    parameters: 785 * 256 + 257 * 128 + 129 * 10,
  },
  'a perceptron with embeddings and dropout': {
    step: stepOf(tableMlp({ ...table, hidden: [6], outputs: 2, activation: 'selu', dropout: 0.2 }), classes),
    parameters: 5 * 4 + 8 * 5 + (3 + 4 + 5 + 1) * 6 + 7 * 2,
  },
  'an autoencoder': {
    step: stepOf(autoencoder({ numbers: 784, hidden: [128], code: 32, outputActivation: 'sigmoid' }), {
      output: 'reconstruction',
      target: { name: 'numbers', elementType: 'float32', shape: [784] },
      loss: meanSquaredError(),
    }),
    parameters: 785 * 128 + 129 * 32 + 33 * 128 + 129 * 784,
  },
};

describe('networks for tables', () => {
  it.each(Object.entries(models))('compile: %s', (_, { step, parameters }) => {
    const { trainStep, evalStep } = compileStep(step);
    verify(trainStep);
    verify(evalStep);
    expect(parameterCount(step.network)).toBe(parameters);
    const given = trainStep.inputs.map(({ name }) => name);
    expect(given).toEqual(expect.arrayContaining(step.network.inputs.map(({ name }) => name)));
  });

  it('give outputs of the promised shapes', () => {
    const shapes = (name: string) =>
      Object.fromEntries(
        compileStep(models[name]!.step).evalStep.outputs.map((one) => [one.name, one.shape]),
      );
    expect(shapes('logistic regression of 30 numbers')).toEqual({ loss: [], logit: [4, 1], logits: [4, 2] });
    expect(shapes('multinomial logistic regression')).toEqual({ loss: [], logits: [4, 3] });
    expect(shapes('an autoencoder')).toEqual({ loss: [], code: [4, 32], reconstruction: [4, 784] });
  });

  it('say what cannot be', () => {
    expect(() => linearRegression({ numbers: 0 })).toThrow('a table needs a column');
    expect(() => logisticRegression({ numbers: 1, classes: 1 })).toThrow('at least 2 classes, not 1');
    const wrong = { ...tableMlp({ ...table, hidden: [2], outputs: 2 }) };
    const inputs = wrong.inputs.map((input) =>
      input.name === 'categories' ? { ...input, shape: [3] } : input,
    );
    expect(() => compileStep(stepOf({ ...wrong, inputs }, classes))).toThrow(
      'the categories are [4,3], not [batch, 2]',
    );
  });
});
