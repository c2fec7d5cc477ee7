import { expect, it } from 'vitest';
import { at, DAY_OF_WORK, planOf, task } from '../plan.fixture.ts';
import type { Distribution } from './distributions.ts';
import { forecastPlan, type ForecastInput } from './forecast.ts';
import { SAVING_TRIALS, savingOf } from './savings.ts';

const pert = (optimistic: number, likely: number, pessimistic: number): Distribution => ({
  type: 'pert',
  optimistic: optimistic * DAY_OF_WORK,
  likely: likely * DAY_OF_WORK,
  pessimistic: pessimistic * DAY_OF_WORK,
});
const DAY = 1440;

/** Label, then train, and beside both a document; the milestone waits for all. */
const plan = planOf(
  [
    task('label', 10 * DAY_OF_WORK),
    task('train', 5 * DAY_OF_WORK),
    task('write', 2 * DAY_OF_WORK),
    { id: 'beta', title: 'Beta' },
  ],
  ['label>train', 'train>beta', 'write>beta'],
);
const input: ForecastInput = {
  plan,
  estimates: { label: pert(5, 10, 20), train: pert(3, 5, 10), write: pert(1, 2, 3) },
  seed: 1,
};

function saving(of: ForecastInput, ...tasks: string[]) {
  let moments = new Float64Array();
  forecastPlan({ ...of, milestones: ['beta'], onMoments: (_, all) => (moments = Float64Array.from(all)) });
  return savingOf(of, { tasks, milestone: 'beta', moments });
}

it('work on the path brings the milestone forward by its own time, work with slack by nothing', () => {
  const label = saving(input, 'label');
  // The mean of PERT is (5 + 40 + 20) / 6 = 10.8 working days, two weeks and a day on the calendar.
  expect(label.mean / DAY).toBeGreaterThan(13.5);
  expect(label.mean / DAY).toBeLessThan(16.5);
  expect(label.low).toBeLessThan(label.mean);
  expect(label.high).toBeGreaterThan(label.mean);
  const write = saving(input, 'write');
  expect([write.mean, write.low, write.high]).toEqual([0, 0, 0]);
});

it('trials are compared in pairs: what is not asked about takes the same time in both', () => {
  // Of a task that always takes two days the rest of the plan varies, and what is saved does not.
  const fixed = planOf(
    [
      task('always', 2 * DAY_OF_WORK, { calendar: 'always' }),
      task('rest', 1, { calendar: 'always' }),
      { id: 'beta', title: 'Beta' },
    ],
    ['always>rest', 'rest>beta'],
    { calendar: 'always' },
  );
  const { mean, low, high } = saving({ plan: fixed, estimates: { rest: pert(1, 5, 40) }, seed: 3 }, 'always');
  for (const one of [mean, low, high]) expect(Math.abs(one - (2 * DAY_OF_WORK - 1))).toBeLessThanOrEqual(1);
});

it('work that has begun is left where it stands, and risks of other tasks go on', () => {
  const begun = {
    ...plan,
    statusDate: at('2026-03-09T00:00'),
    tasks: plan.tasks.map((one) =>
      one.id === 'label'
        ? { ...one, progress: { percentDone: 40, actualStart: at('2026-03-02T09:00') } }
        : one,
    ),
  };
  const risks = [
    { id: 'r', title: 'Late', probability: 0.5, delay: pert(2, 3, 4), tasks: ['label', 'train'] },
  ];
  const { mean, low } = saving({ ...input, plan: begun, risks }, 'label');
  expect(low).toBeGreaterThan(0);
  expect(mean / DAY).toBeLessThan(saving(input, 'label').mean / DAY + 3);
  expect(SAVING_TRIALS).toBeLessThan(10_000);
});
