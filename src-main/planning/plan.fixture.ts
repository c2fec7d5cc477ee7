/** @file Plans for tests: documents with everything that a test does not care about. */
import type { Client } from '../../src-shared/contract.ts';
import type { PlanChange } from '../../src-shared/planning/contract.ts';
import { newMilestone, newProject, newTask } from '../../src-shared/planning/new-documents.ts';

export const PROJECT = newProject('Complaints', '2026-03-02');

export const TASK = newTask('Label', 0);

export const MILESTONE = newMilestone('Beta', 0);

export const PLAN = 'plan-test';

/** Changes documents of the plan {@link PLAN} in one operation. */
export function change(client: Client, ...changes: PlanChange[]) {
  return client.planning.change({ scope: PLAN, operation: crypto.randomUUID(), changes });
}
