/**
 * @file Who is right, from the answers alone: expectation maximization over true classes and each person's confusions.
 * A. P. Dawid, A. M. Skene: Maximum likelihood estimation of observer error-rates using the EM algorithm. Applied
 * Statistics 28 (1979), 20-28. Pure.
 */

/** One answer; all three are numbers from 0. */
export interface Observation {
  readonly item: number;
  readonly person: number;
  readonly answer: number;
}

export interface DawidSkeneInput {
  readonly observations: readonly Observation[];
  readonly items: number;
  readonly people: number;
  readonly classes: number;
  /** Breaks the ties of the start. */
  readonly seed: number;
  readonly mostRounds?: number;
  /** Rounds end when the log likelihood of an answer grows by less. */
  readonly tolerance?: number;
}

export interface DawidSkene {
  /** The share of each class among the items. */
  readonly priors: number[];
  /** `[person][true class][answer]`: rows sum to 1. */
  readonly confusions: number[][][];
  /** `[item][class]`: rows sum to 1. */
  readonly posteriors: number[][];
  readonly rounds: number;
  /** Natural logarithm, of all answers. */
  readonly logLikelihood: number;
}

/** Added to each count of a confusion: nobody is taken never to err, however few answers they gave. */
const SMOOTHING = 0.01;

/** Fits the model. Items without an answer get the priors. */
export function fitDawidSkene(input: DawidSkeneInput): DawidSkene {
  const { observations, mostRounds = 200, tolerance = 1e-9 } = input;
  const byItem = answersByItem(input);
  let posteriors = startOf(input);
  let before = -Infinity;
  for (let rounds = 1; ; rounds++) {
    const model = maximize(input, byItem, posteriors);
    const expected = expect(model, byItem);
    posteriors = expected.posteriors;
    const { logLikelihood } = expected;
    const grown = (logLikelihood - before) / Math.max(1, observations.length);
    if (grown < tolerance || rounds >= mostRounds) return { ...model, posteriors, rounds, logLikelihood };
    before = logLikelihood;
  }
}

interface Model {
  readonly priors: number[];
  readonly confusions: number[][][];
}

type Answers = readonly (readonly { readonly person: number; readonly answer: number }[])[];

function answersByItem({ observations, items }: DawidSkeneInput): Answers {
  const byItem: { person: number; answer: number }[][] = Array.from({ length: items }, () => []);
  for (const { item, person, answer } of observations) byItem[item]!.push({ person, answer });
  return byItem;
}

/** The shares of the answers to each item, ties broken a little by the seed. */
export function startOf(input: Omit<DawidSkeneInput, 'mostRounds' | 'tolerance'>): number[][] {
  const { classes, seed } = input;
  const random = mulberry32(seed);
  return answersByItem(input).map((answers) => {
    const shares = Array.from({ length: classes }, () => 1e-3 * random());
    for (const { answer } of answers) shares[answer]! += 1;
    return normalized(shares);
  });
}

function maximize({ people, classes }: DawidSkeneInput, byItem: Answers, posteriors: number[][]): Model {
  const priors = Array.from({ length: classes }, () => 0);
  const confusions = Array.from({ length: people }, () =>
    Array.from({ length: classes }, () => Array.from({ length: classes }, () => SMOOTHING)),
  );
  for (const [item, answers] of byItem.entries()) {
    if (answers.length === 0) continue;
    for (const [truth, share] of posteriors[item]!.entries()) {
      priors[truth]! += share;
      for (const { person, answer } of answers) confusions[person]![truth]![answer]! += share;
    }
  }
  return { priors: normalized(priors), confusions: confusions.map((rows) => rows.map(normalized)) };
}

function expect(model: Model, byItem: Answers): { posteriors: number[][]; logLikelihood: number } {
  let logLikelihood = 0;
  const posteriors = byItem.map((answers) => {
    const { posterior, logEvidence } = posteriorOf(model, answers);
    logLikelihood += logEvidence;
    return posterior;
  });
  return { posteriors, logLikelihood };
}

/** How likely each class is after some people's answers, by a model that was fitted. */
export function posteriorOf(
  { priors, confusions }: Pick<DawidSkene, 'priors' | 'confusions'>,
  answers: readonly { readonly person: number; readonly answer: number }[],
): { posterior: number[]; logEvidence: number } {
  const logs = priors.map((prior, truth) =>
    answers.reduce(
      (sum, { person, answer }) => sum + Math.log(confusions[person]![truth]![answer]!),
      Math.log(Math.max(prior, Number.MIN_VALUE)),
    ),
  );
  const most = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { posterior: weights.map((weight) => weight / total), logEvidence: most + Math.log(total) };
}

function normalized(weights: number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total === 0 ? 1 / weights.length : weight / total));
}

/** Numbers from 0 to 1; the same for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
