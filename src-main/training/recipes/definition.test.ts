import { describe, expect, expectTypeOf, it } from 'vitest';
import { choice, localized, onOff, real, titled, whole, type ParametersOf } from './definition.ts';
import { RECIPES, completeParameters, type RecipeParameters, type RunnableRecipe } from './index.ts';

const described = { title: localized('Name', '名称'), about: localized('What it does.', '作用。') };

const shared = [
  whole('epochs', { ...described, default: 5, min: 1, max: 10 }),
  real('learningRate', {
    ...described,
    default: 1e-3,
    min: 1e-6,
    max: 1,
    search: { from: 1e-4, to: 1e-2, scale: 'logarithmic' },
  }),
] as const;
const parameters = [
  ...shared,
  choice('pooling', {
    ...described,
    default: 'mean',
    options: [titled('last', 'Last'), titled('mean', 'Mean')],
  }),
  onOff('flip', { ...described, default: false }),
] as const;

describe('a list of parameters', () => {
  it('gives the type of its values: each name, and of a choice its options', () => {
    expectTypeOf<ParametersOf<typeof parameters>>().toEqualTypeOf<{
      readonly epochs: number;
      readonly learningRate: number;
      readonly pooling: 'last' | 'mean';
      readonly flip: boolean;
    }>();
    expect(parameters.map(({ name }) => name)).toEqual(['epochs', 'learningRate', 'pooling', 'flip']);
  });

  it('takes as the default of a choice one of its options', () => {
    const options = [titled('a', 'A'), titled('b', 'B')] as const;
    // @ts-expect-error "c" is no option
    expect(choice('letter', { ...described, default: 'c', options }).options).toEqual(options);
  });
});

describe('the values of a recipe', () => {
  it('can only be read by names that the recipe has', () => {
    const values: RecipeParameters<'text-lstm'> = completeParameters(textLstm(), {});
    expect(values.hidden).toBe(64);
    // @ts-expect-error a misspelled name
    expect(values.hiden).toBeUndefined();
    // @ts-expect-error a parameter of images
    expect(values.imageSize).toBeUndefined();
    // @ts-expect-error no optimizer has this name
    expect(values.optimizer === 'adm').toBe(false);
  });

  it('of any recipe can be read by the names that all of them have', () => {
    for (const recipe of RECIPES) {
      const values = completeParameters(recipe, {});
      expect(values.seed).toBe(1);
      expectTypeOf(values.batchSize).toBeNumber();
      // @ts-expect-error tables have none
      expectTypeOf(values.vocabulary).toBeAny();
    }
  });
});

describe.each(RECIPES.map((recipe) => [recipe.name, recipe] as const))('%s', (_, recipe) => {
  it('names each parameter once', () => {
    const names = recipe.parameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is titled in both languages, each parameter as every recipe has it', () => {
    for (const { name, title } of recipe.parameters) {
      for (const text of Object.values(title)) expect(text, name).not.toBe('');
      const titles = RECIPES.flatMap(({ parameters: all }) => all.filter((other) => other.name === name));
      for (const other of titles) expect(other.title, name).toEqual(title);
    }
  });

  it('is searched only inside the range that it takes', () => {
    for (const parameter of recipe.parameters) {
      if (parameter.kind !== 'number' || !parameter.search) continue;
      const { from, to, scale } = parameter.search;
      expect(from, parameter.name).toBeGreaterThanOrEqual(parameter.min);
      expect(to, parameter.name).toBeLessThanOrEqual(parameter.max);
      expect(from, parameter.name).toBeLessThan(to);
      if (scale === 'logarithmic') expect(from, parameter.name).toBeGreaterThan(0);
    }
  });
});

function textLstm(): RunnableRecipe<'text-lstm'> {
  const recipe = RECIPES.find((one): one is RunnableRecipe<'text-lstm'> => one.name === 'text-lstm');
  if (!recipe) throw new Error('there is no text-lstm');
  return recipe;
}
