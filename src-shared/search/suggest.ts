/** @file The next trial of a search: the same for the same seed, number and trials before, so that a restart changes nothing. */
import { Random } from '../planning/engine/forecast/random.ts';
import type { Parameters } from '../tracking/record.ts';
import type { Dimension, Sampler } from './contract.ts';
import { gridOf } from './samplers/grid.ts';
import { drawValue } from './samplers/random.ts';
import { suggestByTpe } from './samplers/tpe.ts';
import { fill } from './space.ts';
import type { Trial } from './trials.ts';

export interface Suggesting {
  readonly sampler: Sampler;
  readonly space: readonly Dimension[];
  readonly seed: number;
}

/** The values of the trial with that number, counted from 1; null where a grid has no further. */
export function suggest(
  { sampler, space, seed }: Suggesting,
  trials: readonly Trial[],
  number: number,
): Parameters | null {
  const random = new Random(seed, `trial ${number}`);
  switch (sampler) {
    case 'grid':
      return gridOf(space)[number - 1] ?? null;
    case 'random':
      return fill(space, (dimension) => drawValue(dimension, random));
    case 'tpe':
      return suggestByTpe(space, trials, { random });
    case 'tpe-multivariate':
      return suggestByTpe(space, trials, { random, isJoint: true });
  }
}
