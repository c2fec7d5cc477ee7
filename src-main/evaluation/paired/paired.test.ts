import { expect, it } from 'vitest';
import { pairedOf } from './paired.ts';
import { type Answered, answersOf } from './tasks.ts';

const LABELS = ['ham', 'spam'];

/** Each sample by its class and the probability of spam. */
function answers(scores: readonly (readonly [actual: number, spam: number])[]): readonly Answered[] {
  return answersOf(
    {
      task: 'classify',
      ids: scores.map((_, at) => `sample-${at}`),
      texts: scores.map((_, at) => `text ${at}`),
      actual: Int32Array.from(scores, ([actual]) => actual),
      probabilities: Float64Array.from(scores.flatMap(([, spam]) => [1 - spam, spam])),
    },
    LABELS,
  )!;
}

const TRUTH = Array.from({ length: 40 }, (_, at) => at % 2);
/** Right but for every eighth, and right but for the first. */
const weak = answers(
  TRUTH.map((is, at) => [is, at % 8 === 0 ? 0.7 - 0.3 * is + at / 400 : 0.2 + 0.6 * is - at / 400]),
);
const strong = answers(TRUTH.map((is, at) => [is, at === 0 ? 0.9 : 0.1 + 0.8 * is + at / 1000]));

it('counts who is right where, and tests the difference on the same samples', () => {
  const { samples, confusions, tests, rows, wrong } = pairedOf([weak, strong], LABELS);
  expect(samples).toBe(40);
  expect(confusions).toEqual([
    [
      [15, 5],
      [0, 20],
    ],
    [
      [19, 1],
      [0, 20],
    ],
  ]);
  const [interval, mcnemar, delong] = tests;
  expect(interval).toMatchObject({ test: 'bootstrap', measure: 'accuracy', first: 0.875, second: 0.975 });
  expect(interval!.low).toBeLessThan(0.1);
  expect(interval!.high).toBeGreaterThan(0.1);
  // Four samples that only the second has right: 2 / 2⁴.
  expect(mcnemar).toMatchObject({ test: 'mcnemar', why: null });
  expect(mcnemar!.p).toBeCloseTo(0.125, 12);
  expect(delong).toMatchObject({ test: 'delong', measure: 'auc', why: null });
  expect(delong!.second).toBeGreaterThan(delong!.first!);
  expect(wrong).toBe(5);
  expect(rows[0]).toMatchObject({
    actual: 'ham',
    first: 'spam',
    second: 'ham',
    firstRight: false,
    secondRight: true,
  });
  expect(rows.at(-1)).toMatchObject({ sample: 'sample-0', first: 'spam', second: 'spam' });
});

it('says why a test does not apply', () => {
  const { tests } = pairedOf([weak, weak], LABELS);
  expect(tests.map(({ p, why }) => [p, why?.en])).toEqual([
    [null, 'All values are equal.'],
    [null, 'Both models are right and wrong on the same samples.'],
    [null, 'The difference does not vary over the samples.'],
  ]);
});

it('numbers are compared by their absolute error', () => {
  const numbers = (predicted: readonly number[]) =>
    answersOf(
      {
        task: 'regress',
        ids: predicted.map((_, at) => `sample-${at}`),
        texts: predicted.map(() => ''),
        actual: Float64Array.from(predicted, () => 0),
        predicted: Float64Array.from(predicted),
      },
      [],
    )!;
  const { tests, confusions } = pairedOf([numbers([3, 4, 5, 6, 7, 8]), numbers([-1, 1, 2, -2, 3, 1])], []);
  expect(confusions).toEqual([]);
  expect(tests[0]).toMatchObject({ measure: 'absoluteError', first: 5.5, second: 10 / 6 });
  expect(tests[1]).toMatchObject({ test: 'wilcoxon', p: 2 / 64 });
});
