import { expect, it } from 'vitest';
import { ItemTimer } from './timer.ts';

it('counts while somebody looks, and begins anew with each item', () => {
  let now = 0;
  const timer = new ItemTimer(() => now);
  now = 2000;
  timer.watch(false);
  now = 60_000;
  expect(timer.seconds).toBe(2);
  timer.watch(true);
  timer.watch(true);
  now = 63_000;
  expect(timer.seconds).toBe(5);
  timer.restart();
  now = 64_000;
  expect(timer.seconds).toBe(1);
  timer.watch(false);
  timer.restart();
  now = 99_000;
  expect(timer.seconds).toBe(0);
});
