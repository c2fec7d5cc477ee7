import { describe, expect, it } from 'vitest';
import { NO_LABEL_COUNTS, countsMoved, labeledShare, queueCounts, unlabeledSamples } from './counts.ts';

describe('the counts of a dataset', () => {
  it('say how many samples each queue holds; a skipped one is not among the unlabeled', () => {
    expect(queueCounts({ total: 10, labeled: 4, skipped: 1, flagged: 3 })).toEqual({
      unlabeled: 5,
      labeled: 4,
      skipped: 1,
      flagged: 3,
      all: 10,
      again: 0,
      ranked: 0,
    });
    expect(queueCounts(NO_LABEL_COUNTS).unlabeled).toBe(0);
  });

  it('say what waits for a label and how far the labeling is', () => {
    expect(unlabeledSamples({ samples: 10, labeled: 4 })).toBe(6);
    expect([labeledShare({ samples: 10, labeled: 4 }), labeledShare({ samples: 0, labeled: 0 })]).toEqual([
      0.4,
      null,
    ]);
  });

  it('move with the state of a sample, there and back', () => {
    const none = { label: null, skipped: false, flagged: false };
    const labeled = { label: 'spam', skipped: false, flagged: true };
    expect(countsMoved(none, labeled)).toEqual({ labeled: 1, skipped: 0, flagged: 1 });
    expect(countsMoved(labeled, { ...none, skipped: true })).toEqual({
      labeled: -1,
      skipped: 1,
      flagged: -1,
    });
    expect(countsMoved(labeled, { ...labeled, label: 'ham' })).toEqual({
      labeled: 0,
      skipped: 0,
      flagged: 0,
    });
  });
});
