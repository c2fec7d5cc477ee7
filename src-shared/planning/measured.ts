/**
 * @file What was measured of work, as distributions of what is still to do: labels an hour by person, seconds a run by
 * recipe, and how actual hours compare with estimated ones.
 */
import type { Distribution } from './engine/index.ts';
import type { PlanBody } from './contract.ts';

/** A label that somebody gave; `decisions` is 1, or -1 where one was taken back. */
export interface LabelTime {
  readonly author: string;
  readonly name: string;
  readonly at: string;
  readonly decisions: number;
}

export interface LabelingRate {
  /** The account of the person; null for everybody together. */
  readonly author: string | null;
  readonly name: string;
  readonly perHour: number;
  /** Standard deviation of the rate from session to session. */
  readonly deviation: number;
  readonly labels: number;
  readonly sessions: number;
}

export interface RunTime {
  readonly recipe: string;
  readonly seconds: number;
}

export interface TrainingRate {
  readonly recipe: string;
  readonly seconds: number;
  readonly deviation: number;
  readonly runs: number;
}

/** A longer break ends a session. */
const BREAK_MS = 15 * 60_000;
/** Sessions of fewer labels say too little. */
const LEAST_LABELS = 5;
/** Of so few sessions or runs the spread is not known, and taken as this share of the mean. */
const FEW = 3;
const ASSUMED_SPREAD = 0.3;

interface LabelingSession {
  readonly labels: number;
  readonly hours: number;
}

/** Labels an hour of each person, and of everybody together first; empty where nobody labeled for long enough. */
export function labelingRates(times: readonly LabelTime[]): readonly LabelingRate[] {
  const byAuthor = Map.groupBy(times, ({ author }) => author);
  const each = [...byAuthor].flatMap(([author, own]) => {
    const rate = rateOf(sessionsOf(own));
    return rate ? [{ author, name: own[0]!.name, ...rate }] : [];
  });
  const all = rateOf([...byAuthor.values()].flatMap(sessionsOf));
  return all ? [{ author: null, name: '', ...all }, ...each] : [];
}

function sessionsOf(times: readonly LabelTime[]): readonly LabelingSession[] {
  const sorted = times
    .map(({ at, decisions }) => ({ at: Date.parse(at), decisions }))
    .toSorted((a, b) => a.at - b.at);
  const sessions: LabelingSession[] = [];
  let from = 0;
  for (let i = 1; i <= sorted.length; i++) {
    if (i < sorted.length && sorted[i]!.at - sorted[i - 1]!.at <= BREAK_MS) continue;
    const own = sorted.slice(from, i);
    from = i;
    // How long the first label took is not known: it is what the others are measured from.
    const labels = own.slice(1).reduce((sum, { decisions }) => sum + decisions, 0);
    const hours = (own.at(-1)!.at - own[0]!.at) / 3_600_000;
    if (labels + 1 >= LEAST_LABELS && hours > 0) sessions.push({ labels, hours });
  }
  return sessions;
}

function rateOf(sessions: readonly LabelingSession[]) {
  if (sessions.length === 0) return undefined;
  const labels = sessions.reduce((sum, one) => sum + one.labels, 0);
  const perHour = labels / sessions.reduce((sum, { hours }) => sum + hours, 0);
  const deviation = spreadOf(
    sessions.map((one) => one.labels / one.hours),
    perHour,
  );
  return { perHour, deviation, labels: labels + sessions.length, sessions: sessions.length };
}

/** Seconds of a finished run, by recipe. */
export function trainingRates(runs: readonly RunTime[]): readonly TrainingRate[] {
  return [...Map.groupBy(runs, ({ recipe }) => recipe)].map(([recipe, own]) => {
    const seconds = own.reduce((sum, one) => sum + one.seconds, 0) / own.length;
    const deviation = spreadOf(
      own.map((one) => one.seconds),
      seconds,
    );
    return { recipe, seconds, deviation, runs: own.length };
  });
}

function spreadOf(values: readonly number[], mean: number): number {
  if (values.length < FEW) return ASSUMED_SPREAD * mean;
  const square = values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return Math.sqrt(square / (values.length - 1));
}

interface Identified<Body> {
  readonly id: string;
  readonly body: Body;
}

/** Actual hours over estimated ones, of each person's finished tasks that have both. */
export function ratiosByPerson(
  tasks: readonly Identified<PlanBody<'task'>>[],
  entries: readonly PlanBody<'timeEntry'>[],
): ReadonlyMap<string, readonly number[]> {
  const hours = new Map<string, number>();
  for (const { task, hours: own } of entries) hours.set(task, (hours.get(task) ?? 0) + own);
  const ratios = new Map<string, number[]>();
  for (const { id, body } of tasks) {
    const actual = hours.get(id) ?? 0;
    if (body.column !== 'done' || !body.estimate || body.estimate.likely === 0 || actual === 0) continue;
    for (const owner of body.owners)
      ratios.set(owner, [...(ratios.get(owner) ?? []), actual / body.estimate.likely]);
  }
  return ratios;
}

/** So many finished tasks make a person's own ratios better than what is typed. */
const ENOUGH_RATIOS = 5;

export type EstimateSource = 'labeling' | 'training' | 'ratio' | 'estimate' | 'none';

export interface EstimateParts {
  readonly labeling: readonly LabelingRate[];
  readonly training: readonly TrainingRate[];
  readonly ratios: ReadonlyMap<string, readonly number[]>;
  /** The account of a person of the team; undefined where that is not known. */
  readonly accountOf: (person: string) => string | undefined;
}

/** How long a task takes, by the best that is known: what was measured of such work, of its owner, or what was estimated. */
export function estimateOf(
  task: PlanBody<'task'>,
  { labeling, training, ratios, accountOf }: EstimateParts,
): { readonly source: EstimateSource; readonly distribution?: Distribution } {
  const { measured, estimate, owners } = task;
  if (measured?.by === 'labeling') {
    const accounts = owners.flatMap((owner) => accountOf(owner) ?? []);
    const own = labeling.find(({ author }) => author !== null && accounts.includes(author));
    const rate = own ?? labeling[0];
    if (rate && rate.perHour > 0) {
      const { perHour, deviation } = rate;
      return {
        source: 'labeling',
        distribution: { type: 'throughput', amount: measured.samples, perHour, deviation },
      };
    }
  }
  if (measured?.by === 'training') {
    const rate = training.find(({ recipe }) => recipe === measured.recipe);
    if (rate) {
      const { seconds, deviation } = rate;
      return { source: 'training', distribution: { type: 'runs', runs: measured.runs, seconds, deviation } };
    }
  }
  if (!estimate) return { source: 'none' };
  const own = owners.flatMap((owner) => ratios.get(owner) ?? []);
  if (own.length >= ENOUGH_RATIOS)
    return { source: 'ratio', distribution: { type: 'ratio', estimate: estimate.likely * 60, ratios: own } };
  return { source: 'estimate', distribution: pert(estimate) };
}

/** Three points in hours as a distribution of minutes. */
export function pert(points: NonNullable<PlanBody<'task'>['estimate']>): Distribution {
  return {
    type: 'pert',
    optimistic: points.optimistic * 60,
    likely: points.likely * 60,
    pessimistic: points.pessimistic * 60,
  };
}
