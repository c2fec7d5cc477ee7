/** @file Two models on the same samples: who is right where, and whether the difference is more than chance. */
import type { PairedPredictions, PairedTest } from '../../../src-shared/contract.ts';
import {
  type Inapplicable,
  bootstrap,
  delong,
  disagreements,
  mcnemar,
  meanInterval,
  meanOf,
  whyInapplicable,
  wilcoxon,
} from '../../../src-shared/statistics/index.ts';
import type { Answered } from './tasks.ts';

/** Rows that are told one by one. */
const MOST_ROWS = 1000;
/** Past so many samples the t interval is the same as the bootstrap's to what anybody reads. */
const MOST_RESAMPLED = 3000;
const CLIPPED = 300;

export type Paired = Pick<
  PairedPredictions,
  'samples' | 'labels' | 'confusions' | 'tests' | 'rows' | 'wrong'
>;

/** @param labels the classes of single answers, in order; empty where there are none */
export function pairedOf(
  [first, second]: readonly [readonly Answered[], readonly Answered[]],
  labels: readonly string[],
): Paired {
  const others = new Map(second.map((answer) => [answer.sample, answer]));
  const pairs = first.flatMap((answer): [Answered, Answered][] => {
    const other = others.get(answer.sample);
    return other ? [[answer, other]] : [];
  });
  const wrong = pairs.filter(([a, b]) => a.right === false || b.right === false || a.error !== null);
  const weight = ([a, b]: readonly [Answered, Answered]): number =>
    a.error === null ? Number(a.right !== b.right) : Math.abs(a.error - (b.error ?? 0));
  const rows = wrong.toSorted((one, other) => weight(other) - weight(one)).slice(0, MOST_ROWS);
  return {
    samples: pairs.length,
    labels: [...labels],
    confusions:
      labels.length === 0
        ? []
        : [0, 1].map((at) =>
            confusionOf(
              pairs.map((pair) => pair[at]!),
              labels,
            ),
          ),
    tests: testsOf(pairs),
    wrong: wrong.length,
    rows: rows.map(([a, b]) => ({
      sample: a.sample,
      text: a.text.slice(0, CLIPPED),
      actual: a.actual,
      first: a.predicted,
      second: b.predicted,
      firstRight: a.right,
      secondRight: b.right,
    })),
  };
}

function confusionOf(answers: readonly Answered[], labels: readonly string[]): number[][] {
  const places = new Map(labels.map((label, at) => [label, at]));
  const counts = labels.map(() => labels.map(() => 0));
  for (const { actual, predicted } of answers) {
    const [row, column] = [places.get(actual), places.get(predicted)];
    if (row !== undefined && column !== undefined) counts[row]![column]! += 1;
  }
  return counts;
}

type Pairs = readonly (readonly [Answered, Answered])[];

function testsOf(pairs: Pairs): PairedTest[] {
  if (pairs.length === 0) return [];
  const [a] = pairs[0]!;
  if (a.error !== null) {
    const errors = pairs.map(([one, other]) => [one.error ?? 0, other.error ?? 0] as const);
    const ranks = wilcoxon(errors);
    const means = meansOf(errors);
    return [
      differenceTest('absoluteError', errors),
      {
        ...NOTHING,
        ...means,
        test: 'wilcoxon',
        measure: 'absoluteError',
        ...(ranks.applies ? { p: ranks.p } : why(ranks)),
      },
    ];
  }
  const rights = pairs.map(([one, other]) => [Number(one.right), Number(other.right)] as const);
  const counted = mcnemar(
    disagreements(
      pairs.map(([one]) => one.right === true),
      pairs.map(([, other]) => other.right === true),
    ),
  );
  const tests: PairedTest[] = [
    differenceTest('accuracy', rights),
    {
      ...NOTHING,
      ...meansOf(rights),
      test: 'mcnemar',
      measure: 'accuracy',
      ...(counted.applies ? { p: counted.p } : why(counted)),
    },
  ];
  return a.score === null ? tests : [...tests, aucTest(pairs)];
}

const NOTHING = { first: null, second: null, difference: null, low: null, high: null, p: null, why: null };

const why = (reason: Inapplicable) => ({ why: whyInapplicable(reason) });

function meansOf(values: readonly (readonly [number, number])[]) {
  const [first, second] = [meanOf(values.map(([one]) => one)), meanOf(values.map(([, other]) => other))];
  return { first, second, difference: second - first };
}

/** The interval of the mean difference, sample by sample. */
function differenceTest(
  measure: PairedTest['measure'],
  values: readonly (readonly [number, number])[],
): PairedTest {
  const differences = values.map(([one, other]) => other - one);
  const interval =
    differences.length > MOST_RESAMPLED
      ? meanInterval(differences)
      : bootstrap({
          count: differences.length,
          statistic: (drawn) => drawn.reduce((sum, at) => sum + differences[at]!, 0) / drawn.length,
        });
  const ends = interval.applies ? { low: interval.low, high: interval.high } : why(interval);
  return { ...NOTHING, ...meansOf(values), test: 'bootstrap', measure, ...ends };
}

function aucTest(pairs: Pairs): PairedTest {
  const outcome = delong(
    pairs.map(([one]) => one.positive),
    [pairs.map(([one]) => one.score ?? 0), pairs.map(([, other]) => other.score ?? 0)],
  );
  const named = { test: 'delong', measure: 'auc' } as const;
  if (!outcome.applies) return { ...NOTHING, ...named, ...why(outcome) };
  const { first, second, difference, low, high, p } = outcome;
  return { ...NOTHING, ...named, first, second, difference, low, high, p };
}
