import { expect, it } from 'vitest';
import { RISK_LIBRARY } from '../../../src-shared/planning/risk-library.ts';
import { cellOf, countIn, levelOf, moveIn } from './matrix.ts';
import { fromLibrary, newRisk } from './new-risk.ts';

it('a level follows from the product', () => {
  const levels = [
    [1, 4],
    [3, 3],
    [3, 4],
    [3, 5],
  ].map(([probability, impact]) => levelOf({ probability: probability!, impact: impact! }));
  expect(levels).toEqual(['low', 'medium', 'high', 'critical']);
});

it('arrows move inside of the matrix', () => {
  expect(moveIn({ probability: 5, impact: 5 }, 'ArrowUp')).toEqual({ probability: 5, impact: 5 });
  expect(moveIn({ probability: 5, impact: 5 }, 'ArrowDown')).toEqual({ probability: 4, impact: 5 });
  expect(moveIn({ probability: 1, impact: 1 }, 'ArrowRight')).toEqual({ probability: 1, impact: 2 });
  expect(moveIn({ probability: 1, impact: 1 }, 'Enter')).toBeUndefined();
  expect([cellOf('4-5'), cellOf('6-1'), cellOf(undefined)]).toEqual([
    { probability: 4, impact: 5 },
    undefined,
    undefined,
  ]);
});

it('what is closed is not counted', () => {
  const risk = (state: 'open' | 'closed' | 'happened') => ({ id: state, body: { ...newRisk(), state } });
  const cell = { probability: 3, impact: 3 };
  expect(countIn([risk('open'), risk('closed'), risk('happened')], cell)).toBe(2);
});

it('a risk of the library comes in the reader’s language with chance and delay', () => {
  const few = RISK_LIBRARY.find(({ id }) => id === 'few-labels')!;
  expect(fromLibrary(few, 'zh')).toMatchObject({ title: '标注样本不足', chance: 0.7, state: 'open' });
  expect(fromLibrary(few, 'en').delay).toEqual({ optimistic: 16, likely: 40, pessimistic: 120 });
  expect(new Set(RISK_LIBRARY.map(({ id }) => id)).size).toBe(RISK_LIBRARY.length);
  for (const { delay } of RISK_LIBRARY) expect([...delay].toSorted((a, b) => a - b)).toEqual([...delay]);
});
