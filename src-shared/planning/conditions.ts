/** @file How a value is held against a condition; the window draws by the same rule. */
import type { Comparison } from './kinds/values.ts';

/** As people choose from them. */
export const COMPARISON_NAMES: readonly Comparison[] = ['>=', '<=', '>', '<', '=', '!='];

export interface Wanted {
  readonly comparison: Comparison;
  readonly value: number | string;
}

const ORDER: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/** Whether a value fulfils a condition. States are compared for being the same, numbers never with states. */
export function isMet(value: number | string | null, { comparison, value: wanted }: Wanted): boolean {
  if (typeof value === 'number' && typeof wanted === 'number') return ORDER[comparison](value, wanted);
  if (typeof value !== 'string' || typeof wanted !== 'string') return false;
  return comparison === '=' ? value === wanted : comparison === '!=' && value !== wanted;
}

/** What is missing to the value asked for, in its unit; negative where there is more than enough, null without numbers. */
export function distanceTo(
  value: number | string | null,
  { comparison, value: wanted }: Wanted,
): number | null {
  if (typeof value !== 'number' || typeof wanted !== 'number') return null;
  if (comparison === '>=' || comparison === '>') return wanted - value;
  if (comparison === '<=' || comparison === '<') return value - wanted;
  return Math.abs(value - wanted) * (isMet(value, { comparison, value: wanted }) ? -1 : 1);
}
