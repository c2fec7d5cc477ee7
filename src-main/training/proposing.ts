/** @file What a version's data say about a training on it: the recipe to begin with, and values of its parameters. */
import type { Proposed } from '../../src-shared/contract.ts';
import { firstRecipe } from '../../src-shared/training/first-recipe.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { Versions } from '../versions/index.ts';
import { measureDataJob } from './jobs.ts';
import { RECIPES, checkData, recipeNamed } from './recipes/index.ts';
import { proposalsFor, type DataMeasures } from './recipes/proposals.ts';

export interface Proposals {
  /** For the recipe named, or for the one to begin with. @throws AppError `training.noSuchRecipe`, `training.wrongData`, `house.notFound` */
  propose(request: { readonly version: string; readonly recipe?: string | undefined }): Promise<Proposed>;
}

interface Parts {
  readonly pool: Pool;
  readonly versions: Versions;
}

export function createProposals({ pool, versions }: Parts): Proposals {
  /** A version never changes: it is measured once. */
  const known = new Map<string, Promise<DataMeasures>>();

  async function measure(version: string): Promise<DataMeasures> {
    const { datasetName, number } = versions.get({ version });
    return pool.run(measureDataJob, {
      spec: { version: await versions.file(version) },
      kind: 'preview',
      hidden: true,
      title: `${datasetName} v${number}`,
      unit: 'samples',
    }).result;
  }

  function measured(version: string): Promise<DataMeasures> {
    const measuring = known.get(version) ?? measure(version);
    known.set(version, measuring);
    measuring.catch(() => known.delete(version));
    return measuring;
  }

  return {
    async propose({ version, recipe: name }) {
      const { kind, target, train } = versions.get({ version });
      const named = name === undefined ? undefined : recipeNamed(name);
      if (named) checkData(named, { kind, target });
      const measures = await measured(version);
      const fitting = RECIPES.filter((recipe) => recipe.kind === kind && recipe.targets.includes(target));
      const recipe = named ?? firstRecipe(fitting, train) ?? recipeNamed('text-lstm');
      checkData(recipe, { kind, target });
      return { version, recipe: recipe.name, parameters: proposalsFor(recipe, measures) };
    },
  };
}
