/** @file Grid search: every combination of a few values of each dimension. */
import type { Parameters } from '../../tracking/record.ts';
import type { Dimension } from '../contract.ts';
import { isActive } from '../space.ts';

/** Of a range, its ends among them. */
export const GRID_LEVELS = 4;
/** More combinations than anybody trains. */
const MOST = 10_000;

/** All combinations, the last dimension changing first; dimensions whose condition does not hold are left out. */
export function gridOf(space: readonly Dimension[], levels = GRID_LEVELS): readonly Parameters[] {
  let combinations: Parameters[] = [{}];
  for (const dimension of space) {
    const values = levelsOf(dimension, levels);
    combinations = combinations.flatMap((before) =>
      isActive(dimension, before)
        ? values.map((value) => ({ ...before, [dimension.name]: value }))
        : [before],
    );
    if (combinations.length > MOST) combinations = combinations.slice(0, MOST);
  }
  return combinations;
}

export function levelsOf(dimension: Dimension, levels: number): readonly Parameters[string][] {
  if (dimension.kind === 'choice') return dimension.options;
  const { from, to, scale, integer } = dimension;
  const values = Array.from({ length: levels }, (_, i) => {
    const share = levels === 1 ? 0.5 : i / (levels - 1);
    const value = scale === 'logarithmic' ? from * (to / from) ** share : from + share * (to - from);
    return Math.min(to, Math.max(from, integer ? Math.round(value) : value));
  });
  return [...new Set(values)];
}
