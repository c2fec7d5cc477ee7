import { expect, test } from 'vitest';
import { conditionOf, draftOf, missingOf, readNumber, referenceOf, withFact } from './fact-draft.ts';

const size = { name: 'models.size', unit: 'bytes', parameters: ['model'] };
const metric = { name: 'evaluation.metric', unit: '1', parameters: ['model', 'split', 'metric', 'version'] };
const state = { name: 'tracking.state', unit: 'state', parameters: ['run'] };
const facts = [size, metric, state];
const empty = draftOf(undefined, '');

test('a size is typed in MB and held against bytes', () => {
  const draft = { ...withFact(empty, size), parameters: { model: 'm' }, value: '10' };
  const condition = conditionOf(draft, facts)!;
  expect(condition).toEqual({
    fact: 'models.size',
    parameters: { model: 'm' },
    comparison: '<=',
    value: 10_000_000,
  });
  expect(draftOf(condition, 'bytes')).toEqual(draft);
});

test('a share is typed in percent', () => {
  const share = { name: 'labeling.share', unit: 'share', parameters: ['dataset'] };
  const draft = { ...withFact(empty, share), parameters: { dataset: 'd' }, value: '29' };
  const condition = conditionOf(draft, [share])!;
  expect(condition.value).toBe(0.29);
  expect(draftOf(condition, 'share').value).toBe('29');
});

test('a draft that lacks a parameter or a number makes no condition; a version may be left out', () => {
  const draft = { ...withFact(empty, metric), value: '0.9' };
  expect(conditionOf(draft, facts)).toBeUndefined();
  expect(referenceOf(draft, facts)).toBeUndefined();
  expect(missingOf(draft, metric)).toEqual(['model', 'metric']);
  const whole = {
    ...draft,
    parameters: { ...draft.parameters, model: 'm', metric: 'accuracy', version: '' },
  };
  expect(conditionOf(whole, facts)).toMatchObject({
    parameters: { model: 'm', split: 'test', metric: 'accuracy' },
    comparison: '>=',
    value: 0.9,
  });
  expect(conditionOf({ ...whole, value: 'much' }, facts)).toBeUndefined();
  expect(referenceOf({ ...whole, value: '' }, facts)).toMatchObject({ fact: 'evaluation.metric' });
});

test('another fact keeps what both are of, and states are held against states', () => {
  const draft = { ...withFact(empty, metric), parameters: { model: 'm', metric: 'loss' }, value: '0.9' };
  expect(withFact(draft, size).parameters).toEqual({ model: 'm' });
  expect(withFact(draft, metric).comparison).toBe('<=');
  const ofState = withFact(draft, state);
  expect(ofState).toMatchObject({ value: 'finished', comparison: '=', parameters: {} });
  expect(withFact(ofState, size).value).toBe('');
});

test('numbers are read with a point or a comma', () => {
  expect(['0.9', ' 0,9 ', '', 'x', '-2e3'].map(readNumber)).toEqual([0.9, 0.9, undefined, undefined, -2000]);
});
