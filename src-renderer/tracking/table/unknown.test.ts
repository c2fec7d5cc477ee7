import { expect, test } from 'vitest';
import { unknownNames } from './unknown.ts';

test('names in a filter that no run has are told, once, as they are written', () => {
  const known = { results: ['f1'], parameters: ['lr'], tags: ['team'] };
  const unknown = (filter: string) => unknownNames(filter, known);
  expect(unknown('metrics.f1 > 0.9 and params.lr < 1 and state = "failed"')).toEqual([]);
  expect(unknown('metrics.nope > 1 or not (metrics.nope > 2 and params."a b" = 1) or tag.x = "y"')).toEqual([
    'metrics.nope',
    'params."a b"',
    'tags.x',
  ]);
  expect(unknown('metrics."system/cpu" > 1')).toEqual([]);
  expect(unknown('metrics.nope >')).toEqual([]);
  expect(unknown('')).toEqual([]);
});
