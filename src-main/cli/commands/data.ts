/** @file `lathe import` and `lathe freeze`. */
import path from 'node:path';
import type { DatasetVersion, FileSource, ImportedFile } from '../../../src-shared/contract/index.ts';
import { named, type Session } from '../session.ts';

export interface ImportOptions {
  readonly text?: string;
  readonly label?: string;
  readonly name?: string;
  readonly dataset?: string;
  readonly format?: 'csv' | 'tsv' | 'jsonl' | 'folder';
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly language?: 'en' | 'zh';
}

/** Imports a file; columns that were not named are the ones the preview suggests. */
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
  };
  const { suggested, columns } = await client.datasets.preview({ source, options: reading });
  const textColumn = options.text ?? suggested.text ?? columns[0]?.name ?? '';
  const into = options.dataset
    ? named('dataset', options.dataset, await client.datasets.list()).id
    : undefined;
  const started = await client.datasets.import({
    source,
    options: reading,
    textColumn,
    labelColumn: options.label ?? suggested.label,
    language: options.language ?? suggested.language,
    ...(options.name ? { name: options.name } : {}),
    ...(into ? { dataset: into } : {}),
  });
  await session.follow(started.job);
  const files = await client.datasets.files({ dataset: started.dataset });
  const file = files.find(({ id }) => id === started.file);
  if (!file) throw new Error('the import ended without a record of its file');
  return { ...file, dataset: started.dataset };
}

export async function importCommand(session: Session, file: string, options: ImportOptions): Promise<void> {
  const { dataset, rows, rejected, duplicates, seconds } = await importSource(
    session,
    { kind: 'path', path: path.resolve(file) },
    options,
  );
  session.terminal.result(
    { dataset, rows, rejected, duplicates, seconds },
    `Imported ${rows.toLocaleString('en')} rows into dataset ${dataset} in ${seconds.toFixed(1)} s (${rejected} rejected, ${duplicates} already there).`,
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
