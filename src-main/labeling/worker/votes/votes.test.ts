import { describe, expect, it } from 'vitest';
import { Random } from '../../../graph/index.ts';
import { ABSTAINS, combineVotes, statisticsOf } from './combine.ts';
import { lookFor } from './look.ts';

const item = (text: string, metadata = {}) => ({ text, metadata, said: -1 });

describe('a labeling function', () => {
  it('finds a pattern, and where', () => {
    const look = lookFor('free', { kind: 'pattern', pattern: String.raw`\bfree\b`, caseless: true });
    expect(look([item('Get it FREE now'), item('freedom')])).toEqual([{ part: { start: 7, end: 11 } }, null]);
  });

  it('that would search forever is stopped and named, one that is none is refused', () => {
    const look = lookFor('slow', { kind: 'pattern', pattern: '(a+)+$', caseless: false });
    expect(() => look([item(`${'a'.repeat(40)}!`)])).toThrow(
      expect.objectContaining({ key: 'labeling.patternSlow' }),
    );
    expect(() => lookFor('bad', { kind: 'pattern', pattern: '(', caseless: false })).toThrow(
      expect.objectContaining({ key: 'labeling.patternBad' }),
    );
  });

  it('finds words of a dictionary: whole ones with spaces between, any in Chinese', () => {
    const look = lookFor('words', { kind: 'dictionary', words: ['win', '免费'] });
    expect(look([item('You WIN!'), item('window'), item('现在免费领取'), item('')])).toEqual([
      { part: { start: 4, end: 7 } },
      null,
      { part: { start: 2, end: 4 } },
      null,
    ]);
  });

  it.each([
    ['greater', 'size', '9', true],
    ['less', 'size', '9', false],
    ['equals', 'from', 'Ann', true],
    ['notEquals', 'from', 'Bo', true],
    ['contains', 'from', 'nn', true],
    ['equals', 'none', '', false],
  ] as const)('compares a column: %s %s %s', (comparison, column, value, found) => {
    const look = lookFor('column', { kind: 'metadata', column, comparison, value });
    expect(look([item('', { size: 10, from: 'Ann' })])[0] !== null).toBe(found);
  });
});

/** Functions that vote for one class each, right with a chance of their own. */
function votesOf(chances: readonly number[], items: number) {
  const random = new Random(11);
  const truths = Int16Array.from({ length: items }, () => Math.floor(random.uniform() * 2));
  const votes = new Int16Array(items * chances.length).fill(ABSTAINS);
  for (const [i, truth] of truths.entries())
    for (const [f, chance] of chances.entries()) {
      const target = f % 2;
      const fires = random.uniform() < (truth === target ? 0.6 : (0.6 * (1 - chance)) / chance);
      if (fires) votes[i * chances.length + f] = target;
    }
  return { truths, votes };
}

describe('votes', () => {
  it('weigh as much as people show them to be right', () => {
    const { truths, votes } = votesOf([0.95, 0.95, 0.55], 2000);
    const known = truths.map((truth, i) => (i < 200 ? truth : ABSTAINS));
    const { accuracies, labels } = combineVotes({ functions: 3, classes: 2, votes, truths: known });
    expect(accuracies[0]).toBeGreaterThan(0.85);
    expect(accuracies[0]).toBeGreaterThan(accuracies[2]! + 0.15);
    const made = labels.flatMap((label, i) => (label ? [label.label === truths[i]] : []));
    expect(made.filter(Boolean).length / made.length).toBeGreaterThan(0.85);
  });

  it('of one function alone, of which nobody knows anything, are as sure as the belief before', () => {
    const { accuracies, labels } = combineVotes({
      functions: 1,
      classes: 2,
      votes: Int16Array.from({ length: 100 }, (_, i) => (i % 2 ? 1 : ABSTAINS)),
      truths: new Int16Array(100).fill(ABSTAINS),
    });
    expect(accuracies[0]).toBeCloseTo(0.7, 6);
    expect(labels[1]).toEqual({ label: 1, confidence: expect.closeTo(0.7, 6) as number });
    expect(labels[0]).toBeNull();
  });

  it('have coverage, overlaps, conflicts and an empirical accuracy', () => {
    const votes = Int16Array.from([0, 0, 0, 1, 0, ABSTAINS, ABSTAINS, ABSTAINS]);
    const truths = Int16Array.from([0, 1, ABSTAINS, 0]);
    expect(statisticsOf({ functions: 2, classes: 2, votes, truths })).toEqual([
      { coverage: 0.75, overlaps: 0.5, conflicts: 0.25, answered: 2, right: 1 },
      { coverage: 0.5, overlaps: 0.5, conflicts: 0.25, answered: 2, right: 2 },
    ]);
  });
});
