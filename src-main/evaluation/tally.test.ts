import { describe, expect, it } from 'vitest';
import { KEPT_MISTAKES, Tally, type JudgedBatch } from './tally.ts';

const LABELS = ['ham', 'spam'];

function batchOf(rows: readonly { id: string; actual: number; spam: number }[]): JudgedBatch {
  return {
    ids: rows.map(({ id }) => id),
    texts: rows.map(({ id }) => `text of ${id}`),
    actual: Int32Array.from(rows, ({ actual }) => actual),
    probabilities: Float32Array.from(rows.flatMap(({ spam }) => [1 - spam, spam])),
  };
}

const rows = Array.from({ length: 2000 }, (_, i) => ({
  id: `s${String(i).padStart(5, '0')}`,
  actual: i % 3 === 0 ? 1 : 0,
  spam: ((i * 7919) % 1000) / 1000,
}));

describe('a tally', () => {
  it('says the same however the rows are cut into batches', () => {
    const [whole, cut] = [new Tally(LABELS), new Tally(LABELS)];
    whole.add(batchOf(rows));
    for (let i = 0; i < rows.length; i += 37) cut.add(batchOf(rows.slice(i, i + 37)));
    const { loss, ...scores } = cut.result();
    const { loss: expectedLoss, ...expected } = whole.result();
    expect(scores).toEqual(expected);
    expect(loss).toBeCloseTo(expectedLoss, 10);
  });

  it('keeps the most confident mistakes, the surest first, with what was said and what is', () => {
    const tally = new Tally(LABELS);
    for (let i = 0; i < rows.length; i += 100) tally.add(batchOf(rows.slice(i, i + 100)));
    const { mistakes } = tally.result();
    const wrong = rows
      .map(({ actual, spam }) => ({ actual, said: spam > 0.5 ? 1 : 0, sure: Math.max(spam, 1 - spam) }))
      .filter(({ actual, said }) => actual !== said);
    expect(wrong.length).toBeGreaterThan(KEPT_MISTAKES);
    expect(mistakes).toHaveLength(KEPT_MISTAKES);
    const sure = wrong.map((row) => row.sure).toSorted((a, b) => b - a);
    mistakes.forEach((mistake, i) => expect(mistake.confidence).toBeCloseTo(sure[i]!, 6));
    for (const { actual, predicted } of mistakes) expect(actual).not.toBe(predicted);
    expect(mistakes[0]!.text).toBe(`text of ${mistakes[0]!.sample}`);
  });

  it('is all zeros without samples', () => {
    expect(new Tally(LABELS).result()).toMatchObject({ samples: 0, accuracy: 0, loss: 0, mistakes: [] });
  });
});
