import { describe, expect, it } from 'vitest';
import {
  adam,
  compileStep,
  dense,
  dropout,
  embedding,
  lstm,
  networkOf,
  sequential,
  softmaxCrossEntropy,
  stepsAxis,
  timeMajor,
  verify,
  type StepOptions,
} from './index.ts';

const options: StepOptions = {
  network: networkOf(
    sequential(
      timeMajor,
      embedding({ name: 'embedding', vocabulary: 20, size: 3 }),
      lstm({ name: 'lstm', input: 3, hidden: 2 }),
      dropout({ name: 'dropout', rate: 0.2 }),
      dense({ name: 'output', input: 2, output: 2 }),
    ),
    { name: 'features', elementType: 'int32', shape: [5] },
  ),
  heads: [
    {
      output: 'logits',
      target: { name: 'labels', elementType: 'int32', shape: [] },
      loss: softmaxCrossEntropy(),
    },
  ],
  optimizer: adam(),
  batch: 4,
  frozen: (name) => name === 'embedding.table',
  repeat: true,
};

describe('a repeated step', () => {
  it('verifies, with bodies inside its body', () => {
    const { trainStep } = compileStep(options);
    expect(trainStep.nodes.map(({ op }) => op)).toEqual(['Scan']);
    verify(trainStep);
  });

  it('takes and gives what a step does: the state as it is, the rest once for each step', () => {
    const [several, one] = [compileStep(options), compileStep({ ...options, repeat: false })];
    const kept = new Set(one.state.map(({ name }) => name));
    const border = ({ trainStep: { inputs, outputs } }: typeof one) =>
      [...inputs, ...outputs].map(({ name, shape = [] }) => [name, shape] as const);
    expect(border(several)).toEqual(
      border(one).map(([name, shape]) => {
        const lasts = kept.has(name.replace(/^next:/, ''));
        return [name, lasts ? shape : [stepsAxis, ...shape]];
      }),
    );
    expect([several.repeats, one.repeats]).toEqual([true, false]);
  });

  it('is one step where gradients are accumulated', () => {
    expect(compileStep({ ...options, accumulate: 2 }).repeats).toBe(false);
  });
});
