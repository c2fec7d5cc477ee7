/** @file How the file of an import is read: its dialect, the rules of its images. */
import path from 'node:path';
import type { DatasetKind, ImageRules, Preview } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { groundOf } from '../images/index.ts';
import { contentOf } from './content.ts';
import type { FileToImport } from './file-to-import.ts';
import type { DatasetRow } from './queries.ts';
import type { TableSource } from './worker/reading/rows.ts';

/** The ground that is asked for, and what the dataset that the images go into says of them. */
export function rulesOf({ fileName, options }: FileToImport, into: DatasetRow | undefined): ImageRules {
  const ground = groundOf(options.ground);
  const known = into && contentOf(into).image;
  if (!into || !known) return { ground };
  const before = groundOf(known.ground);
  if (options.ground !== undefined && ground !== before)
    throw new AppError('datasets.otherGround', { file: fileName, dataset: into.name, ground: before });
  return { ground: before, ranges: known.ranges };
}

export function wrongKind(file: string, kind: DatasetKind, { kinds }: Preview): AppError {
  return new AppError('datasets.wrongKind', { file, kind, kinds: kinds.join(', ') });
}

export function sourceOf(input: FileToImport, preview: Preview): TableSource {
  const { format, header } = preview;
  const encoding = format === 'folder' ? (input.options.encoding ?? null) : preview.encoding || null;
  const columns = preview.columns.map(({ name }) => name);
  const { names } = preview;
  return {
    path: path.resolve(input.path),
    format,
    encoding,
    dialect: dialectOf(preview),
    header,
    columns,
    names,
  };
}

function dialectOf({ delimiter, reading }: Preview): TableSource['dialect'] {
  if (delimiter === null || !reading) return null;
  const { quote, escape, lineEnd, skipLines } = reading;
  return quote === null || escape === null || lineEnd === null
    ? null
    : { delimiter, quote, escape, lineEnd, skipLines };
}
