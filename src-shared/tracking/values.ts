/** @file The states of a run, and what runs can be sorted by. */

/** `interrupted`: its worker or the workbench died, and it can go on from its last checkpoint. */
export const RUN_STATES = ['running', 'stopped', 'interrupted', 'finished', 'failed'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** What every run has to be sorted by. */
export const RUN_COLUMNS = [
  'number',
  'name',
  'state',
  'version',
  'duration',
  'started',
  'startedBy',
  'recipe',
  'weights',
] as const;

/** Or a result or a parameter by its name. */
export type RunColumn = (typeof RUN_COLUMNS)[number] | `result:${string}` | `parameter:${string}`;

export function isRunColumn(column: string): column is RunColumn {
  return /^(result|parameter):/.test(column) || RUN_COLUMNS.some((known) => known === column);
}
