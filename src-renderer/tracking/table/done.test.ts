import { expect, test } from 'vitest';
import { doneText } from './done.ts';
import { en } from './words.ts';

test('a change of many runs is told as what it was', () => {
  const said = (change: Parameters<typeof doneText>[1], count = '3') => doneText(en.bulk.done, change, count);
  expect(said({ starred: true })).toBe('3 runs starred.');
  expect(said({ starred: false }, '1')).toBe('Star removed from 1 run.');
  expect(said({ archived: true })).toBe('3 runs archived.');
  expect(said({ archived: false })).toBe('3 runs taken out of the archive.');
  expect(said({ trashed: true })).toBe('3 runs moved to the trash.');
  expect(said({ trashed: false })).toBe('3 runs restored.');
  expect(said({ tags: { team: 'owls' } })).toBe('Tag team set on 3 runs.');
  expect(said({ tags: { team: null } })).toBe('Tag team removed from 3 runs.');
});
