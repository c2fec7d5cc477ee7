import { describe, expect, it } from 'vitest';
import { Random } from '../../../graph/index.ts';
import { compare, type Answered } from './compare.ts';
import { pairedBootstrap } from './bootstrap.ts';
import { classScorer } from './scorers.ts';
import type { Baselines } from './baselines.ts';

const labels = ['ham', 'spam'];

/** The model is right where the baseline is wrong in `gained` samples, wrong where it is right in `lost`. */
function pairs({ both, gained, lost }: { both: number; gained: number; lost: number }) {
  const samples = both + gained + lost;
  const actual = Array.from({ length: samples }, (_, at) => at % 2);
  const wrong = (at: number) => 1 - actual[at]!;
  const model = actual.map((is, at) => (at < both + gained ? is : wrong(at)));
  const baseline = actual.map((is, at) => (at >= both && at < both + gained ? wrong(at) : is));
  return { samples, actual, model, baseline };
}

function baselinesOf(answers: readonly number[], metric: Baselines['metric'] = 'accuracy'): Baselines {
  const all = { train: [], validation: [], test: answers };
  return {
    format: 1,
    labels: metric === 'rmse' ? [] : labels,
    metric,
    all: [{ name: 'tfidf', recipe: 'text-tfidf', answers: all }],
  };
}

const answered = (actual: readonly number[], predicted: readonly number[]): Answered => {
  return { split: 'test', actual, predicted, labels, recipe: 'text-lstm' };
};

describe('the paired bootstrap', () => {
  it('has the interval that the formula for paired proportions gives', () => {
    // d = (b - c) / n with variance (b + c - (b - c)² / n) / n² (Agresti 2013, section 11.1.1).
    const { samples, actual, model, baseline } = pairs({ both: 900, gained: 80, lost: 20 });
    const { differences, resamples } = pairedBootstrap({
      samples,
      model: classScorer(actual, model, 2),
      baselines: [classScorer(actual, baseline, 2)],
      seed: 1,
    });
    const [accuracy] = differences[0]!;
    const error = Math.sqrt((100 - 60 ** 2 / samples) / samples ** 2);
    expect(resamples).toBe(2000);
    expect(accuracy!.difference).toBeCloseTo(0.06, 12);
    expect(accuracy!.low).toBeGreaterThan(0.06 - 2.2 * error);
    expect(accuracy!.low).toBeLessThan(0.06 - 1.75 * error);
    expect(accuracy!.high).toBeLessThan(0.06 + 2.2 * error);
    expect(accuracy!.high).toBeGreaterThan(0.06 + 1.75 * error);
  });

  it('covers the true difference in about 19 of 20 experiments', () => {
    const random = new Random(5);
    const truth = 0.05;
    const covered = Array.from({ length: 50 }, (_, seed) => {
      const actual = new Array<number>(400).fill(1);
      const model = actual.map(() => Number(random.uniform() < 0.9));
      const baseline = actual.map(() => Number(random.uniform() < 0.9 - truth));
      const scorers = { model: classScorer(actual, model, 2), baselines: [classScorer(actual, baseline, 2)] };
      const { low, high } = pairedBootstrap({ samples: 400, ...scorers, seed }).differences[0]![0]!;
      return low <= truth && truth <= high;
    });
    expect(covered.filter(Boolean).length).toBeGreaterThanOrEqual(44);
  });

  it('is the same for the same seed', () => {
    const { actual, model, baseline } = pairs({ both: 50, gained: 8, lost: 3 });
    const compared = () => compare(baselinesOf(baseline), answered(actual, model));
    expect(compared()).toEqual(compared());
  });
});

describe('a comparison', () => {
  it('says both scores, and by how much the model is better', () => {
    const { actual, model, baseline } = pairs({ both: 90, gained: 9, lost: 1 });
    const comparison = compare(baselinesOf(baseline), answered(actual, model))!;
    expect(comparison).toMatchObject({ strongest: 'tfidf', metric: 'accuracy', itself: false, samples: 100 });
    const [accuracy, macroF1] = comparison.baselines[0]!.gains;
    expect(accuracy).toMatchObject({ metric: 'accuracy', model: 0.99, baseline: 0.91 });
    expect(accuracy!.gain).toBeCloseTo(0.08, 12);
    expect(macroF1!.gain).toBeCloseTo(macroF1!.model - macroF1!.baseline, 12);
  });

  it('finds the classes of a model that numbers them otherwise', () => {
    const { actual, baseline } = pairs({ both: 20, gained: 0, lost: 0 });
    const turned = actual.map((is) => 1 - is);
    const model = { ...answered(turned, turned), labels: labels.toReversed() };
    expect(compare(baselinesOf(baseline), model)?.baselines[0]?.gains[0]).toMatchObject({ gain: 0 });
    expect(compare(baselinesOf(baseline), { ...model, labels: ['x', 'y'] })).toBeNull();
  });

  it('counts a smaller error of numbers as better', () => {
    const actual = Array.from({ length: 200 }, (_, at) => at % 7);
    const off = (by: number) => actual.map((value, at) => value + (at % 2 ? by : -by));
    const model = { ...answered(actual, off(1)), labels: [] };
    const [rmse, mae] = compare(baselinesOf(off(3), 'rmse'), model)!.baselines[0]!.gains;
    expect(rmse).toMatchObject({ metric: 'rmse', model: 1, baseline: 3, gain: 2 });
    expect(mae).toMatchObject({ metric: 'mae', model: 1, baseline: 3, gain: 2 });
  });

  it('is none where the samples are others', () => {
    const { actual, model, baseline } = pairs({ both: 10, gained: 1, lost: 1 });
    expect(compare(baselinesOf(baseline.slice(1)), answered(actual, model))).toBeNull();
  });
});
