/** @file The bodies of the team's documents, and skills as rows of a form. */
import type { TeamDocument } from '../../src-shared/team/contract.ts';
import { type Field, optionsOf } from '../planning/forms/fields.ts';
import type { en } from './words.ts';

export type BodyOf<Kind extends TeamDocument['kind']> = Extract<
  TeamDocument,
  { readonly kind: Kind }
>['body'];

type Words = typeof en;

/** Levels of a skill as a menu. */
const levelsIn = ({ levels }: Words) =>
  optionsOf(Object.fromEntries(levels.map((label, level) => [level, label])));

/** Skills by name, each with its level; one that is named twice has the last level. */
export function skillsField<Key extends string>(
  key: Key,
  label: string,
  words: Words,
  known: readonly string[],
): Field<Key> {
  return {
    key,
    label,
    control: 'rows',
    add: words.addSkill,
    columns: [
      { key: 'skill', label: words.skill, control: 'line', required: true, most: 60, suggestions: known },
      { key: 'level', label: words.level, control: 'choice', options: levelsIn(words), numeric: true },
    ],
    blank: () => ({ skill: '', level: 2 }),
    toRows: (value) =>
      Object.entries((value ?? {}) as Record<string, number>).map(([skill, level]) => ({ skill, level })),
    fromRows: (rows) => Object.fromEntries(rows.map(({ skill, level }) => [String(skill).trim(), level])),
  };
}
