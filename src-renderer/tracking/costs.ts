/** @file The costs of a step as a chart shows them. */
import type { StepProfile } from '../../src-shared/contract.ts';
import type { Bar } from '../ui/charts/bar.ts';

/** Operators with a bar of their own. */
const OWN_BAR = 10;

/** Milliseconds a step of the costliest operators; the others share the last bar. `others` names it by their count. */
export function operatorBars(
  operators: StepProfile['operators'],
  others: (count: number) => string,
): readonly Bar[] {
  const bars = operators.map(({ operator, milliseconds }) => ({ name: operator, value: milliseconds }));
  if (bars.length <= OWN_BAR + 1) return bars;
  const rest = bars.slice(OWN_BAR);
  const value = rest.reduce((sum, bar) => sum + bar.value, 0);
  return [...bars.slice(0, OWN_BAR), { name: others(rest.length), value }];
}
