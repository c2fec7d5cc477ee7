/** @file `lathe recipes`: what can be trained, and what `--set` may change of it. */
import type { Recipe, RecipeParameter } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Session } from '../platform/cli/session.ts';
import { table } from '../platform/cli/terminal.ts';

/** All recipes, or the parameters of one. @throws AppError `training.noSuchRecipe` */
export async function recipesCommand({ client, terminal }: Session, name?: string): Promise<void> {
  const recipes = await client.training.recipes();
  if (name === undefined) return terminal.result({ recipes }, listed(recipes));
  const recipe = recipes.find((one) => one.name === name);
  if (recipe) return terminal.result(recipe, explained(recipe));
  const names = recipes.map((one) => one.name).join(', ');
  throw new AppError('training.noSuchRecipe', { recipe: name, recipes: names });
}

function listed(recipes: readonly Recipe[]): string {
  const rows = recipes.map(({ name, kind, targets, title }) => [name, kind, targets.join(', '), title.en]);
  return table(['recipe', 'kind', 'target', 'title'], rows);
}

function explained({ title, summary, parameters }: Recipe): string {
  const rows = parameters.map((parameter) => [
    parameter.name,
    String(parameter.default),
    valuesOf(parameter),
    parameter.about.en,
  ]);
  return [title.en, summary.en, '', table(['parameter', 'default', 'values', 'what it does'], rows)].join(
    '\n',
  );
}

function valuesOf(parameter: RecipeParameter): string {
  switch (parameter.kind) {
    case 'number':
      return `${parameter.min} to ${parameter.max}${parameter.unit && ` ${parameter.unit}`}`;
    case 'choice':
      return parameter.options.map(({ value }) => value).join(', ');
    case 'switch':
      return 'true, false';
  }
}
