/** @file Recipes: what can be trained, with which parameters, explained in both languages. */
import type { Parameters, Recipe, RecipeParameter } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { generationRecipes } from './generation.ts';
import { imageRecipes } from './images.ts';
import type { RunnableRecipe } from './recipe.ts';
import { tableRecipes } from './tables.ts';
import { textRecipes } from './text.ts';

export type { RunnableRecipe } from './recipe.ts';

export const RECIPES: readonly RunnableRecipe[] = [
  ...textRecipes,
  ...tableRecipes,
  ...imageRecipes,
  ...generationRecipes,
];

/** @throws AppError `training.noSuchRecipe` */
export function recipeNamed(name: string): RunnableRecipe {
  const recipe = RECIPES.find((candidate) => candidate.name === name);
  if (recipe) return recipe;
  throw new AppError('training.noSuchRecipe', {
    recipe: name,
    recipes: RECIPES.map((known) => known.name).join(', '),
  });
}

/** What a recipe must fit: the kind of a version's data and what its samples are labeled with. */
export interface DataFacts extends Pick<Recipe, 'kind'> {
  readonly target: Recipe['targets'][number];
}

/** @throws AppError `training.wrongData` when a recipe does not take such data */
export function checkData(recipe: Recipe, data: DataFacts): void {
  if (recipe.kind === data.kind && recipe.targets.includes(data.target)) return;
  const fitting = RECIPES.filter(({ kind, targets }) => kind === data.kind && targets.includes(data.target));
  throw new AppError('training.wrongData', {
    recipe: recipe.name,
    takes: `${recipe.kind} (${recipe.targets.join(', ')})`,
    has: `${data.kind} (${data.target})`,
    recipes: fitting.map(({ name }) => name).join(', '),
  });
}

/**
 * The recipe's parameters with what was given in place of the defaults.
 *
 * @throws AppError `training.noSuchParameter`, `training.parameterOutOfRange`, `training.noSuchChoice`
 */
export function completeParameters(recipe: Recipe, given: Parameters): Parameters {
  const names = recipe.parameters.map(({ name }) => name);
  const stranger = Object.keys(given).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new AppError('training.noSuchParameter', {
      recipe: recipe.name,
      parameter: stranger,
      parameters: names.join(', '),
    });
  }
  return Object.fromEntries(
    recipe.parameters.map((parameter) => [parameter.name, checked(parameter, given[parameter.name])]),
  );
}

/** What parameters were in effect before recipes had them: a run recorded without one was trained like this. */
const BEFORE: Parameters = {
  provider: 'cpu',
  optimizer: 'adam',
  schedule: 'constant',
  warmup: 0,
  weightDecay: 0,
  clip: 0,
  accumulate: 1,
  average: 0,
  dropout: 0,
  wordDropout: 0,
  pooling: 'last',
};

/** The complete parameters of a run that was recorded, perhaps by a version whose recipes had fewer. */
export function recordedParameters(recipe: Recipe, recorded: Parameters): Parameters {
  const known = Object.entries(BEFORE).filter(([name]) =>
    recipe.parameters.some((each) => each.name === name),
  );
  return completeParameters(recipe, { ...Object.fromEntries(known), ...recorded });
}

function checked(
  parameter: RecipeParameter,
  value: Parameters[string] = parameter.default,
): Parameters[string] {
  switch (parameter.kind) {
    case 'number':
      return checkedNumber(parameter, value);
    case 'choice':
      return checkedChoice(parameter, value);
    case 'switch':
      return checkedSwitch(parameter, value);
  }
}

function checkedNumber(
  parameter: Extract<RecipeParameter, { kind: 'number' }>,
  value: Parameters[string],
): number {
  const { name, min, max, integer } = parameter;
  const fits = typeof value === 'number' && value >= min && value <= max;
  if (fits && (!integer || Number.isInteger(value))) return value;
  const kind = integer ? 'a whole number' : 'a number';
  const usual = parameter.default;
  throw new AppError('training.parameterOutOfRange', {
    parameter: name,
    value: String(value),
    kind,
    min,
    max,
    default: usual,
  });
}

function checkedChoice(
  parameter: Extract<RecipeParameter, { kind: 'choice' }>,
  value: Parameters[string],
): string {
  if (parameter.options.some((option) => option.value === value)) return String(value);
  const options = parameter.options.map((option) => option.value).join(', ');
  throw new AppError('training.noSuchChoice', { parameter: parameter.name, value: String(value), options });
}

function checkedSwitch(
  parameter: Extract<RecipeParameter, { kind: 'switch' }>,
  value: Parameters[string],
): boolean {
  if (typeof value === 'boolean') return value;
  throw new AppError('training.noSuchChoice', {
    parameter: parameter.name,
    value: String(value),
    options: 'true, false',
  });
}
