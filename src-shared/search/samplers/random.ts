/** @file Random search (Bergstra & Bengio 2012): each dimension on its own, evenly on its scale. */
import type { Random } from '../../planning/engine/forecast/random.ts';
import type { Parameters } from '../../tracking/record.ts';
import type { Dimension } from '../contract.ts';

export function drawValue(dimension: Dimension, random: Random): Parameters[string] {
  const share = random.uniform();
  if (dimension.kind === 'choice') return dimension.options[Math.floor(share * dimension.options.length)]!;
  return atShare(dimension, share);
}

/** The value at a share of a range, 0 to 1 on its scale; of whole numbers each has as much of it as its neighbors. */
export function atShare(
  { from, to, scale, integer }: Extract<Dimension, { kind: 'number' }>,
  share: number,
): number {
  const half = integer ? 0.5 : 0;
  const [low, high] = [from - half, to + half];
  const value =
    scale === 'logarithmic'
      ? Math.exp(Math.log(low) + share * (Math.log(high) - Math.log(low)))
      : low + share * (high - low);
  return Math.min(to, Math.max(from, integer ? Math.round(value) : value));
}
