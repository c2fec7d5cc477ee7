/** @file `lathe export dataset|labels|version|rejected|predictions|mistakes`. */
import path from 'node:path';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  EXPORT_FORMATS,
  type ExportedFile,
  type ExportFormat,
  type ExportRequest,
  type ExportSubject,
  type SampleFilter,
  type Split,
} from '../../src-shared/contract.ts';
import { parseWhere } from '../../src-shared/datasets/where.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { bodyOf } from '../platform/cli/made-files.ts';
import { idOf, named, versionNamed, type Session } from '../platform/cli/session.ts';

export type Subject = ExportSubject;

export interface ExportOptions {
  readonly format?: ExportFormat;
  readonly out?: string;
  readonly dataset?: string;
  readonly task?: string;
  readonly version?: string;
  readonly file?: string;
  readonly model?: string;
  readonly split?: Split;
  readonly report?: string;
  readonly actual?: string;
  readonly predicted?: string;
  readonly search?: string;
  readonly label?: string;
  readonly labeled?: boolean;
  readonly unlabeled?: boolean;
  readonly flagged?: boolean;
  readonly where?: string;
}

const usage = (why: string) => new AppError('house.usage', { why, command: 'export' });

/** @throws AppError `house.usage` where it was not given */
function given(options: ExportOptions, name: 'dataset' | 'version' | 'model' | 'out'): string {
  const value = options[name];
  if (value === undefined) throw usage(`required option '--${name}' not specified`);
  return value;
}

const REQUESTS: Readonly<
  Record<Subject, (session: Session, options: ExportOptions) => Promise<ExportRequest>>
> = {
  async dataset(session, options) {
    const of = await labeledBy(session, options);
    return { what: 'dataset', ...of, ...filterOf(options, of), onlyLabeled: options.labeled === true };
  },
  async labels(session, options) {
    const of = await labeledBy(session, options);
    return { what: 'labels', ...of, ...filterOf(options, of) };
  },
  version: async (session, options) => ({ what: 'version', version: await version(session, options) }),
  async rejected(session, options) {
    const files = await session.client.datasets.files({ dataset: await dataset(session, options) });
    const all = files.map(({ id, fileName }) => ({ id, name: fileName }));
    const last = all.at(-1);
    if (options.file === undefined && last) return { what: 'rejected', file: last.id };
    return { what: 'rejected', file: named('file', options.file ?? '', all).id };
  },
  predictions: async (session, options) => ({
    what: 'predictions',
    model: await model(session, options),
    version: await version(session, options),
    split: options.split ?? 'test',
  }),
  async mistakes(session, options) {
    const { actual, predicted } = options;
    if ((actual === undefined) !== (predicted === undefined))
      throw usage('--actual and --predicted belong together.');
    const report = options.report ?? (await latestReport(session, options));
    const mistakes = { what: 'mistakes', report } as const;
    return actual === undefined || predicted === undefined
      ? mistakes
      : { ...mistakes, cell: { actual, predicted } };
  },
};

/** Which samples, as the window's Browse shows them for a task. @throws AppError `house.usage` */
function filterOf(
  { search, label, labeled, unlabeled, flagged, where }: ExportOptions,
  { task }: { task?: string },
): { filter?: SampleFilter } {
  if (unlabeled && (label !== undefined || labeled))
    throw usage('--unlabeled leaves nothing for --label or --labeled. Give one of them.');
  const metadata = where === undefined ? undefined : parseWhere(where);
  if (where !== undefined && metadata === undefined)
    throw usage(`--where takes COLUMN~VALUE, e.g. source~=web or price~10..20, and not “${where}”.`);
  const asked = [search, label, unlabeled, flagged, where].some((option) => option !== undefined);
  const named = unlabeled ? { label: null } : label === undefined ? {} : { label };
  return asked
    ? {
        filter: {
          search: search ?? '',
          ...named,
          ...(task !== undefined && { task }),
          ...(flagged && { flagged }),
          ...(metadata && { metadata }),
        },
      }
    : {};
}

const dataset = ({ client }: Session, options: ExportOptions) =>
  idOf('dataset', given(options, 'dataset'), client.datasets.list);

/** A dataset, and which of its tasks it is labeled by. */
async function labeledBy(
  session: Session,
  options: ExportOptions,
): Promise<{ dataset: string; task?: string }> {
  const id = await dataset(session, options);
  if (options.task === undefined) return { dataset: id };
  const tasks = await session.client.labeling.tasks({ dataset: id });
  return { dataset: id, task: named('task', options.task, tasks).id };
}

const version = (session: Session, options: ExportOptions) =>
  versionNamed(session, given(options, 'version'));
const model = ({ client }: Session, options: ExportOptions) =>
  idOf('model', given(options, 'model'), client.models.list);

async function latestReport(session: Session, options: ExportOptions): Promise<string> {
  const id = await model(session, options);
  const reports = await session.client.evaluation.reports({ model: id });
  const latest = reports.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
  if (!latest) throw new AppError('house.notFound', { what: 'report of model', id });
  return latest.id;
}

/** What is to be exported, by the options given. @throws AppError `house.usage`, `house.noneNamed` */
export function requestOf(
  session: Session,
  subject: Subject,
  options: ExportOptions,
): Promise<ExportRequest> {
  given(options, 'out');
  return REQUESTS[subject](session, options);
}

const STDOUT = '-';

/** Has it written, and puts the file at its place, whole or not at all; `-` is standard output. */
export async function exportCommand(
  session: Session,
  of: ExportRequest,
  options: ExportOptions,
): Promise<void> {
  const { client, terminal } = session;
  const out = given(options, 'out');
  const format = options.format ?? formatOf(out);
  if (out === STDOUT && (format === 'parquet' || format === 'zip'))
    throw usage(`${format} is no text. Give --out a file.`);
  const started = await client.exports.start({ of, format });
  await session.follow(started.job);
  const made = await client.exports.get({ export: started.export });
  const body = await bodyOf(session, { url: made.url, name: made.id });
  if (out === STDOUT) return pipeline(Readable.fromWeb(body), terminal.shell.stdout, { end: false });
  const file = await placeOf(out, made);
  await session.outside.file(file, body);
  const { rows, bytes } = made;
  terminal.result({ file, format, rows, bytes }, `Wrote ${file} (${rows.toLocaleString('en')} rows).`);
}

/** By the ending of the file. */
function formatOf(out: string): ExportFormat {
  const ending = path.extname(out).slice(1).toLowerCase();
  return EXPORT_FORMATS.find((format) => format === ending) ?? 'csv';
}

/** A folder gets the file under its own name. */
async function placeOf(out: string, { fileName }: ExportedFile): Promise<string> {
  const place = path.resolve(out);
  const isFolder = (await stat(place).catch(() => null))?.isDirectory() === true;
  return isFolder ? path.join(place, fileName) : place;
}
