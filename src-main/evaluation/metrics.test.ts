import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../scripts/python.ts';
import {
  accuracy,
  argmaxRows,
  classScores,
  confusionMatrix,
  crossEntropySum,
  macroAverage,
  weightedAverage,
} from './metrics.ts';

/** Pairs of class indices and probabilities for them. */
interface Case {
  classes: number;
  actual: number[];
  probabilities: number[];
}

const someCase: fc.Arbitrary<Case> = fc.integer({ min: 2, max: 6 }).chain((classes) =>
  fc
    .array(
      fc.tuple(
        fc.integer({ min: 0, max: classes - 1 }),
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: classes, maxLength: classes }),
      ),
      { minLength: 1, maxLength: 60 },
    )
    .map((rows) => ({
      classes,
      actual: rows.map(([is]) => is),
      probabilities: rows.flatMap(([, logits]) => softmax(logits.map((x) => x / 3))),
    })),
);

function softmax(logits: number[]): number[] {
  const exp = logits.map(Math.exp);
  const sum = exp.reduce((a, b) => a + b);
  return exp.map((x) => Math.fround(x / sum));
}

function metricsOf({ classes, actual, probabilities }: Case) {
  const confusion = confusionMatrix(actual, argmaxRows(probabilities, classes), classes);
  const scores = classScores(confusion);
  const { precision, recall, f1 } = macroAverage(scores);
  const weighted = weightedAverage(scores);
  return {
    confusion,
    accuracy: accuracy(confusion),
    macro: [precision, recall, f1],
    weighted: [weighted.precision, weighted.recall, weighted.f1],
    each: scores.map((score) => [score.precision, score.recall, score.f1, score.support]),
    loss: crossEntropySum(probabilities, actual, classes) / actual.length,
  };
}

describe('metrics by hand', () => {
  const confusion = [
    [8, 2, 0],
    [1, 4, 0],
    [0, 0, 0],
  ];
  it('counts a matrix with a row for each actual and a column for each predicted class', () => {
    expect(confusionMatrix([0, 0, 1], [0, 1, 1], 2)).toEqual([
      [1, 1],
      [0, 1],
    ]);
  });
  it('gives 0 where a ratio has no denominator', () => {
    expect(classScores(confusion)[2]).toEqual({ precision: 0, recall: 0, f1: 0, support: 0, predicted: 0 });
    expect(accuracy([[0]])).toBe(0);
  });
  it('leaves a class that never occurs out of the macro average', () => {
    const macro = macroAverage(classScores(confusion));
    expect(macro.precision).toBeCloseTo((8 / 9 + 4 / 6) / 2, 12);
    expect(macro.recall).toBeCloseTo((8 / 10 + 4 / 5) / 2, 12);
  });
  it('weighs by support', () => {
    expect(weightedAverage(classScores(confusion)).precision).toBeCloseTo((10 * (8 / 9) + 5 * (4 / 6)) / 15);
  });
  it('keeps a certain mistake finite and a perfect answer almost free', () => {
    expect(crossEntropySum([1, 0], [1], 2)).toBeCloseTo(-Math.log(2 ** -23), 6);
    expect(crossEntropySum([1, 0], [0], 2)).toBeLessThan(2e-7);
  });
  it('breaks ties towards the first class', () => {
    expect([...argmaxRows([0.5, 0.5, 0.1, 0.9], 2)]).toEqual([0, 1]);
  });
});

describe('metrics, any data', () => {
  it('keeps F1 between 0 and 1, at most the mean of precision and recall', () => {
    fc.assert(
      fc.property(someCase, (data) => {
        for (const [precision, recall, f1] of metricsOf(data).each) {
          expect(f1).toBeGreaterThanOrEqual(0);
          expect(f1).toBeLessThanOrEqual((precision! + recall!) / 2 + 1e-12);
        }
      }),
    );
  });
  it('has a weighted recall that is the accuracy', () => {
    fc.assert(
      fc.property(someCase, (data) => {
        const metrics = metricsOf(data);
        expect(metrics.weighted[1]).toBeCloseTo(metrics.accuracy, 12);
      }),
    );
  });
});

const ORACLE = `
import json, sys, warnings
import numpy as np
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss, precision_recall_fscore_support as prfs
warnings.simplefilter('ignore')
out = []
for case in json.load(sys.stdin):
    n, y = case['classes'], np.array(case['actual'])
    p = np.array(case['probabilities'], dtype=np.float32).reshape(-1, n)
    said, every = p.argmax(1), list(range(n))
    out.append({
        'confusion': confusion_matrix(y, said, labels=every).tolist(),
        'accuracy': accuracy_score(y, said),
        'macro': list(prfs(y, said, average='macro')[:3]),
        'weighted': list(prfs(y, said, average='weighted')[:3]),
        'each': np.array(prfs(y, said, labels=every)).T.tolist(),
        'loss': log_loss(y, p.astype(np.float32), labels=every),
    })
json.dump(out, sys.stdout)
`;

const oracle = findPython('sklearn');

describe('metrics against scikit-learn', () => {
  it('agree on 200 random tasks, absent classes included', (context) => {
    context.skip(!oracle, pythonMissing('sklearn'));
    const cases = fc.sample(someCase, { numRuns: 200, seed: 7 });
    const run = spawnSync(oracle!, ['-c', ORACLE], { input: JSON.stringify(cases), encoding: 'utf8' });
    expect(run.stderr).toBe('');
    const expected = JSON.parse(run.stdout) as ReturnType<typeof metricsOf>[];
    expect(expected).toHaveLength(cases.length);
    cases.forEach((data, i) => {
      const [ours, theirs] = [metricsOf(data), expected[i]!];
      expect(ours.confusion).toEqual(theirs.confusion);
      expect(ours.accuracy).toBeCloseTo(theirs.accuracy, 12);
      ours.macro.forEach((value, k) => expect(value).toBeCloseTo(theirs.macro[k]!, 12));
      ours.weighted.forEach((value, k) => expect(value).toBeCloseTo(theirs.weighted[k]!, 12));
      ours.each.forEach((row, c) =>
        row.forEach((value, k) => expect(value).toBeCloseTo(theirs.each[c]![k]!, 12)),
      );
      expect(ours.loss).toBeCloseTo(theirs.loss, 5);
    });
  });
});
