/** @file What the team can do, against what its roles and the plans need. Level 2 works alone. */
import type { TeamDocument } from '../../src-shared/team/contract.ts';

type BodyOf<Kind extends TeamDocument['kind']> = Extract<TeamDocument, { readonly kind: Kind }>['body'];
export interface PersonRow {
  readonly id: string;
  readonly body: BodyOf<'person'>;
}

/** A task that needs a skill. */
export interface Need {
  readonly title: string;
  readonly skill: string;
  readonly owners: readonly string[];
  readonly hours: number;
}

export interface SkillGap {
  readonly skill: string;
  /** Of tasks that need it. */
  readonly hours: number;
  /** People who work alone in it. */
  readonly able: number;
  /** Tasks whose owners all are below that. */
  readonly weak: readonly string[];
}

/** From here on somebody works alone. */
export const ABLE = 2;

/** Every skill that anybody has or anything needs, by name. */
export function allSkills(
  people: readonly PersonRow[],
  roles: readonly { readonly body: BodyOf<'role'> }[],
  needs: readonly Need[],
): string[] {
  const names = [...people, ...roles].flatMap(({ body }) => Object.keys(body.skills));
  return [...new Set([...names, ...needs.map(({ skill }) => skill)])].sort((a, b) => a.localeCompare(b));
}

/** What the plans need of a skill, and who has it. */
export function gapOf(skill: string, people: readonly PersonRow[], needs: readonly Need[]): SkillGap {
  const own = needs.filter((need) => need.skill === skill);
  const levelOf = (id: string): number => people.find((person) => person.id === id)?.body.skills[skill] ?? 0;
  return {
    skill,
    hours: own.reduce((sum, { hours }) => sum + hours, 0),
    able: people.filter(({ body }) => (body.skills[skill] ?? 0) >= ABLE).length,
    weak: own.filter(({ owners }) => owners.every((id) => levelOf(id) < ABLE)).map(({ title }) => title),
  };
}

/** The level that a person's role asks for beyond what the person has; 0 where it asks no more. */
export function missingOf(person: PersonRow, role: BodyOf<'role'> | undefined, skill: string): number {
  const wanted = role?.skills[skill] ?? 0;
  return wanted > (person.body.skills[skill] ?? 0) ? wanted : 0;
}
