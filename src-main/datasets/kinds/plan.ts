/** @file What an import makes of a file, by the kind of data it becomes. */
import path from 'node:path';
import type { DatasetKind, Preview } from '../../../src-shared/contract.ts';
import type { FileToImport, Plan } from '../file-to-import.ts';
import {
  notationOf,
  notationsOf,
  requireColumn,
  tableColumns,
  textColumns,
  textMetadata,
  unitOf,
  unitsOf,
} from '../plan-columns.ts';
import { rulesOf, sourceOf, wrongKind } from '../plan-source.ts';
import type { DatasetRow } from '../queries.ts';

type Planning = (input: FileToImport, preview: Preview, into: DatasetRow | undefined) => Plan;

export const PLANS: Readonly<Record<DatasetKind, Planning>> = {
  text(input, preview) {
    const from = textColumns(input, preview);
    const metadata = textMetadata(from, input, preview);
    const source = sourceOf(input, preview);
    return {
      spec: { kind: 'text', ...lossesOf(input), source, ...from, metadata },
      target: 'class',
      from,
      columns: metadata.map(({ name, type, role }) => ({ name, type, role })),
      notations: notationsOf(metadata),
      units: unitsOf(metadata),
    };
  },
  table(input, preview, into) {
    const columns = tableColumns(input, preview, into);
    const target = columns.find(({ role }) => role === 'target');
    const written = columns.map((column) => ({
      ...column,
      ...notationOf(column, input, preview),
      ...unitOf(column, input, preview),
    }));
    return {
      spec: { kind: 'table', ...lossesOf(input), source: sourceOf(input, preview), columns: written },
      target: !target ? 'none' : target.type === 'number' ? 'number' : 'class',
      from: { textColumn: '', labelColumn: target?.name ?? null },
      columns,
      notations: notationsOf(written),
      units: unitsOf(written),
    };
  },
  image: (input, preview, into) => ({
    spec: parquetImages(input, preview, into) ?? imageFiles(input, preview, into),
    target: 'class',
    ...withoutColumns,
  }),
  corpus: (input, { names }) => ({
    spec: {
      kind: 'corpus',
      ...lossesOf(input),
      path: path.resolve(input.path),
      encoding: input.options.encoding ?? null,
      names,
    },
    target: 'none',
    ...withoutColumns,
  }),
};

const withoutColumns = {
  from: { textColumn: '', labelColumn: null },
  columns: [],
  notations: {},
  units: {},
};

function lossesOf({ fileName, rejects = 'few' }: FileToImport) {
  return { fileName, rejects };
}

const IMAGE_FORMATS = ['images', 'idx', 'cifar'] as const;

/** Files of images, or of pixels. @throws AppError `datasets.wrongKind` */
function imageFiles(
  input: FileToImport,
  preview: Preview,
  into: DatasetRow | undefined,
): Plan['spec'] & { kind: 'image' } {
  const format = IMAGE_FORMATS.find((one) => one === preview.format);
  if (!format) throw wrongKind(input.fileName, 'image', preview);
  return {
    kind: 'image',
    ...lossesOf(input),
    format,
    path: path.resolve(input.path),
    rules: rulesOf(input, into),
    names: preview.names,
  };
}

/** Images in a column of a Parquet file; their classes in another one, or in none. */
function parquetImages(
  input: FileToImport,
  preview: Preview,
  into: DatasetRow | undefined,
): (Plan['spec'] & { kind: 'image' }) | null {
  const image = preview.columns.find(({ type }) => type === 'image')?.name;
  if (preview.format !== 'parquet' || image === undefined) return null;
  const label = input.labelColumn === undefined ? preview.suggested.label : input.labelColumn;
  if (label !== null) requireColumn(preview, label);
  const place = { ...lossesOf(input), path: path.resolve(input.path), format: 'parquet' as const };
  return { kind: 'image', ...place, rules: rulesOf(input, into), columns: { image, label } };
}
