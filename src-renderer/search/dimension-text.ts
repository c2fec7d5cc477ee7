/** @file Dimensions of a search and their values as people read them: parameters of its recipe, and the dataset version. */
import type { Parameters, Search } from '../../src-shared/contract.ts';
import { VERSION_DIMENSION } from '../../src-shared/search/values.ts';
import type { App } from '../platform/app.svelte.ts';
import type { RecipeWords } from '../training/recipe-words.svelte.ts';

export interface DimensionWords {
  readonly name: (dimension: string) => string;
  readonly value: (dimension: string, value: Parameters[string]) => string;
}

export function dimensionWords(
  app: App,
  recipes: RecipeWords,
  { recipe, versionNames }: Pick<Search, 'recipe' | 'versionNames'>,
): DimensionWords {
  return {
    name: (dimension) =>
      dimension === VERSION_DIMENSION ? app.words.search.detail.version : recipes.parameter(dimension),
    value: (dimension, value) =>
      dimension === VERSION_DIMENSION
        ? (versionNames[String(value)] ?? String(value))
        : recipes.value(recipe, dimension, value),
  };
}
