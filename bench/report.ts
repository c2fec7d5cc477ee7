/** @file What a bench is and what it reports. */

/** One measured case beside its peer. */
export interface CaseResult {
  readonly bench: string;
  readonly case: string;
  readonly unit: string;
  /** Our value; the median over pairs where there is a peer. */
  readonly lathe: number | null;
  /** The peer's value, or null where it is missing or there is none. */
  readonly peer: number | null;
  /** The peer with its version, or what is missing. */
  readonly peerName: string | null;
  /** Median over pairs of ours / peer's; without a peer, null. */
  readonly ratio: number | null;
  /** The greatest ratio, or the greatest value where there is no peer, that counts as reached. */
  readonly goal: number | null;
  /** Pairs the medians are over. */
  readonly pairs: number;
  readonly machine: string;
  /** What a reader should know, e.g. that the machine was never quiet. */
  readonly note?: string;
}

export type Report = (result: Omit<CaseResult, 'bench' | 'machine'>) => void;

/** A bench: `bench/NAME.bench.ts` exports one under the name `bench`. */
export interface Bench {
  /** One line for `npm run bench` without a name. */
  readonly about: string;
  readonly run: (report: Report) => Promise<void>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
