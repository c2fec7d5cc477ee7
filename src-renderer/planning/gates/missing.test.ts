import { expect, test } from 'vitest';
import { missingChoices, withChoice } from './missing.ts';

const facts = [
  { name: 'labeling.labels', unit: 'samples', parameters: ['dataset'] },
  { name: 'evaluation.metric', unit: '1', parameters: ['model', 'split', 'metric', 'version'] },
];
const gate = (id: string, fact: string, parameters: Record<string, string>) => ({
  id,
  body: {
    milestone: 'm',
    name: id,
    fact,
    parameters,
    comparison: '>=' as const,
    value: 1,
    holds: 0,
    rank: 0,
  },
});

test('gates of one kind wait for one choice, which fills all of them and no other', () => {
  const gates = [
    gate('labels', 'labeling.labels', {}),
    gate('more labels', 'labeling.labels', { dataset: '' }),
    gate('chosen', 'labeling.labels', { dataset: 'ds-1' }),
    gate('metric', 'evaluation.metric', { split: 'test', metric: 'macroF1' }),
    gate('unheard of', 'quality.drift', {}),
  ];
  const missing = missingChoices(gates, facts);
  expect(missing.map(({ parameter, gates: of }) => [parameter, of.map(({ id }) => id)])).toEqual([
    ['dataset', ['labels', 'more labels']],
    ['model', ['metric']],
  ]);
  const changed = withChoice(missing[1]!, 'model-7');
  expect(changed.map(({ id, body }) => [id, body.parameters])).toEqual([
    ['metric', { split: 'test', metric: 'macroF1', model: 'model-7' }],
  ]);
  expect(missingChoices(gates.slice(2, 3), facts)).toEqual([]);
});
