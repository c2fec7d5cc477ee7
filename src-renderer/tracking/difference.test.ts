import { expect, test } from 'vitest';
import { sideBySide } from './difference.ts';

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
