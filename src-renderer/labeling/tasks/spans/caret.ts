/** @file A caret and the selection between it and its anchor, moved as in any text. Pure. */
import type { Breaks, Range } from './breaks.ts';

export interface Caret {
  readonly anchor: number;
  /** Where the caret stands. */
  readonly at: number;
}

export const AT_START: Caret = { anchor: 0, at: 0 };

/** By how much a caret moves along the text. Up and down follow the lines as they are drawn and are no part of this. */
export type Step = 'next' | 'previous' | 'nextWord' | 'previousWord' | 'first' | 'last';

export function rangeOf({ anchor, at }: Caret): Range {
  return { start: Math.min(anchor, at), end: Math.max(anchor, at) };
}

/** @param extend whether the anchor stays, as with Shift */
export function moveTo(caret: Caret, at: number, extend: boolean): Caret {
  return { anchor: extend ? caret.anchor : at, at };
}

/** A selection that is not extended any more ends on the side it was left by. */
export function move(
  caret: Caret,
  step: Step,
  { breaks, extend }: { breaks: Breaks; extend: boolean },
): Caret {
  const { start, end } = rangeOf(caret);
  if (!extend && start !== end && (step === 'next' || step === 'previous'))
    return moveTo(caret, step === 'next' ? end : start, false);
  return moveTo(caret, target(caret.at, step, breaks), extend);
}

function target(at: number, step: Step, breaks: Breaks): number {
  if (step === 'first') return 0;
  if (step === 'last') return breaks.text.length;
  return breaks[step](at);
}
