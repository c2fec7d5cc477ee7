/** @file What a file becomes, as `lathe import` was told or as the file looks. */
import type { DatasetKind, FileColumn, Preview } from '../../../src-shared/contract.ts';
import { columnsOf, type ImportOptions } from '../import-options.ts';

interface Content {
  readonly kind?: DatasetKind;
  readonly textColumn?: string | undefined;
  readonly labelColumn?: string | null;
  readonly columns?: FileColumn[];
}

/** What the file becomes: as stated, or as columns of that kind are named, or as it looks. */
export function contentOf(preview: Preview, options: ImportOptions): Content {
  const { kinds } = preview;
  // The label of a table is its target, also for who calls it by the other name.
  const ofLabel = options.label !== undefined && options.dataset === undefined && kinds[0] === 'table';
  const ofTexts = options.text !== undefined || (options.label !== undefined && !ofLabel);
  const keeps =
    kinds[0] === 'text' && (options.column ?? []).every((option) => /=(metadata|ignore)$/.test(option));
  const ofTables = options.target !== undefined || (options.column !== undefined && !keeps) || ofLabel;
  const kind = options.kind ?? (ofTexts ? 'text' : ofTables ? 'table' : undefined);
  // A file that goes into a dataset becomes what that holds, unless stated otherwise.
  if (kind === undefined && options.dataset !== undefined) return {};
  return CONTENTS[kind ?? kinds[0]!](preview, options, kind);
}

/** @param kind what was stated, where somebody stated it or meant it by naming columns */
type Taking = (preview: Preview, options: ImportOptions, kind: DatasetKind | undefined) => Content;

const asItLooks: Taking = (_preview, _options, kind) => (kind === undefined ? {} : { kind });

const CONTENTS: Readonly<Record<DatasetKind, Taking>> = {
  text(preview, { text, label, column }) {
    const { suggested } = preview;
    const textColumn = text ?? suggested.text ?? undefined;
    const labelColumn = label ?? suggested.label;
    if (column === undefined) return { kind: 'text', textColumn, labelColumn };
    // Throws for what is no column, or says nothing of one.
    columnsOf(preview, { column });
    // Of texts all others are kept unless it is said of them that they are not.
    const kept = suggested.columns.filter(
      ({ name, note }) => note !== 'nested' && !column.includes(`${name}=ignore`),
    );
    return {
      kind: 'text',
      textColumn,
      labelColumn,
      columns: kept.map((one) => ({ ...one, role: 'metadata' })),
    };
  },
  table: (preview, options) => ({ kind: 'table', columns: columnsOf(preview, options) }),
  image: asItLooks,
  corpus: asItLooks,
};
