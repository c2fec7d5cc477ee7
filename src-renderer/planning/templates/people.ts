/** @file The load of people over all projects that go on: each project is scheduled by itself, and its hours are added up. */
import { formatDay, dayOf } from '../../../src-shared/planning/engine/index.ts';
import type { Client, TeamDocument } from '../../../src-shared/contract.ts';
import { ofKind } from '../../../src-shared/planning/read-plan.ts';
import type { KnownHoliday } from '../../../src-shared/planning/schedule-input.ts';
import { loadOf, type Load, type LoadRow } from '../resources/load.ts';
import { scheduleDocuments } from '../work/scheduling.ts';

export interface ProjectLoad {
  readonly project: string;
  readonly name: string;
  readonly href: string;
  /** Undefined where the plan cannot be scheduled, e.g. for a cycle. */
  readonly load: Load | undefined;
}

/** What all projects share. */
export interface SharedTeam {
  readonly documents: readonly TeamDocument[];
  readonly holidays: readonly KnownHoliday[];
  readonly today: string;
}

export async function readTeam(client: Client, today: string, signal: AbortSignal): Promise<SharedTeam> {
  const { documents } = await client.team.read({ scope: 'team' }, { signal });
  const country = documents.find((one) => one.kind === 'calendar')?.body.country;
  const holidays = country ? await client.team.holidays({ country }, { signal }) : [];
  return { documents, holidays, today };
}

/** Schedules one project. */
export async function readLoad(
  client: Client,
  project: string,
  { documents: team, holidays, today }: SharedTeam,
): Promise<Load | undefined> {
  const { documents } = await client.planning.read({ scope: project });
  const [own] = ofKind(documents, 'project');
  if (!own) return undefined;
  const { plan, schedule } = scheduleDocuments({
    project: own.body,
    tasks: ofKind(documents, 'task'),
    milestones: ofKind(documents, 'milestone'),
    machines: ofKind(documents, 'machine'),
    people: peopleOf(team),
    calendar: team.find((one) => one.kind === 'calendar')?.body,
    holidays,
    today,
  });
  return plan && schedule && loadOf(schedule, plan);
}

const peopleOf = (team: readonly TeamDocument[]) =>
  team.filter((one): one is Extract<TeamDocument, { kind: 'person' }> => one.kind === 'person');

/** People with work in any project, by name; below each the projects that it is for. */
export function rowsOf(projects: readonly ProjectLoad[], team: readonly TeamDocument[]): LoadRow[] {
  const loads = projects.flatMap(({ load, ...of }) => (load ? [{ ...of, load }] : []));
  return peopleOf(team)
    .toSorted((a, b) => a.body.name.localeCompare(b.body.name))
    .flatMap(({ id, body }): LoadRow[] => {
      const own = loads.filter(({ load }) => load.people.has(id));
      if (own.length === 0) return [];
      return [
        {
          id,
          name: body.name,
          planned: (week) => own.reduce((sum, { load }) => sum + load.planned(id, week), 0),
          available: (week) => own[0]!.load.available(id, week),
          parts: own.map(({ project, name, href, load }) => ({
            id: project,
            name,
            href,
            planned: (week) => load.planned(id, week),
          })),
        },
      ];
    });
}

/** The day of the first work that is left in any of them. */
export function firstDay(projects: readonly ProjectLoad[]): string | undefined {
  const moments = projects.flatMap(({ load }) => load?.first ?? []);
  return moments.length === 0 ? undefined : formatDay(dayOf(Math.min(...moments)));
}
