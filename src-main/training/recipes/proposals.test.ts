import { describe, expect, it } from 'vitest';
import { RECIPES, completeParameters, recipeNamed } from './index.ts';
import { firstRecipe } from '../../../src-shared/training/first-recipe.ts';
import { isUnbalanced, proposalsFor, type DataMeasures } from './proposals.ts';

const large: DataMeasures = { rows: 60_000, classes: [30_000, 30_000], words95: 200 };
const valuesOf = (recipe: string, measures: DataMeasures) =>
  Object.fromEntries(proposalsFor(recipeNamed(recipe), measures).map(({ name, value }) => [name, value]));

describe('what the data say', () => {
  it('is nothing where they are as large, long and balanced as the defaults suppose', () => {
    expect(valuesOf('text-lstm', large)).toEqual({});
    expect(valuesOf('image-cnn', { ...large, words95: null })).toEqual({});
  });

  it('is the length that 95 of 100 texts do not exceed, within bounds', () => {
    expect(valuesOf('text-lstm', { ...large, words95: 23 })).toEqual({ sequenceLength: 23 });
    expect(valuesOf('text-lstm', { ...large, words95: 2 })).toEqual({ sequenceLength: 4 });
    expect(valuesOf('text-lstm', { ...large, words95: 1500 })).toEqual({ sequenceLength: 400 });
    expect(valuesOf('text-transformer', { ...large, words95: 1500 })).toEqual({ sequenceLength: 256 });
  });

  it('is more epochs, and more patience, for a small set', () => {
    // 1,600 texts are 25 steps of 64; 600 updates are 24 epochs.
    expect(valuesOf('text-lstm', { ...large, rows: 1600 })).toEqual({ epochs: 24, patience: 5 });
    expect(valuesOf('text-lstm', { ...large, rows: 100 })).toEqual({ epochs: 60, patience: 12 });
    // These stop by themselves, and are given long enough anyway.
    expect(valuesOf('logistic-regression', { rows: 400, classes: [200, 200], words95: null })).toEqual({});
  });

  it('is balanced weights where the largest class has four times the samples of the smallest', () => {
    expect(isUnbalanced({ classes: [399, 100] })).toBe(false);
    expect(isUnbalanced({ classes: [400, 100] })).toBe(true);
    expect(isUnbalanced({ classes: [] })).toBe(false);
    expect(valuesOf('text-cnn', { ...large, classes: [50_000, 10_000] })).toEqual({
      classWeights: 'balanced',
    });
    expect(valuesOf('linear-regression', { ...large, classes: [], words95: null })).toEqual({});
  });

  it('says why in both languages, and takes only values that the recipe allows', () => {
    const extremes = [1, 37, 500_000].flatMap((rows) =>
      [1, 40, 2048].map((words95): DataMeasures => ({ rows, classes: [1, rows], words95 })),
    );
    for (const recipe of RECIPES)
      for (const measures of extremes) {
        const proposals = proposalsFor(recipe, measures);
        const values = Object.fromEntries(proposals.map(({ name, value }) => [name, value]));
        expect(completeParameters(recipe, values)).toMatchObject(values);
        for (const { why } of proposals) expect([why.en, why.zh].every((text) => text.length > 5)).toBe(true);
      }
  });

  it('is a linear model to begin with for few texts, and the first recipe for all others', () => {
    const texts = RECIPES.filter(({ kind }) => kind === 'text');
    const images = RECIPES.filter(({ kind }) => kind === 'image');
    expect(firstRecipe(texts, 2000)?.name).toBe('text-tfidf');
    expect(firstRecipe(texts, 60_000)?.name).toBe('text-lstm');
    expect(firstRecipe(images, 200)?.name).toBe('image-cnn');
  });
});
