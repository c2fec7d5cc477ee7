/** @file The two columns that a preference task compares: chosen for a task, and found in a row. Pure. */
import type { Column } from '../../../src-shared/contract.ts';
import type { SchemaOptions } from '../../../src-shared/labeling/tasks/schema.ts';
import type { ShownCell } from '../../kinds/content.ts';

export type ComparedColumns = NonNullable<SchemaOptions['columns']>;

/** The columns that an item shows, so that they can be compared: not the one to predict, and none that is ignored. */
export const comparable = (columns: readonly Column[]): readonly string[] =>
  columns.filter(({ role }) => role === 'feature').map(({ name }) => name);

/** Two of these columns, and perhaps what both answer, while they are chosen; empty for none. */
export interface ChosenColumns {
  readonly prompt: string;
  readonly first: string;
  readonly second: string;
}

/** Neither is chosen, as in a task that shows its rows whole. */
export const isNothing = ({ first, second, prompt }: ChosenColumns): boolean =>
  first === '' && second === '' && prompt === '';

/** Two that differ, and a prompt that is none of them. */
export const isWhole = ({ first, second, prompt }: ChosenColumns): boolean =>
  first !== '' && second !== '' && first !== second && prompt !== first && prompt !== second;

export const columnsOf = (chosen: ChosenColumns): ComparedColumns | null =>
  isWhole(chosen)
    ? {
        prompt: chosen.prompt === '' ? null : chosen.prompt,
        first: chosen.first,
        second: chosen.second,
      }
    : null;

/** Cells of a row by what they are to the comparison; a column that the row does not have is missing in it. */
export function comparedIn(
  cells: readonly ShownCell[],
  { prompt, first, second }: ComparedColumns,
): { prompt: ShownCell | null; two: readonly [ShownCell, ShownCell]; rest: readonly ShownCell[] } {
  const cell = (name: string): ShownCell => cells.find((each) => each.name === name) ?? { name, value: null };
  return {
    prompt: prompt === null ? null : cell(prompt),
    two: [cell(first), cell(second)],
    rest: cells.filter(({ name }) => name !== prompt && name !== first && name !== second),
  };
}
