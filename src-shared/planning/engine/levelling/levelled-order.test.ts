import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastPlan } from '../forecast/forecast.ts';
import { momentsOf, type Distribution } from '../forecast/distributions.ts';
import { DAY_OF_WORK, START, planOf, task } from '../plan.fixture.ts';
import type { Plan } from '../plan.ts';
import { schedulePlan } from '../schedule/schedule.ts';
import { levelPlan, type Levelling } from './level.ts';
import { inLevelledOrder, type OwnStarts } from './levelled-order.ts';
import { by, gpus, max, mei, peaks, planWithPeople } from './people.fixture.ts';

/** The plan as it is kept: what levelling moved begins no earlier than it says. */
function kept(plan: Plan, { moves, plan: chosen }: Levelling): { plan: Plan; ownStarts: OwnStarts } {
  const to = new Map(moves.map((move) => [move.task, move.to]));
  const tasks = chosen.tasks.map((one) => {
    const date = to.get(one.id);
    return date === undefined ? one : { ...one, constraint: { type: 'startNoEarlierThan' as const, date } };
  });
  const own = plan.tasks.filter(({ id }) => to.has(id));
  return {
    plan: { ...chosen, tasks },
    ownStarts: Object.fromEntries(own.map(({ id, constraint }) => [id, constraint?.date ?? null])),
  };
}

const ordered = (plan: Plan) => {
  const { plan: levelled, ownStarts } = kept(plan, levelPlan(plan));
  return inLevelledOrder(levelled, ownStarts);
};

const pert = (optimistic: number, likely: number, pessimistic: number): Distribution => ({
  type: 'pert',
  optimistic,
  likely,
  pessimistic,
});

describe('a levelled plan is forecast in the order of its levelling', () => {
  const tasks = Array.from({ length: 10 }, (_, n) =>
    task(`t${n}`, 600, { ...by('mei'), calendar: 'always', priority: n }),
  );
  const plan = planOf(tasks, [], { resources: [mei], calendar: 'always' });
  const estimates = Object.fromEntries(tasks.map(({ id }) => [id, pert(300, 600, 1500)]));

  it('a person with ten tasks at once takes the sum of them, by its mean and its deviation', () => {
    const { mean, variance } = momentsOf(estimates['t0']!);
    const { finish } = forecastPlan({ plan: ordered(plan), estimates, seed: 1 });
    const error = Math.sqrt((10 * variance) / 10_000);
    expect(Math.abs(finish.mean - START - 10 * mean)).toBeLessThan(5 * error + 1);
    expect(finish.deviation).toBeCloseTo(Math.sqrt(10 * variance), -2);
    // By the central limit theorem the median is near the mean, and P95 1.645 deviations later.
    expect(Math.abs(finish.p95 - START - 10 * mean - 1.645 * Math.sqrt(10 * variance))).toBeLessThan(60);
    // Without levelling it is the longest of them.
    const atOnce = forecastPlan({ plan, estimates, seed: 1 });
    expect(atOnce.finish.p50 - START).toBeLessThan(1500);
    expect(finish.p50 - START).toBeGreaterThan(6000);
  });

  it('the order is that of the levelling: the highest priority first', () => {
    const { dependencies = [] } = ordered(plan);
    expect(dependencies.map(({ from, to }) => `${from}>${to}`)).toEqual(
      Array.from({ length: 9 }, (_, n) => `t${9 - n}>t${8 - n}`),
    );
  });

  it('what is earlier finished lets the next begin earlier than levelling thought', () => {
    const quick = Object.fromEntries(tasks.map(({ id }) => [id, { type: 'fixed' as const, minutes: 60 }]));
    expect(forecastPlan({ plan: ordered(plan), estimates: quick, seed: 1 }).finish.p95).toBe(START + 600);
  });

  it('four GPUs are four chains: who needs two waits for those that free them, who needs all for everybody', () => {
    const gpuTask = (id: string, minutes: number, units: number, priority: number) =>
      task(id, minutes, { ...by('gpus', units), calendar: 'always', priority });
    const machined = planOf(
      [
        ...[1, 2, 3, 4].map((n) => gpuTask(`a${n}`, n * 100, 1, 2)),
        gpuTask('all', 100, 4, 1),
        gpuTask('pair', 100, 2, 0),
      ],
      [],
      { resources: [gpus], calendar: 'always' },
    );
    const { dependencies = [] } = ordered(machined);
    expect(dependencies.map(({ from, to }) => `${from}>${to}`).toSorted()).toEqual(
      ['a1>pair', 'a2>pair', 'a3>all', 'a4>all', 'pair>all'].toSorted(),
    );
    expect(schedulePlan(ordered(machined)).finish).toBe(START + 500);
  });

  it('half of the time is shared, and a start of its own is kept', () => {
    const half = (id: string, priority: number) => task(id, DAY_OF_WORK, { ...by('mei', 0.5), priority });
    const start = { type: 'startNoEarlierThan' as const, date: START + 5000 };
    const shared = planOf([half('A', 3), half('B', 2), { ...half('C', 1), constraint: start }], [], {
      resources: [mei],
    });
    const result = ordered(shared);
    expect(result.tasks[2]!.constraint).toEqual(start);
    expect((result.dependencies ?? []).filter(({ to }) => to !== 'C')).toEqual([]);
  });
});

it('for any plan the levelled order closes no cycle, loses no dependency, overloads nobody, and ends no later than levelled', () => {
  fc.assert(
    fc.property(planWithPeople, (plan) => {
      const levelling = levelPlan(plan);
      const { plan: levelled, ownStarts } = kept(plan, levelling);
      const result = inLevelledOrder(levelled, ownStarts);
      const schedule = schedulePlan(result);
      const { dependencies = [] } = plan;
      expect(result.dependencies).toEqual(expect.arrayContaining([...dependencies]));
      const most = peaks(result, schedule);
      for (const { id, capacity = 1 } of [mei, max, gpus])
        expect(most[id] ?? 0).toBeLessThanOrEqual(capacity + 1e-9);
      // Else a task may have to wait for one that starts after it.
      if (dependencies.every(({ type, lag = 0 }) => type === 'FS' && lag >= 0))
        expect(schedule.finish!).toBeLessThanOrEqual(levelling.schedule.finish!);
    }),
    { numRuns: 300 },
  );
});
