/** Whether forecasts keep what they promise: 500 simulated projects, each finished by a dice of its own, and scored by the log. */
import { describe, expect, it } from 'vitest';
import { START, at, planOf, task } from '../plan.fixture.ts';
import type { Dependency, Plan } from '../plan.ts';
import { schedulePlan } from '../schedule/schedule.ts';
import type { Distribution } from './distributions.ts';
import { forecastPlan, probabilityBy } from './forecast.ts';
import { pinballLoss, scoreEntry, scoreLog, type ForecastEntry } from './forecast-log.ts';
import { Ranker } from './ranks.ts';

/** Numbers of (0, 1) that owe nothing to the engine's: a linear congruence (Park & Miller 1988). */
function dice(seed: number): () => number {
  let state = (seed * 48_271 + 11) % 2_147_483_647 || 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Beta by rejection from its density, which owes nothing to gammas. */
function betaOf(alpha: number, beta: number, roll: () => number): number {
  const density = (x: number) => x ** (alpha - 1) * (1 - x) ** (beta - 1);
  const most = density((alpha - 1) / (alpha + beta - 2));
  for (;;) {
    const x = roll();
    if (roll() * most <= density(x)) return x;
  }
}

interface Project {
  readonly plan: Plan;
  readonly estimates: Readonly<Record<string, Distribution>>;
  /** The minutes that each task really takes. */
  readonly actual: (id: string) => number;
}

/** 8 to 30 tasks in three calendars, each with a three-point estimate from which its real duration comes. */
function projectOf(seed: number): Project {
  const roll = dice(seed);
  const count = 8 + Math.floor(roll() * 23);
  const calendars = [{}, {}, { calendar: 'always' }, { calendar: 'mornings' }] as const;
  const tasks = Array.from({ length: count }, (_, n) =>
    task(`t${n}`, 60 + Math.floor(roll() * 1500), calendars[Math.floor(roll() * 4)]),
  );
  const dependencies = tasks
    .slice(1)
    .flatMap(({ id }, n): Dependency[] =>
      roll() < 0.85
        ? [{ from: `t${Math.floor(roll() * (n + 1))}`, to: id, type: roll() < 0.85 ? 'FS' : 'SS' }]
        : [],
    );
  const points = new Map(
    tasks.map(({ id, work }) => [
      id,
      [work!.minutes * 0.6, work!.minutes, work!.minutes * (1.5 + 2 * roll())] as const,
    ]),
  );
  const estimates = Object.fromEntries(
    [...points].map(([id, [optimistic, likely, pessimistic]]) => [
      id,
      { type: 'pert' as const, optimistic, likely, pessimistic },
    ]),
  );
  const actual = (id: string) => {
    const [low, likely, high] = points.get(id)!;
    const width = high - low;
    return low + width * betaOf(1 + (4 * (likely - low)) / width, 1 + (4 * (high - likely)) / width, roll);
  };
  return { plan: planOf(tasks, [], { dependencies }), estimates, actual };
}

function entryOf(seed: number): ForecastEntry {
  const { plan, estimates, actual } = projectOf(seed);
  const { finish } = forecastPlan({ plan, estimates, seed, trials: 2000 });
  const real = {
    ...plan,
    tasks: plan.tasks.map((one) => ({
      ...one,
      work: { type: 'duration' as const, minutes: Math.ceil(actual(one.id)) },
    })),
  };
  const date = finish.p50 + 600;
  return {
    id: `project ${seed}`,
    subject: 'finish',
    madeAt: START,
    seed,
    p50: finish.p50,
    p80: finish.p80,
    p95: finish.p95,
    chances: [{ date, probability: probabilityBy(finish.samples, date) }],
    actual: schedulePlan(real).finish!,
  };
}

describe('forecasts of 500 simulated projects', () => {
  it('hold as often as they promise: P80 in 75 to 85 %', () => {
    const { calibration, settled, brier } = scoreLog(Array.from({ length: 500 }, (_, n) => entryOf(n + 1)));
    expect(settled).toBe(500);
    const [p50, p80, p95] = calibration;
    expect(p80!.share).toBeGreaterThanOrEqual(0.75);
    expect(p80!.share).toBeLessThanOrEqual(0.85);
    for (const one of [p50, p80, p95]) {
      expect(one!.low).toBeLessThan(one!.promised);
      expect(one!.high).toBeGreaterThan(one!.promised);
    }
    // Better than always saying one half.
    expect(brier).toBeLessThan(0.25);
  });
});

describe('a forecast log', () => {
  const entry: ForecastEntry = {
    id: 'a',
    subject: 'M1',
    madeAt: START,
    seed: 1,
    p50: at('2026-03-10T09:00'),
    p80: at('2026-03-11T09:00'),
    p95: at('2026-03-12T09:00'),
    chances: [
      { date: at('2026-03-10T18:00'), probability: 0.7 },
      { date: at('2026-03-12T18:00'), probability: 0.9 },
    ],
  };

  it('scores an entry once its date is known', () => {
    expect(scoreEntry(entry)).toBeUndefined();
    const score = scoreEntry({ ...entry, actual: at('2026-03-11T09:00') })!;
    expect(score).toMatchObject({ heldP50: false, heldP80: true, heldP95: true });
    expect(score.brier).toBeCloseTo((0.7 ** 2 + 0.1 ** 2) / 2, 12);
    expect(score.pinball).toBeCloseTo((0.5 * 1440 + 0 + 0.05 * 1440) / 3, 9);
  });

  it('counts what holds, with an interval, and what is open', () => {
    const settledOnes = [...Array(10).keys()].map((n) => ({
      ...entry,
      id: `${n}`,
      actual: n < 8 ? entry.p80 : entry.p95 + 1,
    }));
    const { calibration, settled, open } = scoreLog([...settledOnes, entry]);
    expect([settled, open]).toEqual([10, 1]);
    // Wilson's interval of 8 in 10: 0.490 to 0.943.
    expect(calibration[1]).toMatchObject({ promised: 0.8, held: 8, of: 10, share: 0.8 });
    expect(calibration[1]!.low).toBeCloseTo(0.4902, 3);
    expect(calibration[1]!.high).toBeCloseTo(0.9433, 3);
    expect(scoreLog([entry])).toMatchObject({
      settled: 0,
      open: 1,
      calibration: [],
      brier: null,
      pinball: null,
    });
  });

  it('is least wrong, by pinball loss, for the true quantile', () => {
    const values = [...Array(1000).keys()];
    const loss = (x: number) => values.reduce((sum, y) => sum + pinballLoss(0.8, x, y), 0);
    for (const x of [0, 500, 780, 820, 999]) expect(loss(x)).toBeGreaterThan(loss(800));
  });
});

describe('ranks', () => {
  it('give the ends of a tornado bar, for what seldom happens too', () => {
    const samples = Float32Array.from({ length: 100 }, (_, n) => n);
    const ranker = new Ranker(100);
    const outcomes = ranker.ranked(Float64Array.from({ length: 100 }, (_, n) => 2 * n));
    expect(ranker.effect(samples, outcomes)).toEqual({ correlation: 1, low: 9, high: 189 });
    const seldom = Float32Array.from({ length: 100 }, (_, n) => (n < 97 ? 0 : n));
    expect(ranker.effect(seldom, outcomes)).toMatchObject({ low: 96, high: 196 });
    expect(ranker.effect(new Float32Array(100), outcomes)).toEqual({ correlation: 0, low: 99, high: 99 });
  });
});
