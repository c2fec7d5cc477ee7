import { expect, test } from 'vitest';
import { shownRows, sideBySide } from './difference.ts';

test('runs stand side by side, and a value that is missing counts as a difference', () => {
  expect(
    sideBySide([
      { seed: 0, epochs: 5 },
      { seed: 0, epochs: 9, hidden: 64 },
    ]),
  ).toEqual([
    { name: 'seed', values: [0, 0], differs: false },
    { name: 'epochs', values: [5, 9], differs: true },
    { name: 'hidden', values: [undefined, 64], differs: true },
  ]);
});

test('only differences leaves out what is the same in all runs; of one run everything is shown', () => {
  const rows = sideBySide([
    { accuracy: 0.98, loss: 0.1 },
    { accuracy: 0.98, loss: 0.2 },
  ]);
  expect(shownRows(rows, true).map(({ name }) => name)).toEqual(['loss']);
  expect(shownRows(rows, false)).toEqual(rows);
  expect(shownRows(sideBySide([{ accuracy: 0.98 }]), true)).toHaveLength(1);
});
