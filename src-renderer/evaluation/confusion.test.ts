import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cellOf, cellText, confusionRows, mistakesIn, wrongCount } from './confusion.ts';

it('gives each cell its share of its row, and 0 to a class nobody has', () => {
  const rows = confusionRows(
    ['ham', 'spam'],
    [
      [3, 1],
      [0, 0],
    ],
  );
  expect(rows[0]!.cells.map(({ share }) => share)).toEqual([0.75, 0.25]);
  expect(rows[0]!.cells.map(({ right }) => right)).toEqual([true, false]);
  expect(rows[1]).toMatchObject({ total: 0, cells: [{ share: 0 }, { share: 0 }] });
});

it('counts what is off the diagonal', () => {
  expect(
    wrongCount([
      [5, 2],
      [1, 7],
    ]),
  ).toBe(3);
});

it('keeps a cell in the address whatever its labels are', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (actual, predicted) => {
      expect(cellOf(cellText({ actual, predicted }), [actual, predicted])).toEqual({ actual, predicted });
    }),
  );
});

it.each([undefined, '', '{', '[]', '["ham"]', '["ham","phish"]', '"ham"'])('takes %j as no cell', (text) => {
  expect(cellOf(text, ['ham', 'spam'])).toBeUndefined();
});

it('leaves the mistakes of one cell', () => {
  const mistake = (actual: string, predicted: string) => ({
    sample: 'a',
    text: '',
    actual,
    predicted,
    confidence: 1,
  });
  const all = [mistake('ham', 'spam'), mistake('spam', 'ham')];
  expect(mistakesIn(all, { actual: 'spam', predicted: 'ham' })).toEqual([all[1]]);
  expect(mistakesIn(all, undefined)).toEqual(all);
});
