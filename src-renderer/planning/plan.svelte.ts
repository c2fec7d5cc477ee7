/** @file A project's plan at the hands of a page: its documents, how its milestones stand, and the team. */
import { getContext, setContext, untrack } from 'svelte';
import type { MilestoneStatus } from '../../src-shared/contract.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { PLAN_KINDS } from '../../src-shared/planning/kinds/index.ts';
import type { TEAM_KINDS } from '../../src-shared/team/kinds.ts';
import { useApp } from '../platform/context.ts';
import { DocumentStore } from '../platform/documents.svelte.ts';
import { useChanges, useQuery, type Query } from '../platform/query.svelte.ts';

export type PlanStore = DocumentStore<typeof PLAN_KINDS>;
export type TeamStore = DocumentStore<typeof TEAM_KINDS>;

/** All projects share one team. */
const TEAM = 'team';

export interface Plan {
  /** The id of the project, which is the scope of its documents. */
  readonly project: string;
  readonly documents: PlanStore;
  readonly team: TeamStore;
  readonly milestones: Query<MilestoneStatus[]>;
}

/** A new document's id, e.g. `task-01jd8x3k9m4q7r2t`. */
export const newId = (kind: keyof typeof PLAN_KINDS | keyof typeof TEAM_KINDS): string => createId(kind);

/** The team's documents, for as long as the component lives. */
export function openTeam(): TeamStore {
  const app = useApp();
  const team: TeamStore = new DocumentStore({
    client: app.client.team,
    scope: TEAM,
    refused: (error) => app.handleError(error),
  });
  $effect(() => untrack(() => void team.open()));
  useChanges([{ what: 'team', id: TEAM }], () => void app.attempt(() => team.follow()));
  return team;
}

/** Opens a plan for as long as the component lives; its parts find it by {@link usePlan}. */
export function openPlan(project: string): Plan {
  const app = useApp();
  const documents: PlanStore = new DocumentStore({
    client: app.client.planning,
    scope: project,
    refused: (error) => app.handleError(error),
  });
  $effect(() => untrack(() => void documents.open()));
  useChanges([{ what: 'plan', id: project }], () => void app.attempt(() => documents.follow()));
  const milestones = useQuery({
    load: (signal) => app.client.planning.milestones({ project }, { signal }),
    on: [
      { what: 'milestones', id: project },
      { what: 'plan', id: project },
    ],
  });
  return setContext(KEY, { project, documents, team: openTeam(), milestones });
}

export const usePlan = (): Plan => getContext<Plan>(KEY);

const KEY = Symbol('plan');
