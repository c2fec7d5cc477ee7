/** @file What of a file belongs to the team and not to the plan: its people, and the calendar of the project. */
import type { DocumentChange, DocumentOf } from '../../platform/documents.ts';
import { createId } from '../../platform/ids.ts';
import type { TEAM_KINDS } from '../../team/kinds.ts';
import type { ImportPreview } from './contract.ts';

type TeamDocument = DocumentOf<typeof TEAM_KINDS>;
type TeamChange = DocumentChange<typeof TEAM_KINDS>;

export interface TakenOver {
  /** People who are not in the team, with their days off. */
  readonly people: boolean;
  /** The working week, and exceptions that the team has not. */
  readonly calendar: boolean;
}

const MOST_EXCEPTIONS = 2000;

/** Changes of the team that take over what was chosen. */
export function teamChanges(
  { missingPeople, calendar }: Pick<ImportPreview, 'missingPeople' | 'calendar'>,
  team: readonly TeamDocument[],
  taken: TakenOver,
): TeamChange[] {
  const people = taken.people ? missingPeople.map(newPerson) : [];
  return taken.calendar && calendar ? [...people, withCalendar(calendar, team)] : people;
}

function newPerson({ name, daysOff }: ImportPreview['missingPeople'][number]): TeamChange {
  const body = {
    name,
    account: null,
    role: null,
    capacity: 1,
    cost: 0,
    skills: {},
    daysOff,
    from: null,
    until: null,
  };
  return { id: createId('person'), kind: 'person', body };
}

function withCalendar(
  calendar: NonNullable<ImportPreview['calendar']>,
  team: readonly TeamDocument[],
): TeamChange {
  const present = team.find((one) => one.kind === 'calendar')?.body;
  const known = new Set(present?.exceptions.map((one) => JSON.stringify(one)));
  const added = calendar.exceptions.filter((one) => !known.has(JSON.stringify(one)));
  const exceptions = [...(present?.exceptions ?? []), ...added].slice(0, MOST_EXCEPTIONS);
  const { country = null, read = [] } = present ?? {};
  return { id: 'calendar', kind: 'calendar', body: { country, read, week: calendar.week, exceptions } };
}
