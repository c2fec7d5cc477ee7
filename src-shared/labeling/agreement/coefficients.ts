/** @file Coefficients of agreement between annotators. Pure; each is null where it is not defined. */

/** What somebody said of an item: equal texts or numbers are the same answer. */
export type Rating = string | number;

/** The answers of people to one item; each person once, in no order. */
export type Unit = readonly Rating[];

/** The share of pairs of answers to the same item that are equal. */
export function percentAgreement(units: readonly Unit[]): number | null {
  let [same, pairs] = [0, 0];
  for (const unit of units) {
    pairs += (unit.length * (unit.length - 1)) / 2;
    for (const count of counted(unit).values()) same += (count * (count - 1)) / 2;
  }
  return pairs === 0 ? null : same / pairs;
}

/**
 * J. Cohen: A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20 (1960).
 * Null where chance alone would make two people agree on everything.
 *
 * @param pairs what two people said of each item
 */
export function cohenKappa(pairs: readonly (readonly [Rating, Rating])[]): number | null {
  if (pairs.length === 0) return null;
  const first = counted(pairs.map(([answer]) => answer));
  const second = counted(pairs.map(([, answer]) => answer));
  const observed = pairs.filter(([a, b]) => a === b).length / pairs.length;
  let expected = 0;
  for (const [answer, count] of first) expected += (count * (second.get(answer) ?? 0)) / pairs.length ** 2;
  return chanceCorrected(observed, expected);
}

/**
 * J. L. Fleiss: Measuring nominal scale agreement among many raters. Psychological Bulletin 76 (1971).
 *
 * @param units items that all have as many answers
 */
export function fleissKappa(units: readonly Unit[]): number | null {
  const people = units[0]?.length ?? 0;
  if (people < 2) return null;
  const totals = new Map<Rating, number>();
  let observed = 0;
  for (const unit of units) {
    if (unit.length !== people) throw new Error(`a unit has ${unit.length} answers in place of ${people}`);
    let squares = 0;
    for (const [answer, count] of counted(unit)) {
      totals.set(answer, (totals.get(answer) ?? 0) + count);
      squares += count ** 2;
    }
    observed += (squares - people) / (people * (people - 1));
  }
  let expected = 0;
  for (const total of totals.values()) expected += (total / (units.length * people)) ** 2;
  return chanceCorrected(observed / units.length, expected);
}

function chanceCorrected(observed: number, expected: number): number | null {
  // Sums of shares come to 1 only but for rounding.
  return 1 - expected < 1e-12 ? null : (observed - expected) / (1 - expected);
}

export type Level = 'nominal' | 'ordinal' | 'interval';

/**
 * K. Krippendorff: Computing Krippendorff's Alpha-Reliability (2011). Items may lack answers; those with one count for
 * nothing. Null where all answers are the same.
 *
 * @param units of `ordinal` and `interval` numbers only
 */
export function krippendorffAlpha(units: readonly Unit[], level: Level): number | null {
  const paired = units.filter(({ length }) => length > 1);
  const totals = new Map<Rating, number>();
  for (const unit of paired) for (const answer of unit) totals.set(answer, (totals.get(answer) ?? 0) + 1);
  const distance = DISTANCES[level](totals);
  let observed = 0;
  for (const unit of paired) observed += sumOfDistances(counted(unit), distance) / (unit.length - 1);
  const answers = paired.reduce((sum, { length }) => sum + length, 0);
  const expected = sumOfDistances(totals, distance) / (answers - 1);
  return answers === 0 || expected === 0 ? null : 1 - observed / expected;
}

type Distance = (a: Rating, b: Rating) => number;

/** Total: the squared difference of two answers, of which `totals` counts all. */
const DISTANCES: Readonly<Record<Level, (totals: ReadonlyMap<Rating, number>) => Distance>> = {
  nominal: () => (a, b) => Number(a !== b),
  interval: () => (a, b) => (Number(a) - Number(b)) ** 2,
  ordinal(totals) {
    const order = [...totals].sort(([a], [b]) => Number(a) - Number(b));
    let below = 0;
    // Where the middle of each rank lies among all answers.
    const middles = new Map(
      order.map(([answer, count]) => {
        below += count;
        return [answer, below - count / 2] as const;
      }),
    );
    return (a, b) => (middles.get(a)! - middles.get(b)!) ** 2;
  },
};

/** Over ordered pairs of different answers. */
function sumOfDistances(counts: ReadonlyMap<Rating, number>, distance: Distance): number {
  const all = [...counts];
  let sum = 0;
  for (const [i, [a, countA]] of all.entries())
    for (const [b, countB] of all.slice(i + 1)) sum += 2 * countA * countB * distance(a, b);
  return sum;
}

function counted(answers: readonly Rating[]): Map<Rating, number> {
  const counts = new Map<Rating, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return counts;
}
