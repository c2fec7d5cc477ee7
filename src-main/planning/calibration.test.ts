/** Whether forecasts of the room keep what they promise: 500 simulated projects, forecast, finished by a dice, scored by the log. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import type { ForecastScore } from '../../src-shared/contract.ts';
import type { PlanBody, PlanChange } from '../../src-shared/planning/contract.ts';
import { formatMoment, schedulePlan } from '../../src-shared/planning/engine/index.ts';
import { scheduleInput } from '../../src-shared/planning/schedule-input.ts';
import { openQuietly } from '../session.fixture.ts';
import { MILESTONE, PROJECT, TASK } from './plan.fixture.ts';

/** Records of the store, and simulated projects in each: a milestone with its own tasks, which share nothing with others. */
const RECORDS = 5;
const PROJECTS = 100;
const TODAY = '2026-03-02';

afterEach(() => {
  vi.useRealTimers();
});

/** Numbers of (0, 1) that owe nothing to the engine's: a linear congruence (Park & Miller 1988). */
function dice(seed: number): () => number {
  let state = (seed * 48_271 + 11) % 2_147_483_647 || 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** PERT-beta by rejection from its density, which owes nothing to tables of quantiles. */
function hoursTaken(
  { optimistic, likely, pessimistic }: NonNullable<PlanBody<'task'>['estimate']>,
  roll: () => number,
): number {
  const w = (likely - optimistic) / (pessimistic - optimistic);
  const density = (x: number) => x ** (4 * w) * (1 - x) ** (4 - 4 * w);
  for (;;) {
    const x = roll();
    if (roll() * density(w) <= density(x)) return optimistic + (pessimistic - optimistic) * x;
  }
}

type TaskChange = Extract<PlanChange, { kind: 'task' }> & { readonly body: PlanBody<'task'> };

/** 3 to 8 tasks, most of them behind one or two before them. */
function tasksOf(milestone: string, roll: () => number): TaskChange[] {
  return Array.from({ length: 3 + Math.floor(roll() * 6) }, (_, n) => {
    const likely = 2 + Math.floor(roll() * 40);
    const before = new Set(
      n === 0 || roll() < 0.15 ? [] : [Math.floor(roll() * n), n - 1].slice(roll() < 0.5 ? 1 : 0),
    );
    const body: PlanBody<'task'> = {
      ...TASK,
      title: `${milestone} ${n}`,
      rank: n,
      milestones: [milestone],
      estimate: { optimistic: likely * 0.6, likely, pessimistic: likely * (1.5 + 2 * roll()) },
      after: [...before].map((one) => ({ task: `${milestone}-t${one}`, type: 'FS', lag: 0 })),
    };
    return { id: `${milestone}-t${n}`, kind: 'task', body };
  });
}

/** When each milestone is really reached, in civil minutes. */
function finishesOf(tasks: readonly TaskChange[], milestones: readonly string[], roll: () => number) {
  const { plan } = scheduleInput({
    project: PROJECT,
    tasks: tasks.map(({ id, body }) => ({ id, body })),
    milestones: milestones.map((id) => ({ id, body: MILESTONE })),
    machines: [],
    people: [],
    calendar: undefined,
    holidays: [],
    today: TODAY,
  });
  const estimates = new Map(tasks.map(({ id, body }) => [id, body.estimate!]));
  const real = plan.tasks.map((task) => {
    const estimate = estimates.get(task.id);
    if (!estimate) return task;
    return {
      ...task,
      work: { type: 'effort' as const, minutes: Math.ceil(60 * hoursTaken(estimate, roll)) },
    };
  });
  const schedule = schedulePlan({ ...plan, tasks: real });
  const asked = new Set(milestones);
  return new Map(schedule.tasks.flatMap(({ id, finish }) => (asked.has(id) ? [[id, finish!] as const] : [])));
}

it('P80 of 500 simulated projects, kept and scored by the room, holds in 75 to 85 %', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-calibration-'));
  const { app } = await openQuietly(path.join(folder, 'workspace'));
  // The clock alone: timers and workers go on as they do. A milestone is closed when somebody signs it.
  vi.useFakeTimers({ toFake: ['Date'] });
  const { planning } = app.client;
  vi.setSystemTime(new Date(`${TODAY}T08:00:00`));
  const records = await Promise.all(Array.from({ length: RECORDS }, (_, n) => forecastOf(n)));
  const scores: ForecastScore[] = [];
  for (const record of records) scores.push(await scoreOf(record));
  await app.close();
  rmSync(folder, { recursive: true, force: true });

  const [p50, p80, p95] = [0.5, 0.8, 0.95].map((promised) => {
    const all = scores.map(({ calibration }) => calibration.find((one) => one.promised === promised)!);
    return all.reduce((sum, { held }) => sum + held, 0) / all.reduce((sum, { of }) => sum + of, 0);
  });
  expect(scores.reduce((sum, { settled }) => sum + settled, 0)).toBe(RECORDS * PROJECTS);
  expect(p80).toBeGreaterThanOrEqual(0.75);
  expect(p80).toBeLessThanOrEqual(0.85);
  // Four standard errors of 500.
  expect(Math.abs(p50! - 0.5)).toBeLessThan(0.09);
  expect(Math.abs(p95! - 0.95)).toBeLessThan(0.04);

  async function forecastOf(record: number) {
    const roll = dice(record + 1);
    const project = `record-${record}`;
    const milestones = Array.from({ length: PROJECTS }, (_, n) => `${project}-m${n}`);
    const tasks = milestones.flatMap((milestone) => tasksOf(milestone, roll));
    await planning.change({
      scope: project,
      operation: crypto.randomUUID(),
      changes: [
        { id: project, kind: 'project', body: { ...PROJECT, start: TODAY } },
        ...milestones.map((id) => ({ id, kind: 'milestone' as const, body: { ...MILESTONE, name: id } })),
        ...tasks,
      ],
    });
    expect((await planning.makeForecast({ project })).milestones).toHaveLength(PROJECTS);
    return { project, finishes: finishesOf(tasks, milestones, roll) };
  }

  async function scoreOf({ project, finishes }: Awaited<ReturnType<typeof forecastOf>>) {
    for (const [milestone, finish] of finishes) {
      vi.setSystemTime(new Date(formatMoment(finish)));
      await planning.sign({ project, milestone, operation: crypto.randomUUID() });
    }
    return planning.forecastScore({ project });
  }
});
