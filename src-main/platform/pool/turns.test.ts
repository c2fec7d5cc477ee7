import { expect, test } from 'vitest';
import type { AppError } from '../../../src-shared/platform/errors.ts';
import type { Task } from './task.ts';
import { createTurns } from './turns.ts';

/** Work that ends when the test says so. The pool's own test runs real processes. */
function work(name: string) {
  const { promise, resolve } = Promise.withResolvers<string>();
  const log: string[] = [];
  const task: Task<string> = {
    id: name,
    result: promise,
    stop: () => log.push('stop'),
    cancel: () => log.push('cancel'),
  };
  const waiter = {
    id: name,
    title: name,
    begin: () => (log.push('begin'), task),
    leave: (error: AppError) => void log.push(error.key),
  };
  return { log, waiter, end: () => resolve(name) };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

test('one at a time, in the order they came; other names do not wait', async () => {
  const turns = createTurns();
  const [a, b, c, other] = ['a', 'b', 'c', 'other'].map(work);
  const tasks = [a!, b!, c!].map(({ waiter }) => turns.take('training', waiter));
  void turns.take('search', other!.waiter);
  await soon();
  expect([a, b, c, other].map((one) => one!.log)).toEqual([['begin'], [], [], ['begin']]);
  a!.end();
  await soon();
  expect([b!.log, c!.log]).toEqual([['begin'], []]);
  b!.end();
  await soon();
  c!.end();
  expect(await Promise.all(tasks.map(({ result }) => result))).toEqual(['a', 'b', 'c']);
  await soon();
  expect(turns.taken('training')).toBe(false);
});

test('one that gives up lets nobody pass', async () => {
  const turns = createTurns();
  const [a, b, c] = ['a', 'b', 'c'].map(work);
  const [, second] = [a!, b!, c!].map(({ waiter }) => turns.take('training', waiter));
  second!.cancel();
  await expect(second!.result).rejects.toMatchObject({ key: 'house.cancelled' });
  await soon();
  expect([b!.log, c!.log]).toEqual([['house.cancelled'], []]);
  a!.end();
  await soon();
  expect([b!.log, c!.log]).toEqual([['house.cancelled'], ['begin']]);
  c!.end();
});

test('one under way is stopped and cancelled as if it had never waited', async () => {
  const turns = createTurns();
  const [a, b] = ['a', 'b'].map(work);
  turns.take('training', a!.waiter);
  const second = turns.take('training', b!.waiter);
  a!.end();
  await soon();
  second.stop();
  second.cancel();
  expect(b!.log).toEqual(['begin', 'stop', 'cancel']);
  b!.end();
});
