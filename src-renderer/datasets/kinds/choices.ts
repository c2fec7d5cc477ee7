/** @file What is chosen of a file on the import page, by the kind of data it becomes. */
import type { Dataset, DatasetKind, FileColumn, SuggestedColumn } from '../../../src-shared/contract.ts';
import type { AllWords } from '../../words.ts';

/** What is chosen so far. */
export interface Chosen {
  readonly textColumn: string | undefined;
  readonly labelColumn: string | null;
  /** Of a table. */
  readonly columns: readonly SuggestedColumn[];
  /** Columns kept beside text and label. */
  readonly kept: readonly SuggestedColumn[];
  /** The columns of a dataset that the file goes into, as the file writes them. */
  columnsOf(dataset: Dataset): FileColumn[];
}

interface Content {
  readonly kind: DatasetKind;
  readonly textColumn?: string;
  readonly labelColumn?: string | null;
  readonly columns?: FileColumn[];
}

/** Words by the name of a column. */
type Marks = Readonly<Record<string, string>>;

interface Shown {
  readonly words: AllWords['data']['importPage'];
  /** The columns of the table, and what each is read as. */
  readonly columns: readonly FileColumn[];
  readonly types: Marks;
}

interface Choice {
  /** Whether there is something to learn from. */
  isWhole(chosen: Chosen): boolean;
  /** What is taken from the file. */
  content(chosen: Chosen, into: Dataset | undefined): Content;
  /** What becomes of each column that is used. */
  marks(chosen: Chosen, shown: Shown): Marks;
}

const whole = (kind: DatasetKind): Choice => ({
  isWhole: () => true,
  content: () => ({ kind }),
  marks: ({ textColumn }, { words }) => textMark(textColumn, words),
});

export const CHOICES: Readonly<Record<DatasetKind, Choice>> = {
  text: {
    isWhole: ({ textColumn }) => textColumn !== undefined,
    content({ textColumn, labelColumn, kept }) {
      const columns = kept.map((column) => ({ ...column, role: 'metadata' as const }));
      return { kind: 'text', ...(textColumn && { textColumn }), labelColumn, columns };
    },
    marks: ({ textColumn, labelColumn, kept }, { words }) => ({
      ...Object.fromEntries(kept.map(({ name }) => [name, words.keptMark])),
      ...textMark(textColumn, words),
      ...(labelColumn !== null && { [labelColumn]: words.labelMark }),
    }),
  },
  table: {
    isWhole: ({ columns }) => columns.some(({ role }) => role === 'feature'),
    /** What goes into a table has the columns of that. */
    content(chosen, into) {
      const { columns } = chosen;
      if (!into) return { kind: 'table', columns: [...columns] };
      const learned = chosen.columnsOf(into).filter(({ role }) => role === 'feature' || role === 'target');
      const known = learned.map(({ name }) => name);
      const beside = columns.filter(({ name, role }) => role === 'metadata' && !known.includes(name));
      return { kind: 'table', columns: [...learned, ...beside] };
    },
    marks: (_, { columns, types, words }) =>
      Object.fromEntries(
        columns
          .filter(({ role }) => role !== 'ignore')
          .map(({ name, role }) => [
            name,
            role === 'target'
              ? words.targetMark(types[name] ?? '')
              : role === 'metadata'
                ? words.keptMark
                : (types[name] ?? ''),
          ]),
      ),
  },
  image: whole('image'),
  corpus: whole('corpus'),
};

function textMark(textColumn: string | undefined, words: Shown['words']): Marks {
  return textColumn === undefined ? {} : { [textColumn]: words.textMark };
}
