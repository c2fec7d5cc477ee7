import { expect, test } from 'vitest';
import type { RunViewBody } from '../../../src-shared/contract.ts';
import { showSame } from './table-state.svelte.ts';

const body: RunViewBody = {
  filter: 'starred',
  search: '',
  state: null,
  shelf: 'active',
  unfinished: false,
  searches: false,
  groupBy: [],
  differing: false,
  pinnedRuns: [],
  layout: { widths: { a: 1, b: 2 }, shown: {}, pinned: [], order: ['a', 'b'], sort: null },
};

test('a view is changed when it shows something else, not when its widths were written in another order', () => {
  expect(showSame(body, { ...body, layout: { ...body.layout, widths: { b: 2, a: 1 } } })).toBe(true);
  expect(showSame(body, { ...body, layout: { ...body.layout, order: ['b', 'a'] } })).toBe(false);
  expect(showSame(body, { ...body, filter: '' })).toBe(false);
});
