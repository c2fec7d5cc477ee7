import { describe, expect, it } from 'vitest';
import { compileStep, dropout, stepsAxis, verify, type StepOptions } from './index.ts';
import { lstmStep } from './step.fixture.ts';

const options: StepOptions = {
  ...lstmStep(dropout({ name: 'dropout', rate: 0.2 })),
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
