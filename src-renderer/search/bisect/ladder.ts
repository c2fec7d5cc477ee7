/** @file What the page of a bisection shows: what was trained, set by set, and what is known of each batch. */
import type { BisectTraining, Bisection } from '../../../src-shared/contract.ts';
import { isLowerBetter } from '../../../src-shared/evaluation/metrics.ts';

export interface LadderPoint {
  readonly run: string;
  readonly runNumber: number;
  readonly seed: number;
  readonly value: number;
  /** From the left, in percent of the whole width. */
  readonly at: number;
}

export interface LadderRow {
  readonly key: string;
  /** `good`: every change undone; `bad`: none. */
  readonly what: 'good' | 'bad' | 'between';
  readonly batches: number;
  readonly samples: number;
  readonly trainings: readonly BisectTraining[];
  readonly points: readonly LadderPoint[];
  /** Null before anything was measured. */
  readonly mean: number | null;
  /** What undoing it won back, and what follows; null for the ends and what is not decided. */
  readonly decision: Bisection['decisions'][number] | null;
}

const keyOf = (undone: readonly number[]): string => undone.join(',');

/** In the order in which the sets were first trained. The worst value stands at the left, the best at the right. */
export function ladderOf(
  bisection: Pick<Bisection, 'all' | 'batches' | 'decisions' | 'metric'>,
): readonly LadderRow[] {
  const values = bisection.all.flatMap(({ value }) => value ?? []);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const isLower = isLowerBetter(bisection.metric);
  const place = (value: number): number => {
    if (most === least) return 50;
    const share = (100 * (value - least)) / (most - least);
    return isLower ? 100 - share : share;
  };
  const sets = Map.groupBy(bisection.all, ({ undone }) => keyOf(undone));
  return [...sets].map(([key, trainings]) => {
    const [{ undone, samples }] = trainings as [BisectTraining];
    const points = trainings.flatMap(({ run, runNumber, seed, value }): LadderPoint[] =>
      value === null ? [] : [{ run, runNumber, seed, value, at: place(value) }],
    );
    const sum = points.reduce((all, { value }) => all + value, 0);
    const isEnd = undone.length === 0 || undone.length === bisection.batches.length;
    return {
      key,
      what: undone.length === 0 ? 'bad' : isEnd ? 'good' : 'between',
      batches: undone.length,
      samples,
      trainings,
      points,
      mean: points.length > 0 ? sum / points.length : null,
      decision: bisection.decisions.findLast((one) => keyOf(one.undone) === key) ?? null,
    };
  });
}

export type BatchState = 'found' | 'suspected' | 'cleared';

/** Of each batch; null where there was no drop, as nothing is known then. */
export function batchStates({
  batches,
  suspects,
  verdict,
}: Pick<Bisection, 'batches' | 'suspects' | 'verdict'>): readonly (BatchState | null)[] {
  const named = verdict?.batches ?? suspects;
  return batches.map((_, place) => {
    if (verdict?.kind === 'noDrop') return null;
    if (!named.includes(place)) return 'cleared';
    return verdict?.kind === 'found' ? 'found' : 'suspected';
  });
}

export interface BatchRow {
  readonly place: number;
  readonly batch: Bisection['batches'][number];
  readonly state: BatchState | null;
}

const RANKS: readonly (BatchState | null)[] = ['found', 'suspected', null, 'cleared'];

/** What was found first, then what is suspected, then the rest; of the same state the most contradicted first. */
export function batchRows(
  bisection: Pick<Bisection, 'batches' | 'suspects' | 'verdict'>,
): readonly BatchRow[] {
  const states = batchStates(bisection);
  return bisection.batches
    .map((batch, place) => ({ place, batch, state: states[place] ?? null }))
    .toSorted(
      (a, b) =>
        RANKS.indexOf(a.state) - RANKS.indexOf(b.state) ||
        (b.batch.contradicted ?? 0) - (a.batch.contradicted ?? 0) ||
        a.place - b.place,
    );
}
