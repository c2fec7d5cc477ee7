/** @file Recipes and the values of their parameters as people read them: titles in place of names. */
import type { LocalizedText, Parameters, Recipe } from '../../src-shared/contract.ts';
import type { App } from '../platform/app.svelte.ts';
import { useApp } from '../platform/context.ts';
import { type Query, useQuery } from '../platform/query.svelte.ts';

export class RecipeWords {
  readonly #app: App;
  readonly #recipes: Query<readonly Recipe[]>;
  /** Of parameters; of one that several recipes have, the first. */
  readonly #titles = $derived.by(() => {
    const titles: Record<string, LocalizedText> = {};
    for (const { parameters } of this.#recipes.data ?? [])
      for (const { name, title } of parameters) titles[name] ??= title;
    return titles;
  });

  constructor(app: App, recipes: Query<readonly Recipe[]>) {
    this.#app = app;
    this.#recipes = recipes;
  }

  recipe(name: string | null): Recipe | undefined {
    return this.#recipes.data?.find((known) => known.name === name);
  }

  /** A recipe of an older workbench stands by its name; until the titles are here, nothing does. */
  title(name: string | null): string {
    if (name === null) return '';
    return this.recipe(name)?.title[this.#app.preferences.language] ?? this.#otherwise(name);
  }

  /** A parameter's title, the same in every recipe; one of an older workbench stands by its name. */
  parameter(name: string): string {
    return this.#titles[name]?.[this.#app.preferences.language] ?? name;
  }

  /** A parameter's value: a choice by its title, a switch in words, a number in the reader's figures. */
  value(recipe: string | null, parameter: string, value: Parameters[string]): string {
    const { format, preferences, words } = this.#app;
    if (typeof value === 'number') return format.value(value, 6);
    if (typeof value === 'boolean') return value ? words.runs.on : words.runs.off;
    const known = this.recipe(recipe)?.parameters.find(({ name }) => name === parameter);
    const option =
      known?.kind === 'choice' ? known.options.find((choice) => choice.value === value) : undefined;
    return option?.title[preferences.language] ?? this.#otherwise(value);
  }

  #otherwise(name: string): string {
    return this.#recipes.data === undefined ? '' : name;
  }
}

/** They are those of the program: read once, and again of a workbench that was away. */
const read = new WeakMap<App, Promise<readonly Recipe[]>>();

function recipesOf(app: App): Promise<readonly Recipe[]> {
  const known = read.get(app);
  if (known) return known;
  const asked = app.client.training.recipes();
  read.set(app, asked);
  const forget = (): boolean => read.delete(app);
  asked.catch(forget);
  const stop = app.live.on('reset', () => {
    stop();
    forget();
  });
  return asked;
}

/** The recipes' words, as long as the component lives. */
export function useRecipeWords(): RecipeWords {
  const app = useApp();
  return new RecipeWords(app, useQuery<readonly Recipe[]>({ load: () => recipesOf(app) }));
}
