import { describe, expect, it } from 'vitest';
import { RECIPES, completeParameters, type RecipeName, type RecipeParameters } from '../../recipes/index.ts';
import { PROGRAMS, type Program } from './index.ts';
import { fitted, version } from './programs.fixture.ts';
import { textCnn, textLstm } from './text.ts';

describe('every program', () => {
  it.each(RECIPES.map((recipe) => [recipe.name, recipe] as const))(
    'takes the defaults of its recipe: %s',
    (name, recipe) => {
      const source = { version, parameters: completeParameters(recipe, {}) };
      const { network } = PROGRAMS[name].model(source, fitted, { rows: 2 });
      expect(network.parameters.length).toBeGreaterThan(0);
      for (const { name: weight, shape } of network.parameters)
        for (const axis of shape) expect(axis, `${weight} ${shape.join(' x ')}`).toBeGreaterThan(0);
    },
  );

  it('is refused for a recipe that lacks a parameter which it reads', () => {
    const words: TextProgram<'text-cnn'> = textCnn;
    // @ts-expect-error the recipe "text-cnn" has no "hidden"
    const wrong: TextProgram<'text-cnn'> = textLstm;
    expect(wrong).not.toBe(words);
  });
});

type Words = Awaited<ReturnType<(typeof textCnn)['fit']>>;
type TextProgram<Name extends RecipeName> = Program<Words, RecipeParameters<Name>>;
