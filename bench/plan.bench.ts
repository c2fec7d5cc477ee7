/** @file Plans: schedules and levelling as plans grow, and a forecast of 10,000 trials beside the same model in NumPy. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findPython } from '../scripts/python.ts';
import { forecastPlan, levelPlan, schedulePlan, type Plan } from '../src-shared/planning/engine/index.ts';
import { Contestant, measurePairs } from './pairs.ts';
import { benchPlan } from './plan/plans.ts';
import { timeTimeline } from './plan/timeline.ts';
import { median, type Bench, type Report } from './report.ts';
import { reportTimes } from './times.ts';
import { withWorkbench } from './workbench.ts';

const SIZES = [100, 1000, 5000, 10_000];
const REPETITIONS = 25;
/** What a full pass over 5,000 tasks and 10,000 dependencies may take. */
const SCHEDULE_GOAL_MS = 25;
const FORECAST_TASKS = 500;
const FORECAST_GOAL_MS = 2000;
const WINDOW_TASKS = 5000;
/** From an edit to the repainted timeline, p95. */
const REPAINT_GOAL_MS = 100;

/** Median milliseconds of CPU, which other work on the machine disturbs less than the clock. */
function cpuTime(work: () => unknown, repetitions = REPETITIONS): number {
  for (let warmUp = 0; warmUp < 5; warmUp++) work();
  const times = Array.from({ length: repetitions }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return median(times);
}

const alone = { unit: 'ms CPU', peer: null, peerName: null, ratio: null, pairs: 0 } as const;

function growth(report: Report): void {
  for (const tasks of SIZES) {
    const { plan } = benchPlan(tasks, { types: true });
    const goal = tasks === 5000 ? SCHEDULE_GOAL_MS : null;
    const what = `${tasks.toLocaleString('en')} tasks, ${(2 * tasks).toLocaleString('en')} dependencies`;
    report({ ...alone, case: `schedule ${what}`, lathe: cpuTime(() => schedulePlan(plan)), goal });
    report({
      ...alone,
      case: `level ${what}, 20 people`,
      lathe: cpuTime(() => levelPlan(staffed(plan)), 5),
      goal: null,
    });
  }
}

function staffed(plan: Plan): Plan {
  const resources = Array.from({ length: 20 }, (_, n) => ({
    id: `p${n}`,
    name: `Person ${n}`,
    type: 'person' as const,
  }));
  const tasks = plan.tasks.map((task, n) => ({
    ...task,
    assignments: [{ resource: `p${n % 20}`, units: 1 }],
  }));
  return { ...plan, resources, tasks };
}

/** The plan as the peer reads it: tasks behind those they wait for. */
function writeForPeer(file: string): void {
  const { plan, estimates } = benchPlan(FORECAST_TASKS);
  const indexOf = new Map(plan.tasks.map(({ id }, index) => [id, index]));
  const before = Map.groupBy(plan.dependencies ?? [], ({ to }) => to);
  const tasks = plan.tasks.map(({ id }) => {
    const estimate = estimates[id];
    if (estimate?.type !== 'pert') throw new Error(`${id} has no three points`);
    const after = (before.get(id) ?? []).map(({ from }) => indexOf.get(from));
    return { points: [estimate.optimistic, estimate.likely, estimate.pessimistic], after };
  });
  writeFileSync(file, JSON.stringify(tasks));
}

async function forecastBesideNumPy(report: Report): Promise<void> {
  const name = `forecast ${FORECAST_TASKS} tasks, 10,000 trials, one core`;
  const folder = mkdtempSync(path.join(tmpdir(), 'lathe-bench-plan-'));
  const file = path.join(folder, 'plan.json');
  const python = findPython('numpy');
  const script = (own: string) => path.join(import.meta.dirname, 'plan', own);
  const contestants: Contestant[] = [];
  const start = async (command: string, args: readonly string[]) => {
    const contestant = await Contestant.start(command, args);
    contestants.push(contestant);
    return contestant;
  };
  try {
    writeForPeer(file);
    if (!python) {
      const peerName = 'missing: NumPy (npm run oracles installs it)';
      const { plan, estimates } = benchPlan(FORECAST_TASKS);
      const lathe = cpuTime(() => forecastPlan({ plan, estimates, seed: 1 }), 5);
      report({ ...alone, case: name, peerName, lathe, goal: FORECAST_GOAL_MS });
      return;
    }
    const version = execFileSync(python, ['-c', 'import numpy; print(numpy.__version__)'], {
      encoding: 'utf8',
    });
    const ours = await start(process.execPath, [script('lathe.ts'), String(FORECAST_TASKS)]);
    const theirs = await start(python, [script('peer.py'), file]);
    const result = await measurePairs(ours, theirs, { pairs: 5, seconds: 60 });
    report({ ...result, case: name, unit: 'ms', peerName: `NumPy ${version.trim()}`, goal: 1 });
  } finally {
    for (const contestant of contestants) contestant.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Several calendars: moments are converted where tasks of different calendars meet. */
function forecastInCalendars(report: Report): void {
  const { plan, estimates } = benchPlan(FORECAST_TASKS, { types: true });
  const lathe = cpuTime(() => forecastPlan({ plan, estimates, seed: 1 }), 5);
  const name = `forecast ${FORECAST_TASKS} tasks in two calendars, all types of dependencies, 10,000 trials`;
  report({ ...alone, case: name, lathe, goal: FORECAST_GOAL_MS });
}

/** From a key to the repainted timeline, in the real window and browser. */
async function inTheWindow(report: Report): Promise<void> {
  const says = {
    effort: 'timeline, effort of a task changed',
    start: 'timeline, start of a task moved',
    scroll: 'timeline, a jump',
  } as const;
  await withWorkbench(
    () => undefined,
    async (session) => {
      const times = await timeTimeline(session, WINDOW_TASKS);
      for (const act of ['effort', 'start', 'scroll'] as const) {
        const what = `${says[act]}, ${WINDOW_TASKS.toLocaleString('en')} tasks, 10,000 dependencies`;
        reportTimes(report, what, { times: times[act], goal: REPAINT_GOAL_MS, peerName: 'none' });
      }
    },
  );
}

export const bench: Bench = {
  about:
    'plans: schedule, levelling and timeline from 100 to 10,000 tasks, and a forecast of 10,000 trials beside NumPy',
  async run(report) {
    growth(report);
    forecastInCalendars(report);
    await forecastBesideNumPy(report);
    await inTheWindow(report);
  },
};
