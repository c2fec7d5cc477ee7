/** @file What the votes of labeling functions come to, and how they compare. Pure. */
import type { FunctionStatistics } from '../../../../src-shared/labeling/help/contract.ts';

export const ABSTAINS = -1;

export interface Votes {
  readonly functions: number;
  readonly classes: number;
  /** `[items, functions]` row by row: the number of a class, or {@link ABSTAINS}. */
  readonly votes: Int16Array;
  /** What people said of each item; {@link ABSTAINS} where nobody did. */
  readonly truths: Int16Array;
}

/** Belief in a function before it is known better: as good as 10 votes, 7 of them right. */
const RIGHT = 7;
const WRONG = 3;
/** With so many votes on items that people answered, these alone say how good a function is. */
const KNOWN_FROM = 10;
const MOST_ROUNDS = 100;
const TOLERANCE = 1e-6;

export interface Combined {
  /** How often each function is right, estimated. */
  readonly accuracies: number[];
  /** By item: the likeliest class and how likely it is; null where no function voted. */
  readonly labels: ({ readonly label: number; readonly confidence: number } | null)[];
}

/**
 * Dawid and Skene's method (1979) with one accuracy a function in place of a confusion matrix: most functions vote for one
 * class alone, of which a matrix tells nothing. What people said of an item is its true class, and a function
 * that voted on ten such items is as good as it was there. The other accuracies begin at, and are held near, 0.7 by a Beta
 * prior, so that functions without evidence do not come to be sure of themselves.
 */
export function combineVotes(input: Votes): Combined {
  const { functions, classes } = input;
  const items = input.truths.length;
  const shown = statisticsOf(input).map(({ answered, right }) =>
    answered < KNOWN_FROM ? null : (RIGHT + right) / (RIGHT + WRONG + answered),
  );
  let accuracies = shown.map((accuracy) => accuracy ?? RIGHT / (RIGHT + WRONG));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const right = new Array<number>(functions).fill(RIGHT);
    const all = new Array<number>(functions).fill(RIGHT + WRONG);
    for (let item = 0; item < items; item++) {
      const posterior = posteriorAt(input, item, accuracies);
      if (posterior === null) continue;
      for (let f = 0; f < functions; f++) {
        const vote = input.votes[item * functions + f]!;
        if (vote === ABSTAINS) continue;
        right[f]! += posterior[vote]!;
        all[f]!++;
      }
    }
    const after = right.map((count, f) => shown[f] ?? count / all[f]!);
    const moved = Math.max(...after.map((accuracy, f) => Math.abs(accuracy - accuracies[f]!)));
    accuracies = after;
    if (moved < TOLERANCE) break;
  }
  const untold = { ...input, truths: new Int16Array(items).fill(ABSTAINS) };
  const labels = Array.from({ length: items }, (_, item) => {
    const posterior = posteriorAt(untold, item, accuracies);
    if (posterior === null || classes === 0) return null;
    const label = posterior.indexOf(Math.max(...posterior));
    return { label, confidence: posterior[label]! };
  });
  return { accuracies, labels };
}

/** How likely each class of an item is; null where no function voted. */
function posteriorAt(
  { functions, classes, votes, truths }: Votes,
  item: number,
  accuracies: readonly number[],
): number[] | null {
  const logs = new Array<number>(classes).fill(0);
  let voted = false;
  for (let f = 0; f < functions; f++) {
    const vote = votes[item * functions + f]!;
    if (vote === ABSTAINS) continue;
    voted = true;
    const [right, wrong] = [accuracies[f]!, (1 - accuracies[f]!) / Math.max(1, classes - 1)];
    for (let label = 0; label < classes; label++) logs[label]! += Math.log(label === vote ? right : wrong);
  }
  if (!voted) return null;
  if (truths[item] !== ABSTAINS) return logs.map((_, label) => Number(label === truths[item]));
  const most = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Coverage, overlaps, conflicts and empirical accuracy of each function (Ratner et al. 2017). */
export function statisticsOf({ functions, votes, truths }: Votes): FunctionStatistics[] {
  const items = truths.length;
  const counts = Array.from({ length: functions }, () => ({
    coverage: 0,
    overlaps: 0,
    conflicts: 0,
    answered: 0,
    right: 0,
  }));
  for (let item = 0; item < items; item++) {
    const row = votes.subarray(item * functions, (item + 1) * functions);
    for (const [f, vote] of row.entries()) {
      if (vote === ABSTAINS) continue;
      const of = counts[f]!;
      of.coverage++;
      const others = row.filter((other, g) => g !== f && other !== ABSTAINS);
      of.overlaps += Number(others.length > 0);
      of.conflicts += Number(others.some((other) => other !== vote));
      if (truths[item] === ABSTAINS) continue;
      of.answered++;
      of.right += Number(truths[item] === vote);
    }
  }
  const share = (count: number): number => (items === 0 ? 0 : count / items);
  return counts.map(({ coverage, overlaps, conflicts, answered, right }) => ({
    coverage: share(coverage),
    overlaps: share(overlaps),
    conflicts: share(conflicts),
    answered,
    right,
  }));
}
