/** @file Plans for tests: documents with everything that a test does not care about. */
import type { Client } from '../../src-shared/contract.ts';
import type { PlanBody, PlanChange } from '../../src-shared/planning/contract.ts';

export const PROJECT: PlanBody<'project'> = {
  name: 'Complaints',
  vision: '',
  scope: '',
  start: '2026-03-02',
  due: null,
  state: 'active',
  currency: 'EUR',
  after: [],
  limits: {},
};

export const TASK: PlanBody<'task'> = {
  title: 'Label',
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
  rank: 0,
};

export const MILESTONE: PlanBody<'milestone'> = {
  name: 'Beta',
  text: '',
  due: null,
  owner: null,
  after: [],
  rank: 0,
};

export const PLAN = 'plan-test';

/** Changes documents of the plan {@link PLAN} in one operation. */
export function change(client: Client, ...changes: PlanChange[]) {
  return client.planning.change({ scope: PLAN, operation: crypto.randomUUID(), changes });
}
