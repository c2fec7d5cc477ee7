import { describe, expect, it } from 'vitest';
import type { ClassifiedBatch } from '../worker/batches.ts';
import { ClassificationTally, KEPT_MISTAKES } from './classification.ts';
import { GenerationTally } from './generation.ts';
import { ReconstructionTally } from './reconstruction.ts';
import { RegressionTally } from './regression.ts';
import { SliceTally } from './slices.ts';

const LABELS = ['ham', 'spam'];

function batchOf(rows: readonly { id: string; actual: number; spam: number }[]): ClassifiedBatch {
  return {
    task: 'classify',
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

describe('a tally of classes', () => {
  it('says the same however the rows are cut into batches', () => {
    const [whole, cut] = [new ClassificationTally(LABELS), new ClassificationTally(LABELS)];
    whole.add(batchOf(rows));
    for (let i = 0; i < rows.length; i += 37) cut.add(batchOf(rows.slice(i, i + 37)));
    const { loss, ...scores } = cut.result();
    const { loss: expectedLoss, ...expected } = whole.result();
    expect(scores).toEqual(expected);
    expect(loss).toBeCloseTo(expectedLoss, 10);
  });

  it('keeps the most confident mistakes, the surest first, with what was said and what is', () => {
    const tally = new ClassificationTally(LABELS);
    for (let i = 0; i < rows.length; i += 100) tally.add(batchOf(rows.slice(i, i + 100)));
    const { mistakes } = tally.result();
    const wrong = rows
      .map(({ actual, spam }) => ({ actual, answer: spam > 0.5 ? 1 : 0, sure: Math.max(spam, 1 - spam) }))
      .filter(({ actual, answer }) => actual !== answer);
    expect(wrong.length).toBeGreaterThan(KEPT_MISTAKES);
    expect(mistakes).toHaveLength(KEPT_MISTAKES);
    const sure = wrong.map((row) => row.sure).toSorted((a, b) => b - a);
    mistakes.forEach((mistake, i) => expect(mistake.confidence).toBeCloseTo(sure[i]!, 6));
    for (const { actual, predicted } of mistakes) expect(actual).not.toBe(predicted);
    expect(mistakes[0]!.text).toBe(`text of ${mistakes[0]!.sample}`);
  });

  it('is all zeros without samples', () => {
    expect(new ClassificationTally(LABELS).result()).toMatchObject({
      samples: 0,
      accuracy: 0,
      loss: 0,
      mistakes: [],
    });
  });
});

describe('a tally of numbers', () => {
  const values = Array.from({ length: 1000 }, (_, i) => {
    const actual = Math.sin(i) * 50 + 1000;
    return { id: `s${String(i).padStart(4, '0')}`, actual, predicted: actual + Math.cos(i * 3) * 5 };
  });
  const batch = (some: typeof values) => ({
    task: 'regress' as const,
    ids: some.map(({ id }) => id),
    texts: some.map(({ id }) => `row ${id}`),
    actual: Float64Array.from(some, ({ actual }) => actual),
    predicted: Float32Array.from(some, ({ predicted }) => predicted),
  });

  it('has the root, the mean and the share of the errors by their definitions', () => {
    const tally = new RegressionTally();
    for (let i = 0; i < values.length; i += 64) tally.add(batch(values.slice(i, i + 64)));
    const report = tally.result();
    const errors = values.map(({ actual, predicted }) => actual - Math.fround(predicted));
    const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
    const squares = mean(errors.map((error) => error ** 2));
    const middle = mean(values.map(({ actual }) => actual));
    const spread = mean(values.map(({ actual }) => (actual - middle) ** 2));
    expect(report.rmse).toBeCloseTo(Math.sqrt(squares), 9);
    expect(report.mae).toBeCloseTo(mean(errors.map(Math.abs)), 9);
    expect(report.r2).toBeCloseTo(1 - squares / spread, 9);
    expect(report.points).toHaveLength(500);
    const worst = Math.max(...errors.map(Math.abs));
    expect(Math.abs(report.misses[0]!.actual - report.misses[0]!.predicted)).toBeCloseTo(worst, 6);
    expect(report.misses).toHaveLength(100);
  });

  it('explains nothing where the target never varies', () => {
    const tally = new RegressionTally();
    tally.add(batch(values.slice(0, 5).map((value) => ({ ...value, actual: 3 }))));
    expect(tally.result().r2).toBe(0);
  });
});

describe('a tally of reconstructions', () => {
  it('has the quantiles by nearest rank and the oddest rows first', () => {
    const tally = new ReconstructionTally();
    const ids = Array.from({ length: 200 }, (_, i) => `s${i}`);
    const errors = Float32Array.from(ids, (_, i) => ((i * 37) % 200) + 1);
    tally.add({ task: 'reconstruct', ids, texts: ids, errors });
    const report = tally.result();
    expect(report.quantiles).toEqual({ p50: 100, p90: 180, p99: 198 });
    expect(report.oddities[0]?.error).toBe(200);
    expect(report.loss).toBeCloseTo(100.5, 9);
  });
});

describe('a tally of predicted text', () => {
  it('turns nats a token into perplexity and bits a character', () => {
    const tally = new GenerationTally();
    tally.add({ task: 'generate', tokens: 60, characters: 100, lossSum: 60 * Math.log(4) });
    tally.add({ task: 'generate', tokens: 40, characters: 100, lossSum: 40 * Math.log(4) });
    const report = tally.result();
    expect(report.perplexity).toBeCloseTo(4, 9);
    expect(report.bitsPerCharacter).toBeCloseTo(1, 9);
    expect(report.samples).toBe(100);
  });
});

describe('slices', () => {
  const lang = ['en', 'de', 'en', null];

  it('are the accuracy of each value, the most samples first, and of no column that never varies or has too many', () => {
    const tally = new SliceTally(2);
    const batch = batchOf(
      lang.map((_, i) => ({ id: `${i}`, actual: Number(i > 1), spam: i === 0 ? 0.9 : 0.8 })),
    );
    const columns = [
      { column: 'lang', values: lang },
      { column: 'same', values: lang.map(() => 'x') },
    ];
    tally.add({ ...batch, slices: columns });
    tally.add({ ...batch, slices: [{ column: 'many', values: lang.map((_, i) => `${i}`) }, ...columns] });
    for (let i = 0; i < 40; i += 4)
      tally.add({ ...batch, slices: [{ column: 'many', values: lang.map((_, at) => `${i + at}`) }] });
    expect(tally.result()).toEqual([
      {
        column: 'lang',
        values: [
          { value: 'en', samples: 4, score: 0.5 },
          { value: 'de', samples: 2, score: 0 },
          { value: null, samples: 2, score: 1 },
        ],
      },
    ]);
  });

  it('of numbers are the root of the mean squared error', () => {
    const tally = new SliceTally(0);
    const numbers = { actual: Float64Array.of(1, 2, 3, 4), predicted: Float32Array.of(1, 5, 3, 8) };
    const ids = lang.map((_, i) => `${i}`);
    tally.add({ task: 'regress', ids, texts: ids, ...numbers, slices: [{ column: 'lang', values: lang }] });
    expect(tally.result()[0]?.values).toEqual([
      { value: 'en', samples: 2, score: 0 },
      { value: 'de', samples: 1, score: 3 },
      { value: null, samples: 1, score: 4 },
    ]);
  });
});
