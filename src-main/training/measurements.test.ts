import { describe, expect, it } from 'vitest';
import { measurements, resultsSoFar, systemMeasurements } from './measurements.ts';

const validation = { loss: 0.3, accuracy: 0.9, macroPrecision: 0.8, macroRecall: 0.7, macroF1: 0.75 };
const epoch = { kind: 'epoch', epoch: 2, step: 40, trainLoss: 0.4, validation } as const;

describe('an epoch', () => {
  it('becomes a point of each validation curve at the step it ended with', () => {
    expect(measurements(epoch)).toContainEqual({
      metric: 'validation.macroF1',
      step: 40,
      epoch: 2,
      value: 0.75,
    });
    expect(measurements(epoch)).toHaveLength(5);
  });

  it('is what the run has to show until the next one', () => {
    expect(resultsSoFar(epoch)).toMatchObject({
      'validation.accuracy': 0.9,
      'validation.loss': 0.3,
      epochs: 2,
    });
  });
});

it('steps become points of the loss, and of the speed and the learning rate of the last one, and are no result', () => {
  const points = [1, 2].map((step) => ({ step, epoch: 1, loss: 1 / step, learningRate: 0.1, seconds: step }));
  const update = { kind: 'steps', points, samplesPerSecond: 500 } as const;
  expect(measurements(update)).toEqual([
    { metric: 'train.loss', step: 1, epoch: 1, value: 1 },
    { metric: 'train.loss', step: 2, epoch: 1, value: 0.5 },
    { metric: 'train.samplesPerSecond', step: 2, epoch: 1, value: 500 },
    { metric: 'train.learningRate', step: 2, epoch: 1, value: 0.1 },
  ]);
  expect(resultsSoFar(update)).toBeNull();
});

it('what the process of a training takes stands at its last step, with what the machine tells', () => {
  const points = [{ step: 7, epoch: 2, loss: 1, learningRate: 0.1, seconds: 1 }];
  const update = { kind: 'steps', points, samplesPerSecond: 500 } as const;
  const machine = () => ({ watts: 12, celsius: null, gpus: [] });
  const system = { cpu: 180, residentBytes: 5e8 };
  expect(systemMeasurements({ ...update, system }, machine)).toEqual([
    { metric: 'system/cpu', step: 7, epoch: 2, value: 180 },
    { metric: 'system/memory', step: 7, epoch: 2, value: 0.5 },
    { metric: 'system/power', step: 7, epoch: 2, value: 12 },
  ]);
  expect(
    systemMeasurements(update, () => {
      throw new Error('was read');
    }),
  ).toEqual([]);
});
