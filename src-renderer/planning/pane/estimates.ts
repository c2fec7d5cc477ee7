/** @file An estimate as it is typed: one number stands for all three points. */
import type { TaskBody } from '../work/changes.ts';

type Estimate = NonNullable<TaskBody['estimate']>;
export type Texts = Record<keyof Estimate, string>;

export const POINTS = ['optimistic', 'likely', 'pessimistic'] as const;

export function textsOf(estimate: TaskBody['estimate']): Texts {
  const text = (point: keyof Estimate) => (estimate ? String(Math.round(estimate[point] * 100) / 100) : '');
  return { optimistic: text('optimistic'), likely: text('likely'), pessimistic: text('pessimistic') };
}

/** What was typed; null where all is empty, undefined where it cannot be one. The most likely alone is all three. */
export function estimateOf(texts: Texts): Estimate | null | undefined {
  const [low, middle, high] = POINTS.map((point) => texts[point].trim().replace(',', '.'));
  if (low === '' && middle === '' && high === '') return null;
  if (low === '' && high === '' && middle !== '')
    return ordered(Number(middle), Number(middle), Number(middle));
  if (low === '' || middle === '' || high === '') return undefined;
  return ordered(Number(low), Number(middle), Number(high));
}

function ordered(optimistic: number, likely: number, pessimistic: number): Estimate | undefined {
  const isOne = 0 <= optimistic && optimistic <= likely && likely <= pessimistic && pessimistic <= 100_000;
  return isOne ? { optimistic, likely, pessimistic } : undefined;
}
