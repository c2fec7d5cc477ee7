import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('work done alone has nothing beside it, and all work is done', async () => {
  const turns = new Turns();
  const seen: string[] = [];
  let under = 0;
  const work = (name: string) => async (): Promise<string> => {
    under++;
    seen.push(`${name}${under}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    under--;
    if (name === 'fails') throw new Error(name);
    return name;
  };
  const ends = await Promise.allSettled([
    turns.together(work('a')),
    turns.together(work('b')),
    turns.alone(work('fails')),
    turns.together(work('c')),
    turns.alone(work('x')),
    turns.together(work('d')),
  ]);
  expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : 'rejected'))).toEqual([
    'a',
    'b',
    'rejected',
    'c',
    'x',
    'd',
  ]);
  expect(seen.slice(0, 4)).toEqual(['a1', 'b2', 'fails1', 'x1']);
  expect(new Set(seen.slice(4).map((said) => said.slice(1)))).toEqual(new Set(['1', '2']));
});
