/** @file The options of `lathe import`, and what they say of columns. */
import {
  COLUMN_ROLES,
  COLUMN_TYPES,
  NOTATIONS,
  typeOfNotation,
  type DatasetKind,
  type FileColumn,
  type Format,
  type Preview,
  type ReadOptions,
} from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';

export interface ImportOptions {
  readonly kind?: DatasetKind;
  readonly target?: string;
  readonly column?: readonly string[];
  readonly text?: string;
  readonly label?: string;
  readonly name?: string;
  readonly dataset?: string;
  readonly format?: Format;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly quote?: ReadOptions['quote'];
  readonly escape?: ReadOptions['escape'];
  readonly lineEnd?: ReadOptions['lineEnd'];
  readonly skipLines?: number;
  readonly strict?: boolean;
  readonly acceptRejects?: boolean;
  readonly header?: boolean;
  readonly ground?: string;
  readonly names?: string;
  readonly language?: 'en' | 'zh';
  readonly licence?: string;
}

/** `age=number`, `price=decimal-comma`, `name=ignore`, `species=target`: a column's type, how it is written, or its role. */
const COLUMN_CHANGE = new RegExp(`^(.+)=(${[...COLUMN_TYPES, ...NOTATIONS, ...COLUMN_ROLES].join('|')})$`);

/**
 * The columns of a table as suggested, but for what was said of them.
 *
 * @throws AppError `datasets.badColumn`, `datasets.columnMissing`
 */
export function columnsOf(
  { suggested }: Preview,
  { label, target: answer = label, column = [] }: ImportOptions,
): FileColumn[] {
  const columns = new Map<string, FileColumn>(suggested.columns.map((one) => [one.name, one]));
  const change = (name: string, to: Partial<FileColumn>) => {
    const known = columns.get(name);
    if (!known)
      throw new AppError('datasets.columnMissing', { column: name, columns: [...columns.keys()].join(', ') });
    // What was left out is used once it is said to be something to learn from.
    const unused = known.role === 'ignore' || known.role === 'metadata';
    const used = unused && (to.type ?? 'text') !== 'text';
    columns.set(name, { ...known, ...(used && { role: 'feature' }), ...to });
  };
  const demote = () => {
    for (const { name, role } of columns.values()) if (role === 'target') change(name, { role: 'feature' });
  };
  if (answer !== undefined) demote();
  if (answer !== undefined && answer !== 'none') change(answer, { role: 'target' });
  for (const option of column) {
    const [, name = '', to = ''] = COLUMN_CHANGE.exec(option) ?? [];
    if (name === '') throw new AppError('datasets.badColumn', { option, notations: NOTATIONS.join(', ') });
    const role = COLUMN_ROLES.find((one) => one === to);
    const type = COLUMN_TYPES.find((one) => one === to);
    const notation = NOTATIONS.find((one) => one === to);
    if (role === 'target') demote();
    change(name, role ? { role } : type ? { type, notation: undefined } : {});
    if (notation) change(name, { type: typeOfNotation(notation), notation });
  }
  return [...columns.values()];
}
