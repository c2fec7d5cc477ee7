/** @file Plans of any size, the same each time: most tasks wait for two before them, one in ten is a milestone's end. */
import {
  STANDARD_WEEK,
  parseMoment,
  type Dependency,
  type Distribution,
  type Plan,
  type Task,
} from '../../src-shared/planning/engine/index.ts';

/** A linear congruence (Park & Miller 1988): numbers of (0, 1). */
function dice(): () => number {
  let state = 12_345;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

export interface BenchPlan {
  readonly plan: Plan;
  readonly estimates: Readonly<Record<string, Distribution>>;
}

/** `tasks` tasks with twice as many dependencies; with `types` of all four kinds and in two calendars, else FS in one. */
export function benchPlan(tasks: number, { types = false } = {}): BenchPlan {
  const roll = dice();
  const list = Array.from({ length: tasks }, (_, n): Task => {
    const calendar = types && roll() < 0.3 ? { calendar: 'half' } : {};
    const work = { type: 'duration', minutes: 60 + Math.floor(roll() * 2000) } as const;
    return { id: `t${n}`, title: `Task ${n}`, work, ...calendar };
  });
  const dependencies = Array.from({ length: 2 * tasks }, (): Dependency => {
    const to = 1 + Math.floor(roll() * (tasks - 1));
    const from = Math.max(0, to - 1 - Math.floor(roll() * 30));
    const type = types ? (['FS', 'FS', 'FS', 'SS', 'FF', 'SF'] as const)[Math.floor(roll() * 6)]! : 'FS';
    return { from: `t${from}`, to: `t${to}`, type, lag: types && roll() < 0.2 ? 120 : 0 };
  });
  const half = STANDARD_WEEK.map((hours) => hours.slice(0, 1));
  const plan: Plan = {
    start: parseMoment('2026-03-02T09:00')!,
    calendars: [
      { id: 'office', name: 'Office', week: STANDARD_WEEK },
      { id: 'half', name: 'Half', week: half },
    ],
    calendar: 'office',
    tasks: list,
    dependencies,
  };
  const estimates = Object.fromEntries(
    list.map(({ id, work }) => {
      const { minutes } = work!;
      const points = { optimistic: minutes * 0.6, likely: minutes, pessimistic: minutes * (1.5 + roll()) };
      return [id, { type: 'pert' as const, ...points }];
    }),
  );
  return { plan, estimates };
}
