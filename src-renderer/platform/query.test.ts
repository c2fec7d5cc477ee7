import { expect, test } from 'vitest';
import { isAbout } from './query.svelte.ts';

test('a change is about everything of its kind, or about the one with its id', () => {
  const change = { what: 'runs', id: 'run-1' } as const;
  expect(isAbout(change, ['models', 'runs'])).toBe(true);
  expect(isAbout(change, ['models'])).toBe(false);
  expect(isAbout(change, [{ what: 'runs', id: 'run-1' }])).toBe(true);
  expect(isAbout(change, [{ what: 'runs', id: 'run-2' }])).toBe(false);
  expect(isAbout(change, [{ what: 'models', id: 'run-1' }])).toBe(false);
  expect(isAbout({ what: 'runs', id: '' }, [{ what: 'runs', id: 'run-2' }])).toBe(true);
});
