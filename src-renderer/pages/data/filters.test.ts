import { expect, test } from 'vitest';
import { parseFilter, showFlagged, showLabel, showUnlabeled } from './filters.ts';

test('a label in the address comes back as that label, whatever it is called', () => {
  for (const label of ['spam', 'none', 'flagged', '=odd', '垃圾'])
    expect(parseFilter(showLabel(label), 'x')).toEqual({ search: 'x', label });
});

test('unlabeled, flagged and all are told apart', () => {
  expect(parseFilter(showUnlabeled, undefined)).toEqual({ search: '', label: null });
  expect(parseFilter(showFlagged, undefined)).toEqual({ search: '', flagged: true });
  expect(parseFilter(undefined, undefined)).toEqual({ search: '' });
});
