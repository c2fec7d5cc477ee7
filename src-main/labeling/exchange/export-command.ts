/** @file What `lathe labels export` does: it says what is lost, asks, and writes the file whole or not at all. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { AnnotationTask } from '../../../src-shared/labeling/tasks/contract.ts';
import type {
  AnnotationLosses,
  ExportedAnnotations,
  ExportedAnswers,
} from '../../../src-shared/labeling/exchange/contract.ts';
import {
  ANNOTATION_FORMAT_TABLE,
  type AnnotationFormat,
} from '../../../src-shared/labeling/formats/formats.ts';
import { lossWords } from '../../../src-shared/labeling/formats/losses.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { bodyOf, unpackInto } from '../../platform/cli/made-files.ts';
import { named, versionNamed, type Session } from '../../platform/cli/session.ts';
import type { Terminal } from '../../platform/cli/terminal.ts';
import { nameOf, taskNamed } from '../labels-command.ts';

export interface ExportOptions {
  readonly dataset?: string;
  readonly task?: string;
  readonly format: AnnotationFormat;
  readonly out: string;
  readonly resolved?: boolean;
  readonly author?: string;
  readonly everybody?: boolean;
  readonly version?: string;
  readonly column?: string;
  readonly yes?: boolean;
}

export async function exportAnnotationsCommand(session: Session, options: ExportOptions): Promise<void> {
  const { client, terminal } = session;
  const { format } = options;
  const task = (await taskOf(session, options)).id;
  const answers = await answersOf(session, task, options);
  const request = {
    task,
    format,
    answers,
    ...(options.column === undefined ? {} : { column: options.column }),
  };
  const losses = await client.labeling.lossesOf(request);
  await requireAgreement(session, losses, options);
  const begun = await client.labeling.exportAnnotations(request);
  await session.follow(begun.job);
  const made = await client.labeling.exportedAnnotations({ export: begun.export });
  const out = await write(session, made, options);
  terminal.result(
    { out, format, items: made.items, bytes: made.bytes, losses: losses.losses },
    `Wrote ${out} (${made.items.toLocaleString('en')} items).`,
  );
}

/** Without a dataset a task of any of them. @throws AppError `house.usage`, `house.noneNamed` */
async function taskOf(session: Session, { dataset, task, version }: ExportOptions): Promise<AnnotationTask> {
  if (version !== undefined && task === undefined && dataset === undefined) {
    const { client } = session;
    const frozen = await client.versions.get({ version: await versionNamed(session, version) });
    return client.labeling.task({ task: frozen.task ?? frozen.dataset });
  }
  if (dataset !== undefined) return taskNamed(session, { dataset, ...(task === undefined ? {} : { task }) });
  if (task === undefined)
    throw new AppError('house.usage', {
      why: 'Give --task, --dataset or --version.',
      command: 'labels export',
    });
  const tasks = await session.client.labeling.tasks({});
  return named(
    'task',
    task,
    tasks.map((each) => ({ ...each, name: nameOf(each) })),
  );
}

async function answersOf(
  session: Session,
  task: string,
  { author, everybody, resolved, version }: ExportOptions,
): Promise<ExportedAnswers> {
  if ([author, everybody, resolved, version].filter((each) => each !== undefined).length > 1) {
    const why = 'Only one of --resolved, --author, --everybody and --version can be given.';
    throw new AppError('house.usage', { why, command: 'labels export' });
  }
  if (everybody) return { of: 'everybody' };
  if (version !== undefined) return { of: 'version', version: await versionNamed(session, version) };
  if (author === undefined) return { of: 'resolved' };
  const authors = await session.client.labeling.answerAuthors({ task });
  return { of: 'author', author: named('author', author, authors).id };
}

/** What is lost is said before anything is written. @throws AppError `labeling.exportNotAgreed` */
async function requireAgreement(
  { terminal }: Session,
  { losses, items, answers }: AnnotationLosses,
  { format, yes }: ExportOptions,
): Promise<void> {
  const { name } = ANNOTATION_FORMAT_TABLE[format];
  terminal.say(
    `${items.toLocaleString('en')} items with ${answers.toLocaleString('en')} answers as ${name}.`,
  );
  if (losses.length === 0) return terminal.say('Nothing is lost.');
  terminal.say('What the format cannot hold:');
  for (const loss of losses) terminal.say(`  ${lossWords(loss, 'en')}`);
  if (yes || (await agrees(terminal))) return;
  throw new AppError('labeling.exportNotAgreed');
}

/** On a terminal a person is asked; a script has to say so itself. */
async function agrees({ shell: { stdin, stderr } }: Terminal): Promise<boolean> {
  if (!stdin.isTTY || !stderr.isTTY) return false;
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    return /^y(?:es)?$/i.test((await lines.question('Write the file? [y/N] ')).trim());
  } finally {
    lines.close();
  }
}

async function write(
  session: Session,
  made: ExportedAnnotations,
  { format, out }: ExportOptions,
): Promise<string> {
  const place = path.resolve(out);
  const isFolder = (await stat(place).catch(() => null))?.isDirectory() === true;
  if (ANNOTATION_FORMAT_TABLE[format].folder && !/\.zip$/i.test(out)) {
    await session.outside.folder(place, (folder) =>
      unpackInto(folder, session, { url: made.url, name: made.fileName }),
    );
    return place;
  }
  const file = isFolder ? path.join(place, made.fileName) : place;
  await session.outside.file(file, await bodyOf(session, { url: made.url, name: made.fileName }));
  return file;
}
