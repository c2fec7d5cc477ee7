/**
 * @file Synchronous successive halving (Jamieson & Talwalkar 2016): every trial stops at a rung until all are there, and the best
 * go on to the next.
 */
import type { EarlyStopping } from './contract.ts';
import { bestUntil, lastEpoch, rungsOf, type Curve } from './early-stopping.ts';

export type Halving = Extract<EarlyStopping, { kind: 'halving' }>;

/** A trial with the rung that it waits at; null while it does not wait. */
export interface Contender extends Curve {
  readonly heldAt: number | null;
}

/**
 * The rung at which a trial stops now; null where it goes on.
 *
 * @param passed the rung that it stopped at last; 0 before the first
 * @param epochs of its whole training: there is no rung at its end
 */
export function dueRung(
  rule: Halving,
  own: Curve,
  { passed, epochs }: { readonly passed: number; readonly epochs: number },
): number | null {
  const last = lastEpoch(own);
  if (last >= epochs) return null;
  return rungsOf(rule, last + 1).find((rung) => rung > passed) ?? null;
}

/**
 * What becomes of the trials that wait at the lowest rung, once nothing is at work: of all that got there one in `factor` goes on,
 * at least the best. Those that wait at higher rungs wait for these.
 */
export function halve(
  { factor }: Halving,
  contenders: readonly Contender[],
): { readonly goOn: readonly number[]; readonly end: readonly number[] } {
  const rung = contenders.reduce((least, { heldAt }) => Math.min(least, heldAt ?? Infinity), Infinity);
  const waiting = contenders.filter(({ heldAt }) => heldAt === rung).map(({ number }) => number);
  const best = new Set(survivors(contenders, rung, factor));
  return {
    goOn: waiting.filter((number) => best.has(number)),
    end: waiting.filter((number) => !best.has(number)),
  };
}

/** Of all that were trained to a rung, the numbers of those that go on to the next; the earlier first of equals. */
export function survivors(curves: readonly Curve[], epoch: number, factor: number): readonly number[] {
  const there = curves.flatMap((curve) => {
    const loss = bestUntil(curve, epoch);
    return loss === null ? [] : [{ number: curve.number, loss }];
  });
  return there
    .toSorted((a, b) => a.loss - b.loss || a.number - b.number)
    .slice(0, Math.max(1, Math.floor(there.length / factor)))
    .map(({ number }) => number);
}
