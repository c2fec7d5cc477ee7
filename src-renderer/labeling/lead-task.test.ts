import { expect, it } from 'vitest';
import { leadTask, taskInUse } from './lead-task.ts';

const task = (id: string, labeled = 0, retired = false) => ({
  id,
  retired,
  counts: { total: 10, labeled, skipped: 0 },
});
const dataset = (labels: readonly string[] = [], labeled = 0) => ({
  id: 'data',
  labels: labels.map((name) => ({ name, count: 0 })),
  labeled,
});

it('leads with the task that was used last, else with one that has work, else with the first', () => {
  const tasks = [task('data'), task('done', 10), task('boxes', 3), task('gone', 0, true)];
  expect(leadTask(dataset(), tasks, 'done')?.id).toBe('done');
  expect(leadTask(dataset(), tasks, 'of another')?.id).toBe('boxes');
  expect(leadTask(dataset(), tasks, 'gone')?.id).toBe('boxes');
  expect(leadTask(dataset(['spam']), tasks, null)?.id).toBe('data');
  expect(leadTask(dataset([], 1), tasks, null)?.id).toBe('data');
  expect(leadTask(dataset(), [task('data'), task('done', 10)], null)?.id).toBe('done');
  expect(leadTask(dataset(), [task('data'), task('gone', 0, true)], null)?.id).toBe('data');
  expect(leadTask(dataset(), [], null)).toBeUndefined();
});

it('a dialog begins with the task that is shown, else with the one that leads', () => {
  const tasks = [task('data'), task('boxes', 3), task('gone', 0, true)];
  const begins = (shown?: string, lastUsed: string | null = null) =>
    taskInUse(dataset(), tasks, { shown, lastUsed })?.id;
  expect([begins('data'), begins('gone'), begins('none', 'data'), begins()]).toEqual([
    'data',
    'gone',
    'data',
    'boxes',
  ]);
});
