/** @file Early stopping of trials by their curves: the median rule, and asynchronous successive halving (ASHA). */
import type { EarlyStopping } from './contract.ts';

/** What a trial measured: by epoch, from 1, so that lower is better. */
export interface Curve {
  readonly number: number;
  readonly ended: boolean;
  /** Sparse where an epoch is missing. */
  readonly losses: readonly { readonly epoch: number; readonly loss: number }[];
}

/** Whether a trial should end after its latest epoch. Trials of a search that halves wait at rungs instead: see halving.ts. */
export function shouldStop(rule: EarlyStopping, own: Curve, others: readonly Curve[]): boolean {
  switch (rule.kind) {
    case 'none':
    case 'halving':
      return false;
    case 'median':
      return isBelowMedian(rule, own, others);
    case 'asha':
      return isLeftBehind(rule, own, others);
  }
}

/** The least loss up to an epoch; null where the trial did not get there. */
export function bestUntil({ losses }: Curve, epoch: number): number | null {
  if (!losses.some((one) => one.epoch >= epoch)) return null;
  const until = losses.filter((one) => one.epoch <= epoch).map(({ loss }) => loss);
  return until.length > 0 ? Math.min(...until) : null;
}

/** Epochs that it got to. */
export function lastEpoch({ losses }: Curve): number {
  return losses.reduce((last, { epoch }) => Math.max(last, epoch), 0);
}

/**
 * Worse at its best than the median of the trials that ended, at the same epoch (Golovin et al. 2017). The first trials and
 * epochs are let pass.
 */
function isBelowMedian(
  { trials, epochs }: Extract<EarlyStopping, { kind: 'median' }>,
  own: Curve,
  others: readonly Curve[],
): boolean {
  const epoch = lastEpoch(own);
  const ended = others.filter(({ number, ended: over }) => over && number !== own.number);
  if (epoch < epochs || ended.length < trials) return false;
  const at = ended.flatMap(({ losses }) => losses.find((one) => one.epoch === epoch)?.loss ?? []);
  if (at.length === 0) return false;
  return bestUntil(own, epoch)! > medianOf(at);
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Of the epochs that training every trial through takes. */
const MOST_SHARE = 1 / 3;

/**
 * Epochs of the first rung, unless they are said: of the brackets of Hyperband the gentlest that takes a third of all epochs at
 * most. Its first rung is the whole training over `factor` to the power of s; one trial in `factor` goes on at each of the s rungs,
 * so a trial takes on average (1 + s (1 - 1 / factor)) first rungs. With a factor of 3, s is 2 and the share 26 %.
 * Source: Li et al. 2018, Hyperband, section 3.
 *
 * @param epochs of a whole training
 */
export function firstRung(epochs: number, factor: number): number {
  let power = 1;
  while ((1 + power * (1 - 1 / factor)) / factor ** power > MOST_SHARE) power++;
  return Math.max(1, Math.floor(epochs / factor ** power));
}

/** Epochs at which trials are compared: `first`, then each time `factor` times as many, below `most`. */
export function rungsOf({ first, factor }: { first: number; factor: number }, most: number): number[] {
  const rungs: number[] = [];
  for (let rung = first; rung < most; rung *= factor) rungs.push(rung);
  return rungs;
}

/**
 * Not among the best of those that got to this rung: of n one in `factor` goes on, at least the best (Li et al. 2020, in the
 * form that stops trials instead of holding them). Nobody waits for anybody, so the order of trials matters.
 */
function isLeftBehind(
  rule: Extract<EarlyStopping, { kind: 'asha' }>,
  own: Curve,
  others: readonly Curve[],
): boolean {
  const epoch = lastEpoch(own);
  if (!rungsOf(rule, epoch + 1).includes(epoch)) return false;
  const loss = bestUntil(own, epoch)!;
  const competitors = others
    .filter(({ number }) => number !== own.number)
    .flatMap((other) => bestUntil(other, epoch) ?? []);
  const better = competitors.filter((other) => other < loss).length;
  return better >= Math.max(1, Math.floor((competitors.length + 1) / rule.factor));
}
