/** @file Training with several seeds: a search over nothing but the seed, so that results have an interval. */
import type { Parameters, Search, SearchRequest } from '../../src-shared/contract.ts';
import { VERSION_DIMENSION } from '../../src-shared/search/values.ts';

/** As many runs as an interval needs to be worth something, unless others are chosen. */
export const USUAL_SEEDS = 5;
export const SEED_COUNTS = [3, USUAL_SEEDS, 10, 20, 30] as const;

/** The greatest seed that recipes take. */
const LAST_SEED = 2 ** 31 - 1;

export interface SeedsRequest {
  readonly version: string;
  readonly recipe: string;
  readonly parameters: Parameters;
  readonly name: string;
  /** Runs in all; {@link USUAL_SEEDS} unless given. */
  readonly count?: number;
  /** The run with these parameters is there already: only the other seeds are trained. */
  readonly isTrained?: boolean;
}

/** Runs with the seed of the parameters and those after it, as one search. */
export function seedSearch({
  version,
  recipe,
  parameters,
  name,
  count = USUAL_SEEDS,
  isTrained = false,
}: SeedsRequest): SearchRequest {
  const { seed = 1, ...rest } = parameters;
  const own = Number(seed);
  const first = Math.min(own, LAST_SEED - count + 1);
  const seeds = Array.from({ length: count }, (_, at) => first + at).filter(
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

/**
 * The best trial's training, to be done with other seeds: one of many trials looks better than it is. Null where there is none, where
 * seeds are what was searched, and where it learned from another version than the one it was compared on.
 */
export function bestAgain({
  definition,
  all,
  best,
  name,
}: Search): (Required<Omit<SeedsRequest, 'isTrained' | 'count'>> & { readonly run: string }) | null {
  const trial = all.find(({ number }) => number === best?.trial);
  if (!trial || definition.space.every((dimension) => dimension.name === 'seed')) return null;
  const { [VERSION_DIMENSION]: version = definition.version, ...values } = trial.values;
  if (version !== definition.version) return null;
  return {
    version,
    recipe: definition.recipe,
    parameters: { ...definition.parameters, ...values },
    name: `${name} · ${trial.number}`,
    run: trial.run,
  };
}
