import { expect, test } from 'vitest';
import { evidenceOf } from '../../../src-shared/planning/evidence.ts';
import { pathOfLink } from '../../../src-shared/planning/paths.ts';
import { hrefTo } from '../../platform/routes.ts';
import { sparkOf } from './sparkline.ts';

test('evidence is what the workbench says, or else the nearest thing that the parameters name', () => {
  const best = {
    fact: 'evaluation.bestMetric',
    parameters: { dataset: 'ds-1', split: 'test', metric: 'loss' },
  };
  expect(evidenceOf(best, { what: 'model', id: 'm-1' })).toEqual({ what: 'model', id: 'm-1' });
  expect(evidenceOf(best)).toEqual({ what: 'dataset', id: 'ds-1' });
  expect(evidenceOf({ fact: 'f', parameters: { dataset: 'd', model: 'm' } })).toEqual({
    what: 'model',
    id: 'm',
  });
  expect(evidenceOf({ fact: 'planning.compliance', parameters: {} })).toBeNull();
});

test('a trend spans the box from the first reading to the last, with the goal at its height', () => {
  expect(sparkOf([4], 5, { width: 96, height: 24 })).toBeNull();
  expect(sparkOf([0, 10], 5, { width: 104, height: 24 })).toEqual({
    points: '2,22 102,2',
    last: [102, 2],
    goal: 12,
  });
  expect(sparkOf([5, 5], 5, { width: 104, height: 24 })!.points).toBe('2,12 102,12');
});

test('paths in reports are the addresses of the window', () => {
  expect(pathOfLink({ what: 'endpoint', id: 'a b' })).toBe(hrefTo('endpoint', { endpoint: 'a b' }));
  expect(pathOfLink({ what: 'model', id: 'm' })).toBe(hrefTo('model', { model: 'm' }));
  expect(pathOfLink({ what: 'run', id: 'r' })).toBe(hrefTo('run', { run: 'r' }));
  expect(pathOfLink({ what: 'dataset', id: 'd' })).toBe(hrefTo('dataset', { dataset: 'd' }));
  expect(pathOfLink({ what: 'version', id: 'v' })).toBeUndefined();
});
