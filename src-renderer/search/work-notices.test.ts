import { expect, test } from 'vitest';
import type { QueuedWork } from '../../src-shared/contract.ts';
import { BISECTION_TAG, SEARCH_TAG } from '../../src-shared/tracking/values.ts';
import { WorkNotices } from './work-notices.ts';

const work = (id: string, state: QueuedWork['state']): QueuedWork => {
  return {
    id,
    kind: 'search',
    name: 'night',
    state,
    run: null,
    createdAt: '2026-11-30T08:00:00.000Z',
    createdBy: 'Ada',
    error: null,
  };
};

/** Functions stand in for the workbench, whose moments of a search cannot be held. */
function follow(tags: Record<string, string>) {
  let now: readonly QueuedWork[] = [];
  const told: string[] = [];
  const notices = new WorkNotices({
    run: () => Promise.resolve({ tags }),
    queue: () => Promise.resolve(now),
    over: ({ name, state }) => told.push(`${name} ${state}`),
  });
  return { notices, told, be: (next: QueuedWork) => (now = [next]) };
}

test.each([SEARCH_TAG, BISECTION_TAG])(
  'trainings with %s are quiet, and its end is told once',
  async (tag) => {
    const { notices, told, be } = follow({ [tag]: 's1' });
    be(work('s1', 'running'));
    expect(await notices.isPart('r1')).toBe(true);
    await notices.changed('s1');
    expect(told).toEqual([]);
    be(work('s1', 'finished'));
    // Whatever comes first, the change or the end of the last training.
    await Promise.all([notices.changed('s1'), notices.isPart('r2'), notices.changed('s1')]);
    expect(told).toEqual(['night finished']);
    expect(await notices.isPart('r2')).toBe(true);
    // It goes on with more trials.
    be(work('s1', 'running'));
    expect(await notices.isPart('r3')).toBe(true);
    be(work('s1', 'stopped'));
    await notices.changed('s1');
    expect(told).toEqual(['night finished', 'night stopped']);
  },
);

test('other trainings, and trials of a search that was over before, are told themselves', async () => {
  const single = follow({});
  expect(await single.notices.isPart('r1')).toBe(false);
  const old = follow({ [SEARCH_TAG]: 's1' });
  expect(await old.notices.isPart('r1')).toBe(false);
  old.be(work('s1', 'finished'));
  expect(await old.notices.isPart('r1')).toBe(false);
  expect(old.told).toEqual([]);
});
