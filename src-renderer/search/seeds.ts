/** @file Training with several seeds: a search over nothing but the seed, so that results have an interval. */
import type { Parameters, SearchRequest } from '../../src-shared/contract.ts';

/** As many runs as an interval needs to be worth something. */
export const SEEDS = 5;

/** The greatest seed that recipes take. */
const LAST_SEED = 2 ** 31 - 1;

export interface SeedsRequest {
  readonly version: string;
  readonly recipe: string;
  readonly parameters: Parameters;
  readonly name: string;
  /** The run with these parameters is there already: only the other seeds are trained. */
  readonly isTrained?: boolean;
}

/** {@link SEEDS} runs with the seed of the parameters and those after it, as one search. */
export function seedSearch({
  version,
  recipe,
  parameters,
  name,
  isTrained = false,
}: SeedsRequest): SearchRequest {
  const { seed = 1, ...rest } = parameters;
  const own = Number(seed);
  const first = Math.min(own, LAST_SEED - SEEDS + 1);
  const seeds = Array.from({ length: SEEDS }, (_, at) => first + at).filter(
    (one) => !isTrained || one !== own,
  );
  return {
    version,
    recipe,
    parameters: rest,
    space: [{ kind: 'choice', name: 'seed', options: seeds, when: null }],
    sampler: 'grid',
    earlyStopping: { kind: 'none' },
    budget: { trials: seeds.length, seconds: null },
    name: name.slice(0, 100),
  };
}
