import { describe, expect, it } from 'vitest';
import { estimateOf, textsOf } from './estimates.ts';
import { pickable } from './picking.ts';

describe('an estimate that is typed', () => {
  const of = (optimistic: string, likely: string, pessimistic: string) =>
    estimateOf({ optimistic, likely, pessimistic });

  it('is three numbers in order, or one for all, or none', () => {
    expect(of('1', '2,5', '4')).toEqual({ optimistic: 1, likely: 2.5, pessimistic: 4 });
    expect(of('', '3', ' ')).toEqual({ optimistic: 3, likely: 3, pessimistic: 3 });
    expect(of('', '', '')).toBeNull();
    expect(textsOf({ optimistic: 1 / 3, likely: 2, pessimistic: 3 })).toEqual({
      optimistic: '0.33',
      likely: '2',
      pessimistic: '3',
    });
  });

  it.each([
    ['3', '2', '4'],
    ['1', '2', ''],
    ['-1', '2', '3'],
    ['a', 'b', 'c'],
    ['1', '2', 'Infinity'],
    ['', 'NaN', ''],
  ])('is refused as %s, %s, %s', (low, middle, high) => expect(of(low, middle, high)).toBeUndefined());
});

it('a picker offers what begins with the text before what holds it', () => {
  const choices = ['Train', 'Retrain', 'Label', 'train again'].map((name) => ({ id: name, name }));
  expect(pickable(choices, 'TRAIN').map(({ name }) => name)).toEqual(['Train', 'train again', 'Retrain']);
  expect(pickable(choices, '')).toHaveLength(4);
});
