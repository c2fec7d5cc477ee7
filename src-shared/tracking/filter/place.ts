/** @file Problems at a place of a filter. */
import { AppError } from '../../platform/errors.ts';
import type { ProblemKey } from '../../problems.ts';

export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Characters before and after a place that show it. */
const AROUND = 12;

/** A problem at a place of the text. */
export function problemAt(
  source: string,
  { from, to }: Place,
  key: ProblemKey,
  more: Readonly<Record<string, string>> = {},
): AppError {
  const before = source.slice(Math.max(0, from - AROUND), from);
  const near = `${before}▸${source.slice(from, from + AROUND)}`;
  return new AppError(key, { position: from + 1, near, found: source.slice(from, to), ...more });
}
