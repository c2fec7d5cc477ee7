import { describe, expect, test } from 'vitest';
import { sampleFiles, sampleProjects } from '../../examples/index.ts';
import { completeParameters, recipeNamed } from './index.ts';

describe('the sample projects', () => {
  test.each(sampleProjects().map((project) => [project.name, project] as const))(
    '%s names a recipe that takes its data, and parameters that it has',
    (_, { recipe: name, parameters, sample }) => {
      const recipe = recipeNamed(name);
      expect(recipe.kind).toBe(sample.kind);
      expect(completeParameters(recipe, parameters)).toMatchObject(parameters);
    },
  );

  test('have names of their own, and use every file of sample data', () => {
    const projects = sampleProjects();
    expect(new Set(projects.map(({ name }) => name)).size).toBe(projects.length);
    expect(new Set(projects.map(({ sample }) => sample.name))).toEqual(
      new Set(sampleFiles().map(({ name }) => name)),
    );
  });

  test('ask texts in words, and rows and images with their own data', () => {
    for (const { question, sample } of sampleProjects())
      expect(question !== null).toBe(sample.kind === 'text' || sample.kind === 'corpus');
  });
});
