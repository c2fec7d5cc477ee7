import { expect, test } from 'vitest';
import { hrefOfJob, overallShare, shareDone } from './jobs.ts';

const job = {
  id: 'j',
  kind: 'import' as const,
  title: 't',
  subject: 'ds-1',
  state: 'running' as const,
  waiting: false,
  done: 30,
  total: 120,
  unit: 'rows',
  rate: 1,
  secondsLeft: 90,
  startedAt: '2026-11-22T08:00:00.000Z',
  endedAt: null,
  error: null,
};

test('progress is a share, and unknown while the total is', () => {
  expect(shareDone(job)).toBe(0.25);
  expect(shareDone({ ...job, total: null })).toBeNull();
  expect(shareDone({ ...job, total: null, state: 'done' })).toBe(1);
  expect(overallShare([job, { ...job, done: 90 }, { ...job, total: null }])).toBe(0.5);
});

test('a job leads to what it made', () => {
  expect(hrefOfJob({ kind: 'import', subject: 'ds-1' })).toBe('/data/ds-1');
  expect(hrefOfJob({ kind: 'freeze', subject: 'v-1' })).toBe('/train?version=v-1');
  expect(hrefOfJob({ kind: 'train', subject: null })).toBeNull();
});
