import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_OF_WORK, START, at, office, planOf, somePlan, task } from '../plan.fixture.ts';
import type { Plan } from '../plan.ts';
import { PlanError } from '../problems.ts';
import { schedulePlan } from '../schedule/schedule.ts';
import { Calendar } from '../time/calendar.ts';
import { momentsOf, type Distribution } from './distributions.ts';
import { forecastPlan, probabilityBy, quantileOf } from './forecast.ts';
import { compileModel } from './model.ts';
import { Trials } from './trials.ts';

const pert = (optimistic: number, likely: number, pessimistic: number): Distribution => ({
  type: 'pert',
  optimistic,
  likely,
  pessimistic,
});
const calendar = new Calendar(office);
const clock = (plan: Plan): Plan => ({ ...plan, calendar: 'always' });

/** Reliable Construction Co. in weeks: Hillier & Lieberman, chapter on PERT/CPM, its table of three estimates. */
const RELIABLE: Readonly<Record<string, readonly [number, number, number]>> = {
  A: [1, 2, 3],
  B: [2, 3.5, 8],
  C: [6, 9, 18],
  D: [4, 5.5, 10],
  E: [1, 4.5, 5],
  F: [4, 4, 10],
  G: [5, 6.5, 11],
  H: [5, 8, 17],
  I: [3, 7.5, 9],
  J: [3, 9, 9],
  K: [4, 4, 4],
  L: [1, 5.5, 7],
  M: [1, 2, 3],
  N: [5, 5.5, 9],
};
const LINKS = 'A>B B>C C>D C>E E>F D>G E>H G>H C>I F>J I>J J>K J>L H>M K>N L>N'.split(' ');
const WEEK = 5 * DAY_OF_WORK;

describe('a forecast', () => {
  const three = Object.entries(RELIABLE).map(([id, weeks]) => [id, weeks.map((one) => one * WEEK)] as const);
  const plan = planOf(
    three.map(([id, [, likely]]) => task(id, likely!)),
    LINKS,
  );
  const estimates = Object.fromEntries(three.map(([id, [a, m, b]]) => [id, pert(a!, m!, b!)]));

  it('of the Reliable Construction project is later than PERT says, which looks at one path alone', () => {
    const { finish, drivers, criticality } = forecastPlan({ plan, estimates, seed: 1 });
    const weeks = (moment: number) => calendar.between(START, moment) / WEEK;
    // The mean of the critical path is 44 weeks; a maximum of paths has a mean no smaller.
    expect(weeks(finish.mean)).toBeGreaterThan(44);
    expect(weeks(finish.mean)).toBeLessThan(47);
    // PERT's P(T <= 47) is 0.84; the true one is smaller.
    const chance = probabilityBy(finish.samples, calendar.add(START, 47 * WEEK));
    expect(chance).toBeGreaterThan(0.6);
    expect(chance).toBeLessThan(0.84);
    expect(drivers[0]).toMatchObject({ id: 'C', type: 'task' });
    const index = Object.fromEntries(criticality.map((one) => [one.task, one.index]));
    expect([index['A'], index['B'], index['C']]).toEqual([1, 1, 1]);
    // Every path ends in M or N.
    expect(index['M']! + index['N']!).toBeCloseTo(1, 12);
    expect(index['D']).toBeLessThan(index['E']!);
  });

  it('is the same for a seed and another for another', () => {
    const run = (seed: number) => forecastPlan({ plan, estimates, seed, trials: 300 });
    expect(run(5)).toEqual(run(5));
    expect(run(5).finish.samples).not.toEqual(run(6).finish.samples);
  });

  it('of a chain is the normal distribution of the sum of its means and variances', () => {
    const ids = [...Array(40).keys()].map((n) => `t${n}`);
    const chain = clock(
      planOf(
        ids.map((id) => task(id, 100)),
        ids.slice(1).map((id, n) => `t${n}>${id}`),
      ),
    );
    const each = pert(50, 100, 300);
    const { finish } = forecastPlan({
      plan: chain,
      estimates: Object.fromEntries(ids.map((id) => [id, each])),
      seed: 3,
    });
    const { mean, variance } = momentsOf(each);
    const deviation = Math.sqrt(40 * variance);
    // Five standard errors, and the skewness of a sum of 40, a fiftieth of a deviation.
    expect(Math.abs(finish.mean - START - 40 * mean)).toBeLessThan(0.05 * deviation + 1);
    expect(finish.deviation / deviation).toBeCloseTo(1, 1);
    for (const [share, z] of [
      [0.5, 0],
      [0.8, 0.8416],
      [0.95, 1.6449],
    ] as const) {
      const expected = START + 40 * mean + z * deviation;
      expect(Math.abs(quantileOf(finish.samples, share) - expected)).toBeLessThan(0.12 * deviation);
    }
  });

  it('of two paths is the maximum: the square of the distribution function of one', () => {
    const wide: Distribution = { type: 'triangular', optimistic: 0, likely: 500, pessimistic: 1000 };
    const two = clock(planOf([task('A', 500), task('B', 500), task('end', 0)], ['A>end', 'B>end']));
    const { finish, milestones, criticality } = forecastPlan({
      plan: two,
      estimates: { A: wide, B: wide },
      seed: 9,
    });
    for (const x of [250, 500, 750]) {
      const one = x <= 500 ? x ** 2 / 500_000 : 1 - (1000 - x) ** 2 / 500_000;
      expect(probabilityBy(finish.samples, START + x)).toBeCloseTo(one ** 2, 1.7);
    }
    expect(milestones[0]).toMatchObject({ id: 'end', p80: finish.p80 });
    expect(criticality.map(({ index }) => index)[2]).toBe(1);
    expect(criticality[0]!.index + criticality[1]!.index).toBeCloseTo(1, 12);
    expect(criticality[0]!.index).toBeCloseTo(0.5, 1);
  });

  it('counts risks by their probability, and shows what they cost', () => {
    const one = clock(planOf([task('A', 600), task('B', 60)], ['A>B']));
    const risks = [
      {
        id: 'r',
        title: 'Data late',
        probability: 0.3,
        delay: { type: 'fixed' as const, minutes: 1000 },
        tasks: ['A'],
      },
    ];
    const { finish, drivers } = forecastPlan({ plan: one, risks, seed: 4 });
    expect(probabilityBy(finish.samples, START + 660)).toBeCloseTo(0.7, 1);
    expect([finish.p50, finish.p80]).toEqual([START + 660, START + 1660]);
    expect(drivers).toEqual([
      {
        type: 'risk',
        id: 'r',
        title: 'Data late',
        correlation: 1,
        finishWhenLow: START + 660,
        finishWhenHigh: START + 1660,
      },
    ]);
  });

  it('takes the rest of what has begun, leaves finished tasks, and shares effort', () => {
    const resources = [{ id: 'mei', name: 'Mei', type: 'person' as const, calendar: 'always' }];
    const tasks = [
      task('A', 100, { progress: { actualStart: START, actualFinish: START + 50 } }),
      task('B', 0, {
        work: { type: 'effort', minutes: 400 },
        assignments: [{ resource: 'mei', units: 0.5 }],
        progress: { percentDone: 75, actualStart: START + 50 },
      }),
    ];
    const estimates = { A: pert(1, 2, 3), B: { type: 'fixed' as const, minutes: 400 } };
    const plan = clock(planOf(tasks, ['A>B'], { resources, statusDate: START + 1000 }));
    const { finish } = forecastPlan({ plan, estimates, seed: 1, trials: 10 });
    expect([finish.p50, finish.deviation]).toEqual([START + 1000 + (400 * 0.25) / 0.5, 0]);
  });

  it('samples a milestone that was given an estimate, and names what cannot be placed', () => {
    const gone = {
      id: 'gone',
      name: 'Gone',
      week: Array(7).fill([]),
      exceptions: [{ first: 0, last: 0, hours: [{ from: 0, to: 60 }] }],
    };
    const base = planOf([task('A', 0), task('B', 60, { calendar: 'gone' })], []);
    const plan = { ...clock(base), calendars: [...base.calendars, gone] };
    const { finish, unplaced } = forecastPlan({
      plan,
      estimates: { A: { type: 'fixed', minutes: 90 } },
      seed: 1,
      trials: 5,
    });
    expect([finish.p95, unplaced]).toEqual([START + 90, ['B']]);
  });

  it('refuses what it cannot count', () => {
    const one = planOf([task('A', 60)]);
    const refusal = (more: object) => {
      try {
        forecastPlan({ plan: one, seed: 1, ...more });
      } catch (error) {
        return error instanceof PlanError && error.key;
      }
      return undefined;
    };
    const risk = { id: 'r', title: 'R', delay: { type: 'fixed', minutes: 1 }, tasks: ['A'] };
    expect(refusal({ trials: 0 })).toBe('planning.trials');
    expect(refusal({ trials: 2.5 })).toBe('planning.trials');
    expect(refusal({ estimates: { A: pert(3, 2, 1) } })).toBe('planning.estimate');
    expect(refusal({ estimates: { gone: pert(1, 2, 3) } })).toBe('planning.missing');
    expect(refusal({ milestones: ['gone'] })).toBe('planning.missing');
    expect(refusal({ risks: [{ ...risk, probability: 1.5 }] })).toBe('planning.notANumber');
    expect(refusal({ risks: [{ ...risk, probability: NaN }] })).toBe('planning.notANumber');
  });
});

const begun = (plan: Plan): Plan => ({
  ...plan,
  statusDate: at('2026-03-04T11:00'),
  tasks: plan.tasks.map((one, index) => {
    if (!one.work || index % 4 !== 1) return one;
    const progress =
      index % 8 === 1 ? { actualFinish: START + 300 } : { percentDone: 40, actualStart: START + 100 };
    return { ...one, progress };
  }),
});

describe('for any plan a forecast', () => {
  it('without chance is the schedule, to the minute, task by task, in whatever calendars', () => {
    fc.assert(
      fc.property(somePlan(), fc.boolean(), (some, progress) => {
        const plan = progress ? begun(some) : some;
        const schedule = schedulePlan(plan);
        const trials = new Trials(compileModel(plan), []);
        trials.runBlock(1, () => undefined);
        expect(trials.end[0]).toBe(schedule.finish);
        schedule.tasks.forEach(({ finish }, index) => expect(trials.finishes(index, 1)[0]).toBe(finish));
      }),
      { numRuns: 1000 },
    );
  });

  it('has P50 <= P80 <= P95, and no earlier finish in any trial when a task gets longer', () => {
    fc.assert(
      fc.property(
        somePlan(),
        fc.nat(20),
        fc.integer({ min: 1, max: 500 }),
        fc.nat(),
        (plan, which, more, seed) => {
          const leaves = plan.tasks.filter((one) => one.work && one.work.minutes > 0);
          const longer = leaves[which % Math.max(1, leaves.length)];
          fc.pre(longer !== undefined);
          fc.pre(
            !plan.dependencies!.some(({ to, type }) => to === longer.id && (type === 'FF' || type === 'SF')),
          );
          const estimates = Object.fromEntries(
            leaves.map(({ id, work }) => [id, pert(work!.minutes / 2, work!.minutes, work!.minutes * 3)]),
          );
          const before = forecastPlan({ plan, estimates, seed, trials: 40 });
          const { minutes } = longer.work!;
          const after = forecastPlan({
            plan,
            estimates: {
              ...estimates,
              [longer.id]: pert(minutes / 2 + more, minutes + more, minutes * 3 + more),
            },
            seed,
            trials: 40,
          });
          expect(before.finish.p50).toBeLessThanOrEqual(before.finish.p80);
          expect(before.finish.p80).toBeLessThanOrEqual(before.finish.p95);
          after.finish.samples.forEach((one, trial) =>
            expect(one).toBeGreaterThanOrEqual(before.finish.samples[trial]! - 1e-6),
          );
          for (const { correlation } of before.drivers)
            expect(Math.abs(correlation)).toBeLessThanOrEqual(1 + 1e-12);
          for (const { index } of before.criticality) expect(index).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 150 },
    );
  });
});
