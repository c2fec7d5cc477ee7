/** @file `lathe demo`: the whole main job on a sample project, from file to served model. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Project } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { listenOnPort } from '../platform/host/listen.ts';
import { openLocalDoor } from '../platform/host/local-door.ts';
import { named, untilAskedToEnd, type Session } from '../platform/cli/session.ts';
import { importSource } from '../datasets/commands.ts';
import { freeze } from '../versions/commands.ts';
import { DEFAULTS, MANY } from './kinds.ts';
import { answerInWords, ask, questionOf } from './question.ts';
import { amountOf, evaluate, exportModel, headlineOf, scores } from '../models/commands.ts';
import { train } from '../training/commands.ts';

export interface DemoOptions {
  readonly project?: string;
  /** Sample data, for which the first project on it is taken; texts are then read with the recipe's defaults. */
  readonly sample: string;
  readonly set?: readonly string[];
  readonly seed: number;
  /** Serve until Ctrl-C instead of ending after the first prediction. */
  readonly keep?: boolean;
}

/** @throws AppError `house.noneNamed`, `house.notFound` */
async function projectOf({ client }: Session, { project, sample }: DemoOptions): Promise<Project> {
  const all = await client.projects.list();
  if (project !== undefined) {
    const { name } = named(
      'project',
      project,
      all.map((one) => ({ id: one.name, name: one.name })),
    );
    return all.find((one) => one.name === name)!;
  }
  const found = all.find((one) => one.sample.name === sample);
  if (!found) throw new AppError('house.notFound', { what: 'sample project', id: sample });
  return DEFAULTS[found.sample.kind] ? { ...found, name: sample, parameters: {} } : found;
}

/** The answers that come with the sample, as a task of its dataset. @returns its name; null where none come with it */
async function importAnswers(
  { client, follow }: Session,
  { sample: { name, annotations, language } }: Project,
  dataset: string,
): Promise<string | null> {
  if (annotations === null) return null;
  const task = annotations.task[language];
  const { job } = await client.labeling.importAnnotations({
    operation: randomUUID(),
    source: { kind: 'sample', name },
    into: { dataset, newTask: { name: task } },
    options: { kind: annotations.kind },
  });
  if (job !== null) await follow(job);
  return task;
}

export async function demoCommand(session: Session, options: DemoOptions): Promise<void> {
  const { client, terminal, app } = session;
  const started = performance.now();
  const project = await projectOf(session, options);
  const { sample, recipe, parameters } = project;
  const many = (count: number) => `${count.toLocaleString('en')} ${MANY[sample.kind]}`;

  terminal.say(`1/7 Importing ${sample.title} (${many(sample.rows)}; ${sample.licence}).`);
  const source = { kind: 'sample', name: sample.name } as const;
  const imported = await importSource(session, source, { name: sample.title });
  const task = await importAnswers(session, project, imported.dataset);
  terminal.say('2/7 Freezing a version with a seeded split.');
  const version = await freeze(session, {
    dataset: imported.dataset,
    ...(task === null ? {} : { task }),
    seed: options.seed,
    test: sample.test,
  });
  terminal.say(`3/7 Training “${recipe}” on ${many(version.train)}.`);
  const run = await train(session, {
    version: version.id,
    recipe,
    parameters,
    set: [`seed=${options.seed}`, ...(options.set ?? [])],
  });
  if (run.model === null) throw new AppError('house.notFound', { what: 'model of run', id: run.id });
  terminal.say(`4/7 Evaluating on the test split (${many(version.test)}).`);
  const report = await evaluate(session, { model: run.model, version: version.id, split: 'test' });
  terminal.say('5/7 Exporting a self-contained ONNX file.');
  const about = await client.workspace.about();
  const out = path.join(about.folder ?? '.', 'exports', `${project.name}.onnx`);
  const onnx = await exportModel(session, run.model, out);
  terminal.say('6/7 Deploying the model to an endpoint.');
  // Where another process has the workspace open, that one serves it.
  const listener = app && (await listenOnPort(app, 0));
  const door = app && options.keep && (await openLocalDoor(app, about.folder ?? '.'));
  const endpoint = await client.serving.deploy({ model: run.model, name: project.name });
  const address = `${listener?.address ?? ''}${endpoint.path}`;
  terminal.say('7/7 Requesting a prediction.');
  const question = await questionOf(session, project, { dataset: imported.dataset, seed: options.seed });
  const { key, secret } = await client.serving.createKey({ name: `demo of ${project.name}` });
  const prediction = await ask(
    (init) => (app ? fetch(address, init) : session.fetch(address, init)),
    secret,
    question,
  );
  if (!options.keep) await client.serving.revokeKey({ id: key.id });
  const evaluated = amountOf(report, many);
  const seconds = (performance.now() - started) / 1000;
  terminal.result(
    {
      test: scores(report),
      model: run.model,
      onnx: onnx.file,
      endpoint: address,
      ...(options.keep && { key: secret }),
      run: run.id,
      dataset: imported.dataset,
      version: version.id,
      weightsSha256: run.weightsSha256,
      prediction,
      seconds,
    },
    [
      `Test split (${evaluated}): ${headlineOf(report)}.`,
      `Model file:  ${onnx.file}`,
      `Endpoint:    ${address}${options.keep || !app ? '' : ' (closed; use --keep to keep serving)'}`,
      ...(options.keep ? [`API key:     ${secret} (send it as “Authorization: Bearer KEY”)`] : []),
      `Prediction:  ${answerInWords(prediction)} for ${question.words}`,
      `Workspace:   ${about.folder}`,
      `Done in ${seconds.toFixed(0)} s. Open it with: lathe start --workspace ${about.folder}`,
    ].join('\n'),
  );
  if (options.keep && app) await untilAskedToEnd();
  if (door) await door.close();
  await listener?.close();
}
