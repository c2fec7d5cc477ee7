import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../scripts/python.ts';
import { runPython } from '../../scripts/python.fixture.ts';
import {
  bestThresholds,
  multilabelMetrics,
  type ScoredLabels,
} from '../../src-shared/evaluation/multilabel.ts';

/** Scores with ties, labels that are never there or never given among them; scikit-learn takes one label for a class. */
const someCase: fc.Arbitrary<ScoredLabels> = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 30 }))
  .chain(([labels, rows]) => {
    const many = { minLength: labels * rows, maxLength: labels * rows };
    return fc.record({
      labels: fc.constant(labels),
      scores: fc.array(
        fc.integer({ min: 0, max: 20 }).map((step) => step / 20),
        many,
      ),
      truths: fc.array(fc.integer({ min: 0, max: 1 }), many),
    });
  });

const byHand = { labels: 2, scores: [0.9, 0.2, 0.6, 0.7, 0.1, 0.4], truths: [1, 0, 0, 1, 0, 1] } as const;

const script = `
import sys, json, numpy as np
from sklearn.metrics import f1_score, accuracy_score, precision_recall_fscore_support, precision_recall_curve
told = []
for case in json.load(sys.stdin):
    shape = (-1, case['labels'])
    y = np.array(case['truths']).reshape(shape)
    s = np.array(case['scores']).reshape(shape)
    given = (s >= np.array(case['thresholds'])).astype(int)
    p, r, f, n = precision_recall_fscore_support(y, given, average=None, zero_division=0)
    best = []
    for k in range(case['labels']):
        if y[:, k].sum() == 0:
            best.append(0)
            continue
        precision, recall, _ = precision_recall_curve(y[:, k], s[:, k])
        total = precision + recall
        best.append(np.max(np.where(total > 0, 2 * precision * recall / np.where(total > 0, total, 1), 0)))
    told.append([[f1_score(y, given, average='micro', zero_division=0), f1_score(y, given, average='macro', zero_division=0),
                  accuracy_score(y, given)], [list(row) for row in zip(p.tolist(), r.tolist(), f.tolist(), n.tolist())], best])
print(json.dumps(told))
`;

describe('metrics of several labels', () => {
  it('are those of an example by hand', () => {
    const { microF1, macroF1, exactMatch, perLabel } = multilabelMetrics(byHand, [0.5, 0.5]);
    expect(perLabel).toEqual([
      { precision: 1 / 2, recall: 1, f1: 2 / 3, support: 1, predicted: 2 },
      { precision: 1, recall: 1 / 2, f1: 2 / 3, support: 2, predicted: 1 },
    ]);
    expect([microF1, macroF1, exactMatch]).toEqual([4 / 6, 2 / 3, 1 / 3]);
    expect(bestThresholds(byHand)).toEqual([0.75, (0.4 + 0.2) / 2]);
  });

  it('stay numbers without rows, and take 0.5 for a label nobody has', () => {
    expect(multilabelMetrics({ labels: 1, scores: [], truths: [] }, [0.5]).exactMatch).toBe(0);
    expect(bestThresholds({ labels: 1, scores: [0.2, 0.9], truths: [0, 0] })).toEqual([0.5]);
  });

  it('are those of scikit-learn on the same scores', (context) => {
    const python = findPython('sklearn');
    if (!python) return context.skip(pythonMissing('sklearn'));
    const cases = fc.sample(someCase, { numRuns: 50, seed: 4 }).flatMap((one) => [
      { ...one, thresholds: Array.from({ length: one.labels }, () => 0.5) },
      { ...one, thresholds: bestThresholds(one) },
    ]);
    const { stdout, status, stderr } = runPython(python, ['-c', script], JSON.stringify(cases));
    expect(status, stderr).toBe(0);
    const told = JSON.parse(stdout) as [number[], number[][], number[]][];
    for (const [index, one] of cases.entries()) {
      const own = multilabelMetrics(one, one.thresholds);
      const [totals, perLabel, best] = told[index]!;
      close([own.microF1, own.macroF1, own.exactMatch], totals);
      for (const [label, { precision, recall, f1, support }] of own.perLabel.entries())
        close([precision, recall, f1, support], perLabel[label]!);
      if (index % 2 === 1)
        close(
          own.perLabel.map(({ f1, support }) => (support === 0 ? 0 : f1)),
          best,
        );
    }
  }, 60_000);
});

function close(own: readonly number[], other: readonly number[]): void {
  expect(own.length).toBe(other.length);
  for (const [index, value] of other.entries()) expect(own[index]).toBeCloseTo(value, 12);
}
