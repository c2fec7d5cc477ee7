import { expect, it } from 'vitest';
import { createId } from './ids.ts';

it('ids of one process are in the order in which they were made, also within a millisecond', () => {
  const ids = Array.from({ length: 20_000 }, () => createId('run'));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids.slice(0, 100)) expect(id).toMatch(/^run-[0-9a-hjkmnp-tv-z]{16}$/);
});
