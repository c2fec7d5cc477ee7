import { expect, test } from 'vitest';
import { SharedLock } from './shared-lock.ts';

test('exclusive work has nothing beside it, and all work is done', async () => {
  const lock = new SharedLock();
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
    lock.shared(work('a')),
    lock.shared(work('b')),
    lock.exclusive(work('fails')),
    lock.shared(work('c')),
    lock.exclusive(work('x')),
    lock.shared(work('d')),
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
  expect(new Set(seen.slice(4).map((line) => line.slice(1)))).toEqual(new Set(['1', '2']));
});
