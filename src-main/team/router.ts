/** @file Procedures of the team. */
import type { TEAM_KINDS } from '../../src-shared/team/kinds.ts';
import { os } from '../platform/api/implement.ts';
import type { Documents } from '../platform/documents/index.ts';
import { countries, holidaysOf } from './holidays.ts';

export function teamRouter(documents: Documents<typeof TEAM_KINDS>) {
  return {
    read: os.team.read.handler(({ input }) => documents.read(input.scope)),
    since: os.team.since.handler(({ input }) => documents.since(input)),
    change: os.team.change.handler(({ input, context }) => documents.change(input, context.person)),
    undo: os.team.undo.handler(({ input, context }) => documents.undo(input.scope, context.person)),
    redo: os.team.redo.handler(({ input, context }) => documents.redo(input.scope, context.person)),
    history: os.team.history.handler(({ input }) => documents.history(input)),
    countries: os.team.countries.handler(() => countries()),
    holidays: os.team.holidays.handler(({ input }) => holidaysOf(input.country)),
  };
}
