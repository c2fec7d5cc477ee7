import { expect, test } from 'vitest';
import { completing, valueText, wordStart } from './complete.ts';

const known = { results: ['f1', 'val/loss', 'a b'], parameters: ['lr', 'model.depth'], tags: ['zh'] };
const texts = (written: string) => completing(written, known).options.map(({ text }) => text);

test('a word begins after a space or a sign, what is in quotes is one word', () => {
  expect(wordStart('metrics.f1')).toBe(0);
  expect(wordStart('starred and par')).toBe(12);
  expect(wordStart('name = "a b')).toBe(7);
  expect(wordStart('params."x y".a')).toBe(0);
  expect(wordStart('name = "a" and ')).toBe(15);
  expect(wordStart('params.lr>')).toBe(10);
});

test('a condition begins with a name, quoted where it must be', () => {
  for (const before of ['', 'met', 'starred and ', 'not (', 'name = "x" or par']) {
    expect(texts(before)).toContain('metrics.f1');
    expect(texts(before)).toContain('metrics."a b"');
    expect(texts(before)).toContain('params.model.depth');
    expect(texts(before)).toContain('tags.zh');
    expect(texts(before)).toContain('state');
  }
  expect(texts('metrics.val/loss.')).toContain('metrics.val/loss.min');
  expect(texts('metrics.val/loss.')).not.toContain('metrics.f1.min');
});

test('then come comparisons, values of the field, and what joins', () => {
  expect(texts('metrics.f1 ')).toContain('>=');
  expect(texts('metrics.f1 is ')).toContain('missing');
  expect(texts('params.lr not ')).toEqual(['in (', 'like', 'contains']);
  expect(texts('metrics.f1 > 0.5 ')).toEqual(['and', 'or']);
  expect(texts('starred ')).toEqual(['and', 'or']);
  expect(completing('params.lr = ', known).values).toEqual({ field: 'params.lr', search: '' });
  expect(completing('starred and name = "a b', known).values).toEqual({ field: 'name', search: 'a b' });
  expect(completing('state in (running, fin', known).values).toEqual({ field: 'state', search: 'fin' });
});

test('values are written so that they are read again', () => {
  expect([1e-5, true, 'true', 'a "b"', 'running'].map(valueText)).toEqual([
    '0.00001',
    'true',
    'true',
    '"a \\"b\\""',
    '"running"',
  ]);
});
