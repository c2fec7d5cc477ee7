/** @file `lathe import` and `lathe freeze`. */
import path from 'node:path';
import type {
  Column,
  DatasetKind,
  DatasetVersion,
  FileSource,
  Format,
  ImportedFile,
  Preview,
} from '../../../src-shared/contract/index.ts';
import { COLUMN_ROLES, COLUMN_TYPES } from '../../../src-shared/contract/index.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { named, type Session } from '../session.ts';

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
  readonly header?: boolean;
  readonly language?: 'en' | 'zh';
}

/** `age=number`, `name=ignore`, `species=target`: a column's type or its role. */
const COLUMN_CHANGE = /^(.+)=(number|category|text|date|feature|target|ignore)$/;

/**
 * The columns of a table as suggested, but for what was said of them.
 *
 * @throws AppError `datasets.badColumn`, `datasets.columnMissing`
 */
function columnsOf({ suggested }: Preview, { target, column = [] }: ImportOptions): Column[] {
  const columns = new Map(suggested.columns.map((one) => [one.name, one]));
  const change = (name: string, to: Partial<Column>) => {
    const known = columns.get(name);
    if (!known)
      throw new AppError('datasets.columnMissing', { column: name, columns: [...columns.keys()].join(', ') });
    columns.set(name, { ...known, ...to });
  };
  const demote = () => {
    for (const { name, role } of columns.values()) if (role === 'target') change(name, { role: 'feature' });
  };
  if (target !== undefined) demote();
  if (target !== undefined && target !== 'none') change(target, { role: 'target' });
  for (const said of column) {
    const [, name = '', to = ''] = COLUMN_CHANGE.exec(said) ?? [];
    if (name === '') throw new AppError('datasets.badColumn', { said });
    const role = COLUMN_ROLES.find((one) => one === to);
    const type = COLUMN_TYPES.find((one) => one === to);
    if (role === 'target') demote();
    change(name, role ? { role } : type ? { type } : {});
  }
  return [...columns.values()];
}

/** Imports a file; what was not said is as the preview suggests. */
export async function importSource(
  session: Session,
  source: FileSource,
  options: ImportOptions,
): Promise<ImportedFile & { dataset: string }> {
  const { client } = session;
  const reading = {
    ...(options.format ? { format: options.format } : {}),
    ...(options.encoding ? { encoding: options.encoding } : {}),
    ...(options.delimiter ? { delimiter: options.delimiter } : {}),
    ...(options.header === undefined ? {} : { header: options.header }),
  };
  const preview = await client.datasets.preview({ source, options: reading });
  const into = options.dataset
    ? named('dataset', options.dataset, await client.datasets.list()).id
    : undefined;
  const started = await client.datasets.import({
    source,
    options: reading,
    ...contentOf(preview, options),
    language: options.language ?? preview.suggested.language,
    ...(options.name ? { name: options.name } : {}),
    ...(into ? { dataset: into } : {}),
  });
  await session.follow(started.job);
  const files = await client.datasets.files({ dataset: started.dataset });
  const file = files.find(({ id }) => id === started.file);
  if (!file) throw new Error('the import ended without a record of its file');
  return { ...file, dataset: started.dataset };
}

/** What the file becomes: said, or as columns of that kind are named, or as it looks. */
function contentOf(preview: Preview, options: ImportOptions) {
  const { suggested, columns, kinds } = preview;
  const ofTexts = options.text !== undefined || options.label !== undefined;
  const ofTables = options.target !== undefined || options.column !== undefined;
  const kind = options.kind ?? (ofTexts ? 'text' : ofTables ? 'table' : undefined);
  // A file that goes into a dataset becomes what that holds, unless said otherwise.
  if (kind === undefined && options.dataset !== undefined) return {};
  switch (kind ?? kinds[0]) {
    case 'text': {
      const textColumn = options.text ?? suggested.text ?? columns[0]?.name ?? '';
      return { kind: 'text' as const, textColumn, labelColumn: options.label ?? suggested.label };
    }
    case 'table':
      return { kind: 'table' as const, columns: columnsOf(preview, options) };
    case 'image':
    case 'corpus':
    case undefined:
  }
  return kind === undefined ? {} : { kind };
}

export async function importCommand(session: Session, file: string, options: ImportOptions): Promise<void> {
  const { dataset, header, rows, rejected, duplicates, seconds } = await importSource(
    session,
    { kind: 'path', path: path.resolve(file) },
    options,
  );
  const guessed = header === false && options.header === undefined;
  session.terminal.result(
    { dataset, header, rows, rejected, duplicates, seconds },
    `Imported ${rows.toLocaleString('en')} rows into dataset ${dataset} in ${seconds.toFixed(1)} s (${rejected} rejected, ${duplicates} already there).` +
      (guessed ? '\nIts first row looks like a sample and was read as one; --header takes it as names.' : ''),
  );
}

export interface FreezeOptions {
  readonly dataset: string;
  readonly seed: number;
  readonly validation?: number;
  readonly test?: number;
}

export async function freeze(session: Session, options: FreezeOptions): Promise<DatasetVersion> {
  const { client } = session;
  const dataset = named('dataset', options.dataset, await client.datasets.list()).id;
  const { version, job } = await client.datasets.freeze({
    dataset,
    seed: options.seed,
    ...(options.validation === undefined ? {} : { validation: options.validation }),
    ...(options.test === undefined ? {} : { test: options.test }),
  });
  await session.follow(job);
  return client.datasets.version({ version });
}

export async function freezeCommand(session: Session, options: FreezeOptions): Promise<void> {
  const { id, datasetName, number, train, validation, test, blob } = await freeze(session, options);
  session.terminal.result(
    { version: id, train, validation, test, blob },
    `Froze ${datasetName} v${number} as ${id}: ${train} train, ${validation} validation, ${test} test.`,
  );
}
