/** @file Recipes: what can be trained, with which parameters, explained in both languages. */
import type { Parameters, Recipe, RecipeParameter } from '../../../src-shared/contract.ts';
import { KINDS } from '../../../src-shared/kinds/kinds.ts';
import { tellsOneClass } from '../../../src-shared/tasks/tasks.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { checkValue, type ParameterValue } from '../../../src-shared/training/parameters.ts';
import { answerRecipes } from './answers.ts';
import type { ParametersOf } from './definition.ts';
import { generationRecipes } from './generation.ts';
import { imageRecipes } from './images.ts';
import { preferenceRecipes } from './preferences.ts';
import { tableRecipes } from './tables.ts';
import { textRecipes } from './text.ts';

export type { SharedParameters } from './parameters.ts';

const recipes = [
  ...textRecipes,
  ...tableRecipes,
  ...imageRecipes,
  ...answerRecipes,
  ...preferenceRecipes,
  ...generationRecipes,
] as const;

type Definition = (typeof recipes)[number];

/** A training worker has a program for each. */
export type RecipeName = Definition['name'];

/** Recipes that classify images. */
export type ImageRecipeName = Extract<
  Definition,
  { readonly kind: 'image'; readonly task: 'classify' }
>['name'];

export interface RunnableRecipe<Name extends RecipeName = RecipeName> extends Recipe {
  readonly name: Name;
}

/** The values of a recipe's parameters, complete and checked. Of any recipe: those that all of them have can be read. */
export type RecipeParameters<Name extends RecipeName = RecipeName> = ParametersOf<
  Extract<Definition, { readonly name: Name }>['parameters']
>;

export const RECIPES: readonly RunnableRecipe[] = recipes;

/** @throws AppError `training.noSuchRecipe` */
export function recipeNamed(name: string): RunnableRecipe {
  const recipe = RECIPES.find((candidate) => candidate.name === name);
  if (recipe) return recipe;
  throw new AppError('training.noSuchRecipe', {
    recipe: name,
    recipes: RECIPES.map((known) => known.name).join(', '),
  });
}

export function takesImages(recipe: RunnableRecipe): recipe is RunnableRecipe<ImageRecipeName> {
  return KINDS[recipe.kind].hasImages && tellsOneClass(recipe.task);
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
export function completeParameters<Name extends RecipeName>(
  recipe: RunnableRecipe<Name>,
  given: Parameters,
): RecipeParameters<Name> {
  refuseStrangers(recipe, given);
  const values = Object.fromEntries(
    recipe.parameters.map((each) => [each.name, asChoice(each, given[each.name] ?? each.default)]),
  );
  assertValid(recipe, values);
  return values;
}

/** A command line tells numbers from words by their looks, and takes the choice “4” for a number. */
const asChoice = ({ kind }: RecipeParameter, value: ParameterValue): ParameterValue =>
  kind === 'choice' && typeof value === 'number' ? String(value) : value;

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
  classWeights: 'none',
};

/** The complete parameters of a run that was recorded, perhaps by a version whose recipes had fewer. */
export function recordedParameters<Name extends RecipeName>(
  recipe: RunnableRecipe<Name>,
  recorded: Parameters,
): RecipeParameters<Name> {
  const known = Object.entries(BEFORE).filter(([name]) =>
    recipe.parameters.some((each) => each.name === name),
  );
  return completeParameters(recipe, { ...Object.fromEntries(known), ...recorded });
}

function refuseStrangers(recipe: Recipe, given: Parameters): void {
  const names = recipe.parameters.map(({ name }) => name);
  const stranger = Object.keys(given).find((name) => !names.includes(name));
  if (stranger === undefined) return;
  throw new AppError('training.noSuchParameter', {
    recipe: recipe.name,
    parameter: stranger,
    parameters: names.join(', '),
  });
}

function assertValid<Name extends RecipeName>(
  { parameters }: RunnableRecipe<Name>,
  values: Parameters,
): asserts values is Parameters & RecipeParameters<Name> {
  for (const parameter of parameters) {
    const value = values[parameter.name];
    if (checkValue(parameter, value) !== null) throw refusal(parameter, value);
  }
}

function refusal(parameter: RecipeParameter, given: ParameterValue | undefined): AppError {
  const refused = { parameter: parameter.name, value: String(given) };
  switch (parameter.kind) {
    case 'number': {
      const { min, max, integer, default: usual } = parameter;
      const kind = integer ? 'a whole number' : 'a number';
      return new AppError('training.parameterOutOfRange', { ...refused, kind, min, max, default: usual });
    }
    case 'choice': {
      const options = parameter.options.map(({ value }) => value).join(', ');
      return new AppError('training.noSuchChoice', { ...refused, options });
    }
    case 'switch':
      return new AppError('training.noSuchChoice', { ...refused, options: 'true, false' });
  }
}
