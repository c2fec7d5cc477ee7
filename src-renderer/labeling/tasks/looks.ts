/** @file How a class is shown: its title in the reader's language and its color. Pure. */
import type { LabelClass } from '../../../src-shared/contract.ts';
import type { SchemaOptions } from '../../../src-shared/labeling/tasks/schema.ts';

export interface Look {
  readonly title: string;
  /** A color of CSS: the schema's, else one of eight that can be told apart, which a class keeps while others come and go. */
  readonly color: string;
  readonly key: string;
}

const SERIES = 8;

/** The eight colors as a chooser of colors begins with them, by their places. */
export const HEX: readonly string[] = [
  '#1086f0',
  '#cd0100',
  '#119c7f',
  '#b44da3',
  '#290089',
  '#988c43',
  '#4e0900',
  '#263c4c',
];

/** The color of what has none of its own, by its place. */
export const colorAt = (place: number): string => `var(--series-${(place % SERIES) + 1})`;

export type LookOf = (label: string) => Look;

export function looksOf(classes: readonly LabelClass[], language: 'en' | 'zh'): LookOf {
  const looks = new Map(
    classes.map(({ name, titles, color, key, place }, at): [string, Look] => [
      name,
      { title: titles?.[language] || name, color: color ?? colorAt(place ?? at), key },
    ]),
  );
  return (label) => looks.get(label) ?? { title: label, color: 'var(--muted)', key: '' };
}

export interface RelationLook {
  readonly name: string;
  readonly key: string;
  readonly color: string;
}

/** The relations of a task; one without a key of its own gets the first digit that none has. */
export function relationLooks({
  relations,
  relationLooks: given,
}: Pick<SchemaOptions, 'relations' | 'relationLooks'>): readonly RelationLook[] {
  const taken = new Set(given.map(({ key }) => key));
  const free = [...'123456789'].filter((key) => !taken.has(key));
  return relations.map((name, place) => {
    const look = given.find((each) => each.name === name);
    return { name, key: look?.key || free.shift() || '', color: look?.color ?? colorAt(place) };
  });
}
