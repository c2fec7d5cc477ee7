/** What tests of learned answers share: a dataset with an annotation task and its answers, and a run on a version of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DatasetVersion, Parameters as RunParameters, Run, Sample } from '../src-shared/contract.ts';
import type { TaskKind } from '../src-shared/labeling/tasks/kinds.ts';
import { importSource } from './datasets/commands.ts';
import type { Session } from './platform/cli/session.ts';
import { freeze } from './versions/commands.ts';

export interface Answering {
  readonly folder: string;
  readonly kind: TaskKind;
  readonly classes: readonly string[];
  readonly options?: Parameters<Session['client']['labeling']['createTask']>[0]['options'];
  /** Of each row; undefined leaves the item without an answer. */
  readonly answerOf: (sample: Sample) => Record<string, unknown> | undefined;
}

export interface AnsweredTask {
  readonly dataset: string;
  readonly task: string;
  readonly version: DatasetVersion;
}

/** Imports texts, makes a task of them, answers it and freezes a version of its answers. */
export async function answeredTexts(
  session: Session,
  name: string,
  { texts, ...answering }: Answering & { readonly texts: readonly string[] },
): Promise<AnsweredTask> {
  const file = path.join(answering.folder, `${name}.csv`);
  const quoted = texts.map((text) => `"${text.replaceAll('"', '""')}"`);
  writeFileSync(file, `text\n${quoted.join('\n')}\n`);
  const { dataset } = await importSource(session, { kind: 'path', path: file }, { kind: 'text' });
  return answered(session, dataset, answering);
}

/** The same of images, encoded as PNG; `answerOf` is told the number of an image by its name. */
export async function answeredImages(
  session: Session,
  name: string,
  { images, ...answering }: Answering & { readonly images: readonly Uint8Array[] },
): Promise<AnsweredTask> {
  const root = path.join(answering.folder, name);
  mkdirSync(root, { recursive: true });
  for (const [at, image] of images.entries()) writeFileSync(path.join(root, `${at}.png`), image);
  const { dataset } = await importSource(session, { kind: 'path', path: root }, {});
  return answered(session, dataset, answering);
}

/** Makes a task of a dataset, answers it and freezes a version of its answers. */
export async function answered(
  session: Session,
  dataset: string,
  { kind, classes, options, answerOf }: Answering,
): Promise<AnsweredTask> {
  const { client } = session;
  const { task, job } = await client.labeling.createTask({
    dataset,
    name: kind,
    kind,
    classes: [...classes],
    ...(options && { options }),
    ...(kind === 'regions' && { options: { shapes: ['box', 'polygon', 'mask'] } }),
  });
  await session.follow(job);
  for (let offset = 0; ; offset += 100) {
    const { items } = await client.datasets.samples({ dataset, offset, limit: 100 });
    if (items.length === 0) break;
    const answers = items.flatMap((sample) => {
      const value = answerOf(sample);
      const answer = { type: 'value', value: value ?? {} } as const;
      return value ? [{ operation: crypto.randomUUID(), sample: sample.id, answer }] : [];
    });
    if (answers.length > 0) await client.labeling.annotate({ task, answers });
  }
  const version = await freeze(session, { dataset, task, seed: 1, validation: 0.2, test: 0.2 });
  return { dataset, task, version };
}

export async function trained(
  session: Session,
  { id: version }: Pick<DatasetVersion, 'id'>,
  { recipe, parameters }: { readonly recipe: string; readonly parameters: RunParameters },
): Promise<Run> {
  const { run, job } = await session.client.training.start({ version, recipe, parameters });
  await session.follow(job);
  return session.client.runs.get({ run });
}

/** Does a run again, and says whether its weights are the same. */
export async function reproduced(session: Session, { id }: Pick<Run, 'id'>): Promise<boolean | null> {
  const { run, job } = await session.client.training.reproduce({ run: id });
  await session.follow(job);
  return (await session.client.runs.get({ run })).reproduced;
}
