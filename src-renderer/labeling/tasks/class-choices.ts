/** @file The classes of a schema as choices: each below the class that it is one of, with its title and color. Pure. */
import type { LabelClass } from '../../../src-shared/contract.ts';
import { looksOf } from './looks.ts';

export interface Choice {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  /** Of CSS; where classes are told apart by it. */
  readonly color?: string | undefined;
  /** How many classes it stands below. */
  readonly depth?: number;
  /** It only holds others, and cannot be given itself. */
  readonly holdsOnly?: boolean;
}

export interface Shown {
  readonly language: 'en' | 'zh';
  readonly leavesOnly?: boolean;
  /** Whether classes have colors also where the schema names none. */
  readonly colored?: boolean;
}

export function choicesOf(
  classes: readonly LabelClass[],
  { language, leavesOnly = false, colored = false }: Shown,
): readonly Choice[] {
  const lookOf = looksOf(classes, language);
  const isKnown = (name: string | undefined): boolean => classes.some((each) => each.name === name);
  const below = (parent: string | undefined, depth: number): readonly Choice[] =>
    classes
      .filter((each) => (isKnown(each.parent) ? each.parent : undefined) === parent)
      .flatMap(({ name, key, color }) => {
        const inner = below(name, depth + 1);
        const { title, color: shown } = lookOf(name);
        const choice: Choice = {
          id: name,
          name: title,
          key,
          color: colored || color !== undefined ? shown : undefined,
          depth,
          holdsOnly: leavesOnly && inner.length > 0,
        };
        return [choice, ...inner];
      });
  return below(undefined, 0);
}
