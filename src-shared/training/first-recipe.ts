/** @file Which recipe to begin with: for the form, which shows it at once, and for training where none is named. */
import type { Recipe } from './contract.ts';

/** Fewer texts than these teach a network less than a linear model over their words knows. */
const smallTexts = 10_000;
const OF_SMALL_TEXTS = 'text-tfidf';

/** @param fitting recipes that take the data, in their order @param rows to train on */
export function firstRecipe<Each extends Pick<Recipe, 'name'>>(
  fitting: readonly Each[],
  rows: number,
): Each | undefined {
  const [first, second] = fitting;
  return first?.name === OF_SMALL_TEXTS && rows > smallTexts ? second : first;
}
