import { describe, expect, it } from 'vitest';
import { closestTo } from './closest.ts';

describe('the closest known name', () => {
  it.each([
    ['Area', ['area', 'town'], 'area'],
    ['built_year', ['area', 'builtYear'], 'builtYear'],
    ['twon', ['area', 'town'], 'town'],
    ['Koln', ['Ulm', 'Köln', 'Bonn'], 'Köln'],
    ['max_tokens', ['temperature', 'maxTokens', 'topK'], 'maxTokens'],
    ['面积', ['面积', '城市'], '面积'],
    ['城 市', ['面积', '城市'], '城市'],
  ])('of %s among %j is %s', (name, known, closest) => {
    expect(closestTo(name, known)).toBe(closest);
  });

  it.each([
    ['rooms', ['area', 'town']],
    ['a', ['b', 'c']],
    ['', ['area']],
    ['x'.repeat(1e6), ['x'.repeat(61)]],
    ['?', ['!']],
    ['area', []],
  ])('of what is unlike all of them is none', (name, known) => {
    expect(closestTo(name, known)).toBeUndefined();
  });

  it('is the first of equals, and an exact one before others', () => {
    expect(closestTo('town', ['towns', 'Town', 'town '])).toBe('Town');
  });
});
