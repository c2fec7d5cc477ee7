import { expect, it } from 'vitest';
import type { DatasetVersion, Recipe } from '../../src-shared/contract.ts';
import { draftOf, isReady, isSound, requestOf } from './draft.ts';

const words = { en: '', zh: '' };
const base = { title: words, about: words, advanced: false };
const recipe: Recipe = {
  name: 'text-lstm',
  title: words,
  summary: words,
  explanation: words,
  task: 'classify',
  kind: 'text',
  targets: ['class'],
  parameters: [
    {
      ...base,
      kind: 'number',
      name: 'rate',
      default: 1e-3,
      min: 0,
      max: 1,
      integer: false,
      unit: '',
      search: { from: 1e-4, to: 1e-2, scale: 'logarithmic' },
    },
    {
      ...base,
      kind: 'number',
      name: 'epochs',
      default: 5,
      min: 1,
      max: 10,
      integer: true,
      unit: '',
      search: null,
    },
    { ...base, kind: 'switch', name: 'pairs', default: true, search: true },
  ],
};

it('begins with what the recipe says, without what somebody gave a value', () => {
  const draft = draftOf(recipe, new Set(['pairs']));
  expect(draft.dimensions.map(({ usual, on, from, to }) => [usual.name, on, from, to])).toEqual([
    ['rate', true, 1e-4, 1e-2],
    ['pairs', false, null, null],
  ]);
  expect(draft.metric).toBe('accuracy');
  expect(isReady(draft)).toBe(true);
});

it('becomes a request: searched parameters are not fixed, megabytes are bytes, minutes are seconds', () => {
  const draft = {
    ...draftOf(recipe, new Set(['pairs'])),
    metric: 'loss',
    second: 'bytes' as const,
    largest: 2,
    minutes: 3,
    name: ' mine ',
  };
  const request = requestOf(draft, {
    version: 'v',
    recipe: 'text-lstm',
    values: { rate: 1, epochs: 4, pairs: false },
  });
  expect(request).toMatchObject({
    name: 'mine',
    parameters: { epochs: 4, pairs: false },
    space: [{ name: 'rate', from: 1e-4, to: 1e-2 }],
    objectives: [
      { metric: 'validation.loss', direction: 'minimize' },
      { metric: 'bytes', direction: 'minimize' },
    ],
    constraints: [{ metric: 'bytes', comparison: '<=', value: 2e6 }],
    budget: { trials: 30, seconds: 180 },
  });
});

it('is not ready with a range that does not rise, no value, nothing ticked or a number that is none', () => {
  const draft = draftOf(recipe, new Set());
  const [rate, pairs] = draft.dimensions;
  expect(isSound({ ...rate!, from: 0.1, to: 0.01 })).toBe(false);
  expect(isSound({ ...rate!, from: 0 })).toBe(false);
  expect(isSound({ ...rate!, to: 2 })).toBe(false);
  expect(isSound({ ...rate!, to: null })).toBe(false);
  expect(isSound({ ...rate!, on: false, to: null })).toBe(true);
  expect(isSound({ ...pairs!, options: [] })).toBe(false);
  expect(isReady({ ...draft, trials: 1.5 })).toBe(false);
  expect(isReady({ ...draft, minutes: -1 })).toBe(false);
  expect(isReady({ ...draft, dimensions: draft.dimensions.map((one) => ({ ...one, on: false })) })).toBe(
    false,
  );
});

it('offers dataset versions where there are several, and what costs time, but ticks neither', () => {
  const share = {
    ...base,
    kind: 'number',
    name: 'trainShare',
    default: 1,
    min: 0.01,
    max: 1,
    integer: false,
    unit: '',
    search: { from: 0.1, to: 1, scale: 'logarithmic', ifAsked: true },
  } as const;
  const more = { ...recipe, parameters: [...recipe.parameters, share] };
  const versions = ['version-1', 'version-2'].map((id, at) => ({ id, number: at + 1 }) as DatasetVersion);
  const ticked = (draft: ReturnType<typeof draftOf>) =>
    draft.dimensions.map(({ usual, on }) => [usual.name, on]);
  expect(ticked(draftOf(more, new Set(), versions)).slice(-2)).toEqual([
    ['trainShare', false],
    ['version', false],
  ]);
  expect(ticked(draftOf(more, new Set(), versions.slice(1))).at(-1)).toEqual(['trainShare', false]);
  const draft = draftOf(more, new Set(), versions);
  const chosen = {
    ...draft,
    dimensions: draft.dimensions.map((one) => ({ ...one, on: one.usual.name === 'version' })),
  };
  const asked = { version: 'version-2', recipe: 'text-lstm', values: { pairs: true } };
  expect(requestOf(chosen, asked).space).toMatchObject([
    { name: 'version', options: ['version-1', 'version-2'] },
  ]);
});

it('searches what matters only beside others there, and not where it has no effect', () => {
  const dependent = {
    ...recipe,
    parameters: recipe.parameters.map((one) =>
      one.name === 'rate' ? { ...one, when: { parameter: 'pairs', isIn: [true] } } : one,
    ),
  };
  const asked = (values: Record<string, boolean>) => ({ version: 'version-1', recipe: 'text-lstm', values });
  const both = draftOf(dependent, new Set());
  expect(requestOf(both, asked({ pairs: true })).space).toMatchObject([
    { name: 'pairs', when: null },
    { name: 'rate', when: { parameter: 'pairs', isIn: [true] } },
  ]);
  const alone = draftOf(dependent, new Set(['pairs']));
  expect(requestOf(alone, asked({ pairs: true })).space).toMatchObject([{ name: 'rate', when: null }]);
  expect(requestOf(alone, asked({ pairs: false })).space).toEqual([]);
});
