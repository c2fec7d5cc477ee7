/** @file The timeline of a plan of 5,000 tasks in the real window: edits by key and jumps, each timed to the repainted bars. */
import type { Page } from '@playwright/test';
import path from 'node:path';
import { MILESTONE, PROJECT, TASK } from '../../src-main/planning/plan.fixture.ts';
import { clientAt } from '../../src-main/signed-in.fixture.ts';
import type { Client } from '../../src-shared/contract.ts';
import type { PlanChange } from '../../src-shared/planning/contract.ts';
import { launchBrowser, type SignedIn } from '../browser.ts';
import { benchPlan } from './plans.ts';

const PLAN = 'project-bench';
const ACTS = 60;
const WARM_UP = 6;
/** Changes of one operation. */
const CHUNK = 500;

export type TimelineTimes = Readonly<Record<'effort' | 'start' | 'scroll', number[]>>;

/** The plan as documents: what waits stands behind what it waits for. */
function changesOf(tasks: number): PlanChange[] {
  const { plan } = benchPlan(tasks, { types: true });
  const before = Map.groupBy(plan.dependencies ?? [], ({ to }) => to);
  const place = (id: string) => `task-${id.slice(1)}`;
  return [
    { id: PLAN, kind: 'project', body: { ...PROJECT, start: '2026-03-02' } },
    { id: 'milestone-end', kind: 'milestone', body: { ...MILESTONE, name: 'End' } },
    ...plan.tasks.map(({ id, title, work }, rank): PlanChange => {
      const likely = Math.round((work?.minutes ?? 0) / 6) / 10;
      const after = [...new Map((before.get(id) ?? []).map((one) => [one.from, one])).values()].map(
        ({ from, type, lag = 0 }) => ({ task: place(from), type, lag: lag / 60 }),
      );
      const estimate = { optimistic: likely * 0.6, likely, pessimistic: likely * 2 };
      return { id: place(id), kind: 'task', body: { ...TASK, title, rank, estimate, after } };
    }),
  ];
}

async function fill(client: Client, tasks: number): Promise<void> {
  const changes = changesOf(tasks);
  for (let at = 0; at < changes.length; at += CHUNK)
    await client.planning.change({
      scope: PLAN,
      operation: crypto.randomUUID(),
      changes: changes.slice(at, at + CHUNK),
    });
}

async function timed(page: Page, acts: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + ACTS; i++)
    times.push(await page.evaluate<number>(acts[i % acts.length] ?? ''));
  return times.slice(WARM_UP);
}

const JUMPS = Array.from(
  { length: WARM_UP + ACTS },
  (_, i) => `timeline.scroll(${((i * 0.618) % 1).toFixed(4)})`,
);

export async function timeTimeline({ address, cookie }: SignedIn, tasks: number): Promise<TimelineTimes> {
  await fill(clientAt(address, cookie), tasks);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript({ path: path.join(import.meta.dirname, 'watch-timeline.js') });
    const [name = '', value = ''] = cookie.split('=');
    await page.context().addCookies([{ name, value, url: address }]);
    await page.goto(`${address}/plan/${PLAN}?tab=timeline`);
    await page.getByRole('treeitem', { name: /^Task 0/ }).waitFor();
    await page.getByRole('tree').focus();
    await page.evaluate('timeline.quiet()');
    const effort = await timed(page, ["timeline.effort(']')", "timeline.effort('[')"]);
    const start = await timed(page, ["timeline.start('ArrowRight')", "timeline.start('ArrowLeft')"]);
    return { effort, start, scroll: await timed(page, JUMPS) };
  } finally {
    await browser.close();
  }
}
