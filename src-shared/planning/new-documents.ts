/** @file Documents of a plan as they begin. */
import type { PlanBody } from './contract.ts';

/** The day on the wall here, e.g. `2026-11-29`. */
export function today(now = new Date()): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export function newProject(name: string, start: string): PlanBody<'project'> {
  return {
    name,
    vision: '',
    scope: '',
    start,
    due: null,
    state: 'active',
    currency: 'EUR',
    after: [],
    limits: {},
  };
}

export function newTask(title: string, rank: number): PlanBody<'task'> {
  return {
    title,
    text: '',
    parent: null,
    milestones: [],
    column: 'backlog',
    priority: 'normal',
    owners: [],
    estimate: null,
    done: 0,
    start: null,
    due: null,
    actualStart: null,
    actualFinish: null,
    after: [],
    labels: [],
    skill: null,
    gpuHours: 0,
    checklist: [],
    links: [],
    recurrence: null,
    blockedBy: '',
    rank,
  };
}

export function newMilestone(name: string, rank: number): PlanBody<'milestone'> {
  return { name, text: '', due: null, owner: null, after: [], rank };
}
