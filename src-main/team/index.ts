/** @file The room team: people, roles, skills, the team's calendar, hiring, growth. */
import { TEAM_KINDS } from '../../src-shared/team/kinds.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import { openDocuments } from '../platform/documents/index.ts';
import type { Store } from '../platform/store/index.ts';
import { holidaysOf } from './holidays.ts';
import { teamRouter } from './router.ts';

export interface TeamParts {
  readonly store: Store;
  readonly emit: Emit;
}

export type Team = ReturnType<typeof createTeam>;

/** Opens the room with its facets. */
export function createTeam({ store, emit }: TeamParts) {
  const documents = openDocuments({
    store,
    room: 'team',
    kinds: TEAM_KINDS,
    changed: (scope) => emit({ type: 'changed', what: 'team', id: scope }),
  });
  return { documents, holidays: holidaysOf, procedures: () => ({ team: teamRouter(documents) }) };
}
