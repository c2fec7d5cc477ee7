import { expect, it } from 'vitest';
import { TASK_KINDS } from '../../../src-shared/labeling/tasks/kinds.ts';
import { aboutOrder, notOffered } from './orders.ts';
import { reasonInWords } from './reason.ts';
import { en, zh } from './words.ts';

const format = { value: String };

it('an item says what a model is least sure of in it, or how far its answer differs', () => {
  const of = (why: object) => reasonInWords({ score: 0.456, ...why }, en, format);
  expect(of({ part: 'London', first: 'O', p: 0.551, second: 'B-LOC', q: 0.41 })).toBe(
    'London: O 0.55 against B-LOC 0.41',
  );
  expect(of({ first: 'car', p: 0.48 })).toBe('car 0.48');
  expect(of({ lacking: 1, extra: 0 })).toBe('Model: 1 not found, 0 besides');
  // Of pixels none stands for itself.
  expect(of({})).toBe('Uncertainty 0.46');
  expect(of({ score: 0 })).toBeNull();
});

it('each kind of task tells which orders it cannot have and why, and others nothing', () => {
  const said = TASK_KINDS.map((kind) => [kind, notOffered(kind, en, 'en')] as const);
  const silent = said.flatMap(([kind, words]) => (words === null ? [kind] : []));
  expect(silent).toEqual(['classification', 'rating', 'preference']);
  const by = Object.fromEntries(said);
  expect(by['spans']).toMatch(/^Not offered here: Most disagreement and Suspected label errors\. They need/);
  expect(by['regions']).toContain('Smallest margin');
  expect(by['regions']).toContain(en.notOfferedWhy.binary);
  expect(by['text']).toContain(en.notOfferedWhy.none);
  expect(notOffered('multilabel', zh, 'zh')).toContain('间隔最小');
  expect(aboutOrder('entropy', 'classification', en)).toBe(en.about.entropy);
  expect(aboutOrder('entropy', 'regions', en)).toBe(en.aboutParts.entropy);
  expect(aboutOrder('random', 'regions', en)).toBe(en.about.random);
});
