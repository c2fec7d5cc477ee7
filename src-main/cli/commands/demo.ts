/** @file `lathe demo`: the whole main job on a sample project, from file to served model. */
import path from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import { listenOnPort } from '../../listen.ts';
import { untilAskedToEnd, type Session } from '../session.ts';

import { freeze, importSource } from './data.ts';
import { evaluate, exportModel, headlineOf, scores } from './model.ts';
import { train } from './train.ts';

export interface DemoOptions {
  readonly sample: string;
  readonly seed: number;
  /** Serve until Ctrl-C instead of ending after the first prediction. */
  readonly keep?: boolean;
}

/** What the demo asks the served model, a text a language. */
const QUESTIONS: Readonly<Record<string, string>> = {
  en: 'Congratulations! You have been selected to receive a FREE prize, click here now to claim your money',
  zh: '快递三天了还没到，什么时候能送来？',
};

export async function demoCommand(session: Session, options: DemoOptions): Promise<void> {
  const { client, terminal, app } = session;
  const started = performance.now();
  const sample = (await client.datasets.samplesOnOffer()).find(({ name }) => name === options.sample);
  if (!sample) throw new AppError('house.notFound', { what: 'sample project', id: options.sample });

  terminal.say(
    `1/7 Importing ${sample.title} (${sample.rows.toLocaleString('en')} texts; ${sample.licence}).`,
  );
  const imported = await importSource(session, { kind: 'sample', name: sample.name }, { name: sample.title });
  terminal.say('2/7 Freezing a version with a stratified split.');
  const version = await freeze(session, { dataset: imported.dataset, seed: options.seed });
  terminal.say(`3/7 Training an LSTM on ${version.train.toLocaleString('en')} texts.`);
  const run = await train(session, {
    version: version.id,
    recipe: 'text-lstm',
    set: [`seed=${options.seed}`],
  });
  if (run.model === null) throw new AppError('house.notFound', { what: 'model of run', id: run.id });
  terminal.say(`4/7 Evaluating on ${version.test.toLocaleString('en')} texts it never saw.`);
  const report = await evaluate(session, { model: run.model, version: version.id, split: 'test' });
  terminal.say('5/7 Exporting one self-contained ONNX file.');
  const about = await client.workspace.about();
  const onnx = await exportModel(
    session,
    run.model,
    path.join(about.folder ?? '.', 'exports', `${sample.name}.onnx`),
  );
  terminal.say('6/7 Serving it.');
  const listener = await listenOnPort(app, 0);
  const endpoint = await client.serving.deploy({ model: run.model, name: sample.name });
  const address = `${listener.address}${endpoint.path}`;
  terminal.say('7/7 Asking it.');
  const question = QUESTIONS[sample.language] ?? '';
  const prediction = await ask(address, question);
  const seconds = (performance.now() - started) / 1000;
  terminal.result(
    {
      test: scores(report),
      model: run.model,
      onnx: onnx.file,
      endpoint: address,
      run: run.id,
      dataset: imported.dataset,
      version: version.id,
      weightsSha256: run.weightsSha256,
      prediction,
      seconds,
    },
    [
      `On ${report.samples} texts it never trained on: ${headlineOf(report)}.`,
      `Model file:  ${onnx.file}`,
      `Endpoint:    ${address}`,
      `It says “${prediction.label}” to: ${question}`,
      `Workspace:   ${about.folder}`,
      `All in ${seconds.toFixed(0)} s. See it: lathe start --workspace ${about.folder}`,
    ].join('\n'),
  );
  if (options.keep) await untilAskedToEnd();
  await listener.close();
}

async function ask(
  address: string,
  text: string,
): Promise<{ label: string; probabilities: Record<string, number> }> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  });
  if (!response.ok) throw new Error(`the endpoint answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as { label: string; probabilities: Record<string, number> };
}
