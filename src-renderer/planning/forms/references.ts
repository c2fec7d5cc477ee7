/** @file What documents point to, as options of a field. */
import type { PlanStore, TeamStore } from '../plan.svelte.ts';
import type { Option } from './fields.ts';

const named = (
  rows: readonly { readonly id: string; readonly body: { readonly name: string } }[],
): Option[] => rows.map(({ id, body }) => ({ value: id, label: body.name }));

export const peopleIn = (team: TeamStore): Option[] =>
  named(team.of('person')).toSorted((a, b) => a.label.localeCompare(b.label));
export const rolesIn = (team: TeamStore): Option[] => named(team.of('role'));
export const milestonesIn = (documents: PlanStore): Option[] =>
  named(documents.of('milestone').toSorted((a, b) => a.body.rank - b.body.rank));
export const segmentsIn = (documents: PlanStore): Option[] => named(documents.of('segment'));
export const personasIn = (documents: PlanStore): Option[] => named(documents.of('persona'));
export const tasksIn = (documents: PlanStore): Option[] =>
  documents.of('task').map(({ id, body }) => ({ value: id, label: body.title }));
export const requirementsIn = (documents: PlanStore): Option[] =>
  documents.of('requirement').map(({ id, body }) => ({ value: id, label: body.title }));

/** What an option is called; empty where nothing is chosen. */
export const labelOf = (options: readonly Option[], value: string | null): string =>
  options.find((option) => option.value === value)?.label ?? '';
