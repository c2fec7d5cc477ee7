/** @file A workspace of 100 projects with 5,000 tasks each: opening it and one of its plans, editing, the portfolio, a large import. */
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { openQuietly } from '../src-main/session.fixture.ts';
import { ofKind } from '../src-shared/planning/read-plan.ts';
import { scheduleInput } from '../src-shared/planning/schedule-input.ts';
import { schedulePlan } from '../src-shared/planning/engine/index.ts';
import type { Client } from '../src-shared/contract.ts';
import { fillPlans, projectId, taskId } from './plan/many.ts';
import { timePages } from './plan/pages.ts';
import { median, type Bench, type Report } from './report.ts';
import { withWorkbench } from './workbench.ts';

const PROJECTS = 100;
const TASKS = 5000;
const REPETITIONS = 9;
const EDIT_GOAL_MS = 300;
const OPEN_GOAL_MS = 2000;
/** From what asks for a page of the window to its painted content, median. */
const PAGE_GOAL_MS = 1000;
const IMPORTED = 100_000;
const SHOWN = projectId(PROJECTS / 2);

const alone = { unit: 'ms', peer: null, peerName: null, ratio: null, pairs: 0 } as const;

async function timesOf(work: () => Promise<unknown>, repetitions = REPETITIONS): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < repetitions; n++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return median(times);
}

async function edits(client: Client, report: Report): Promise<void> {
  const { documents } = await client.planning.read({ scope: SHOWN });
  const task = ofKind(documents, 'task').find(({ id }) => id === taskId(PROJECTS / 2, 100));
  if (!task) throw new Error('the plan lacks its task');
  let turn = 0;
  const edit = () =>
    client.planning.change({
      scope: SHOWN,
      operation: crypto.randomUUID(),
      changes: [{ id: task.id, kind: 'task', body: { ...task.body, title: `Turn ${turn++}` } }],
    });
  const undo = () => client.planning.undo({ scope: SHOWN });
  report({ ...alone, case: 'edit of a task', lathe: await timesOf(edit), goal: EDIT_GOAL_MS });
  report({ ...alone, case: 'undo of an edit', lathe: await timesOf(undo), goal: EDIT_GOAL_MS });
}

/** What the page of one plan and the Overview ask for. */
async function reads(client: Client, report: Report): Promise<void> {
  const open = async () => {
    const { documents } = await client.planning.read({ scope: SHOWN });
    const [project] = ofKind(documents, 'project');
    const { plan } = scheduleInput({
      project: project!.body,
      tasks: ofKind(documents, 'task'),
      milestones: ofKind(documents, 'milestone'),
      machines: [],
      people: [],
      calendar: undefined,
      holidays: [],
      today: '2026-03-02',
    });
    schedulePlan(plan);
    await client.planning.milestones({ project: SHOWN });
  };
  report({ ...alone, case: 'one plan read and scheduled', lathe: await timesOf(open), goal: OPEN_GOAL_MS });
  const asked: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['projects', () => client.planning.projects()],
    ['portfolio', () => client.planning.portfolio()],
    ['scope history of one plan', () => client.planning.scopeHistory({ project: SHOWN })],
  ];
  for (const [name, work] of asked)
    report({ ...alone, case: name, lathe: await timesOf(work), goal: OPEN_GOAL_MS });
}

async function largeImport(client: Client, report: Report): Promise<void> {
  const project = 'project-import';
  const [own] = await client.planning.projects();
  await client.planning.change({
    scope: project,
    operation: crypto.randomUUID(),
    changes: [{ id: project, kind: 'project', body: own!.body }],
  });
  const rows = Array.from(
    { length: IMPORTED },
    (_, n) => `${n},Task ${n},${n % 50 === 0 ? '' : n - 1},${(n % 9) + 1}\n`,
  );
  const file = { project, name: 'tasks.csv', text: `id,title,after,likely\n${rows.join('')}` };
  const take = () => client.planning.importFile({ ...file, operation: crypto.randomUUID() });
  const name = `CSV of ${IMPORTED.toLocaleString('en')} rows`;
  report({ ...alone, case: `import of a ${name}`, lathe: await timesOf(take, 1), goal: null });
  const undo = () => client.planning.undo({ scope: project });
  report({ ...alone, case: `undo of a ${name}`, lathe: await timesOf(undo, 1), goal: null });
}

export const bench: Bench = {
  about:
    'a workspace of 100 projects x 5,000 tasks: opening, editing, portfolio, a CSV of 100,000 rows, the pages of the window',
  async run(report) {
    const folder = mkdtempSync(path.join(tmpdir(), 'lathe-bench-plans-'));
    const workspace = path.join(folder, 'workspace');
    try {
      const { app: filling } = await openQuietly(workspace);
      await fillPlans(filling.client, PROJECTS, TASKS);
      await filling.close();
      const begun = performance.now();
      const { app } = await openQuietly(workspace);
      const lathe = performance.now() - begun;
      report({ ...alone, case: 'opening the workspace', lathe, goal: OPEN_GOAL_MS });
      await reads(app.client, report);
      await edits(app.client, report);
      const resident = process.memoryUsage.rss() / 2 ** 20;
      report({ ...alone, unit: 'MiB', case: 'resident memory', lathe: resident, goal: null });
      await largeImport(app.client, report);
      const peak = process.resourceUsage().maxRSS / 1024;
      report({ ...alone, unit: 'MiB', case: 'peak of resident memory', lathe: peak, goal: null });
      await app.close();
      await withWorkbench(
        (own) => renameSync(workspace, own),
        async (session) => {
          for (const [page, lathe] of await timePages(session, `Project ${PROJECTS / 2}`))
            report({ ...alone, case: `window: ${page}`, lathe, goal: PAGE_GOAL_MS });
        },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
