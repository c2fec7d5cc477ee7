/** What a recipe says of searching it: conditions, what is searched only where somebody asks for it, and dataset versions. */
import { expect, it } from 'vitest';
import type { RecipeParameter } from '../training/contract.ts';
import type { DatasetVersion } from '../versions/contract.ts';
import type { Dimension } from './contract.ts';
import { hasEffect, spaceOf, spaceProblem, withConditions } from './space.ts';
import { suggest } from './suggest.ts';
import { comparableVersions, versionParameter } from './versions.ts';

const words = { en: '', zh: '' };
const base = { title: words, about: words, advanced: false };
const number = (name: string, more: Partial<Extract<RecipeParameter, { kind: 'number' }>> = {}) =>
  ({
    ...base,
    kind: 'number',
    name,
    default: 0,
    min: 0,
    max: 30,
    integer: true,
    unit: '',
    search: { from: 0, to: 20, scale: 'linear' },
    ...more,
  }) as const;

const when = { parameter: 'augment', isIn: [true] };
const parameters: readonly RecipeParameter[] = [
  { ...base, kind: 'switch', name: 'augment', default: true, search: true },
  number('rotate', { when }),
  number('share', { search: { from: 1, to: 20, scale: 'linear', ifAsked: true } }),
];

it('has the conditions of the recipe where what they depend on is searched too', () => {
  expect(spaceOf(parameters)).toMatchObject([
    { name: 'augment', when: null },
    { name: 'rotate', when },
  ]);
  expect(spaceOf(parameters, { augment: true })).toMatchObject([{ name: 'rotate', when: null }]);
  expect(spaceOf(parameters, { augment: false }), 'without effect').toEqual([]);
  const [augment, rotate] = spaceOf(parameters);
  const other = { parameter: 'augment', isIn: [false] };
  const said: Dimension = { ...rotate!, when: other };
  expect(
    withConditions([said, augment!], parameters),
    'what is said stays, in the order of the recipe',
  ).toEqual([augment, said]);
  const share: Dimension = { ...rotate!, name: 'share', when: null };
  const onShare = { ...augment!, when: { parameter: 'share', isIn: [1] } };
  expect(
    withConditions([onShare, rotate!, share], parameters).map(({ name }) => name),
    'what others depend on comes before them',
  ).toEqual(['share', 'augment', 'rotate']);
  const circle = withConditions(
    [onShare, { ...share, when: { parameter: 'augment', isIn: [true] } }],
    parameters,
  );
  expect(spaceProblem(circle, parameters)).toMatchObject({ key: 'search.badCondition' });
  expect(hasEffect({ ...rotate!, when: null }, parameters, {}), 'by its usual value').toBe(true);
});

it('tries what depends on another parameter only there', () => {
  const space = spaceOf(parameters);
  const trials = Array.from({ length: 20 }, (_, at) =>
    suggest({ sampler: 'random', space, seed: 3 }, [], at + 1)!,
  );
  for (const values of trials) expect('rotate' in values).toBe(values['augment']);
  expect(new Set(trials.map(({ augment }) => augment)).size).toBe(2);
});

it('may be over versions of the dataset that ask the same', () => {
  const version = (id: string, more: Partial<DatasetVersion> = {}) =>
    ({
      id,
      dataset: 'mail',
      number: 1,
      kind: 'text',
      target: 'class',
      labels: ['ham', 'spam'],
      columns: [],
      image: null,
      language: 'en',
      taskKind: null,
      train: 80,
      ...more,
    }) as DatasetVersion;
  const own = version('first');
  const all = [
    version('third', { number: 3, train: 90 }),
    own,
    version('labels', { number: 2, labels: ['ham', 'spam', 'unsure'] }),
    version('elsewhere', { dataset: 'other' }),
  ];
  const comparable = comparableVersions(own, all);
  expect(comparable.map(({ id }) => id)).toEqual(['first', 'third']);
  const choice = versionParameter(comparable);
  const over = (...options: string[]): Dimension => ({
    kind: 'choice',
    name: 'version',
    options,
    when: null,
  });
  expect(spaceProblem([over('first', 'third')], [choice])).toBeNull();
  expect(spaceProblem([over('first', 'labels')], [choice])).toMatchObject({ key: 'search.badChoices' });
});
