/** @file A workspace of many plans: projects with tasks, dependencies, milestones, gates and watched risks. */
import { MILESTONE, PROJECT, TASK } from '../../src-main/planning/plan.fixture.ts';
import type { Client } from '../../src-shared/contract.ts';
import type { PlanChange } from '../../src-shared/planning/contract.ts';
import { benchPlan } from './plans.ts';

/** Changes of one operation. */
const CHUNK = 2500;
const MILESTONES = 5;
const GATES = 10;
const RISKS = 20;
const PEOPLE = 40;

export const projectId = (project: number): string => `project-${project}`;
const personId = (n: number): string => `person-${n}`;
export const taskId = (project: number, task: number): string => `p${project}-task-${task}`;

/** One plan as documents: tasks of {@link benchPlan}, and what the workbench watches of each project. */
export function planChanges(project: number, tasks: number): PlanChange[] {
  const id = projectId(project);
  const condition = {
    fact: 'planning.compliance',
    parameters: { project: id, regulation: 'gdpr' },
    comparison: '>=',
    value: 0.5,
  } as const;
  const watched = Array.from({ length: RISKS }, (_, n): PlanChange => {
    const delay = { optimistic: 8, likely: 16, pessimistic: 40 };
    const texts = { cause: '', event: '', effect: '', plan: '' };
    const grades = { probability: 3, impact: 3, chance: 0.2, delay, tasks: [taskId(project, n)] };
    const state = { response: 'accept', owner: null, due: null, state: 'watched' } as const;
    const trigger = n % 4 === 0 ? condition : null;
    const body = { title: `Risk ${n}`, area: 'technology', ...texts, ...grades, ...state, trigger } as const;
    return { id: `p${project}-risk-${n}`, kind: 'risk', body };
  });
  return [
    { id, kind: 'project', body: { ...PROJECT, name: `Project ${project}`, start: '2026-03-02' } },
    ...Array.from({ length: MILESTONES }, (_, n): PlanChange => ({
      id: `p${project}-milestone-${n}`,
      kind: 'milestone',
      body: { ...MILESTONE, name: `Milestone ${n}`, due: '2027-01-01', rank: n },
    })),
    ...Array.from({ length: GATES }, (_, n): PlanChange => ({
      id: `p${project}-gate-${n}`,
      kind: 'gate',
      body: {
        ...condition,
        milestone: `p${project}-milestone-${n % MILESTONES}`,
        name: `Gate ${n}`,
        holds: 0,
        rank: n,
      },
    })),
    ...watched,
    ...taskChanges(project, tasks),
  ];
}

function taskChanges(project: number, tasks: number): PlanChange[] {
  const { plan } = benchPlan(tasks, { types: true });
  const before = Map.groupBy(plan.dependencies ?? [], ({ to }) => to);
  const place = (id: string) => taskId(project, Number(id.slice(1)));
  return plan.tasks.map(({ id, title, work }, rank): PlanChange => {
    const likely = Math.round((work?.minutes ?? 0) / 6) / 10;
    const after = [...new Map((before.get(id) ?? []).map((one) => [one.from, one])).values()].map(
      ({ from, type, lag = 0 }) => ({ task: place(from), type, lag: lag / 60 }),
    );
    const estimate = { optimistic: likely * 0.6, likely, pessimistic: likely * 2 };
    const milestones = rank % 100 === 0 ? [`p${project}-milestone-${(rank / 100) % MILESTONES}`] : [];
    return {
      id: place(id),
      kind: 'task',
      body: { ...TASK, title, rank, estimate, after, milestones, owners: [personId(rank % PEOPLE)] },
    };
  });
}

/** Fills a workspace with so many projects of so many tasks each, and the people who own them. */
export async function fillPlans(client: Client, projects: number, tasks: number): Promise<void> {
  const usual = {
    account: null,
    role: null,
    capacity: 1,
    cost: 60,
    skills: {},
    daysOff: [],
    from: null,
    until: null,
  };
  await client.team.change({
    scope: 'team',
    operation: crypto.randomUUID(),
    changes: Array.from({ length: PEOPLE }, (_, n) => ({
      id: personId(n),
      kind: 'person',
      body: { ...usual, name: `Person ${n}` },
    })),
  });
  for (let project = 0; project < projects; project++) {
    const changes = planChanges(project, tasks);
    for (let at = 0; at < changes.length; at += CHUNK)
      await client.planning.change({
        scope: projectId(project),
        operation: crypto.randomUUID(),
        changes: changes.slice(at, at + CHUNK),
      });
  }
}
