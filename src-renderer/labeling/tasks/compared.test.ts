import { describe, expect, it } from 'vitest';
import type { Column } from '../../../src-shared/contract.ts';
import { columnsOf, comparable, comparedIn, isNothing, isWhole } from './compared.ts';

const column = (name: string, role: Column['role']): Column => ({ name, type: 'category', role });

describe('the columns of a preference task', () => {
  it('are those that its items show', () => {
    const columns = [column('a', 'feature'), column('b', 'ignore'), column('c', 'target')];
    expect(comparable(columns)).toEqual(['a']);
  });

  it('are two that differ, with a prompt that is neither', () => {
    const chosen = { prompt: '', first: 'a', second: 'b' };
    expect(columnsOf(chosen)).toEqual({ prompt: null, first: 'a', second: 'b' });
    expect(columnsOf({ ...chosen, prompt: 'p' })).toEqual({ prompt: 'p', first: 'a', second: 'b' });
    for (const wrong of [{ second: '' }, { second: 'a' }, { prompt: 'a' }, { prompt: 'b' }]) {
      expect(isWhole({ ...chosen, ...wrong })).toBe(false);
      expect(columnsOf({ ...chosen, ...wrong })).toBeNull();
      expect(isNothing({ ...chosen, ...wrong })).toBe(false);
    }
    expect(isNothing({ prompt: '', first: '', second: '' })).toBe(true);
  });
});

it('a row is parted into the prompt, the two and the rest; what it lacks is missing', () => {
  const cells = ['p', 'a', 'x', 'constructor'].map((name, value) => ({ name, value }));
  expect(comparedIn(cells, { prompt: 'p', first: 'constructor', second: 'gone' })).toEqual({
    prompt: cells[0],
    two: [cells[3], { name: 'gone', value: null }],
    rest: [cells[1], cells[2]],
  });
  expect(comparedIn(cells, { prompt: null, first: 'a', second: 'p' }).prompt).toBeNull();
});
