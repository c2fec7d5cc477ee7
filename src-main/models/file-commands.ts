/** @file `lathe evaluate`, `export` and `models import`. */
import { fstatSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Report, Split } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { unknownWarnings } from '../../src-shared/evaluation/unknown-words.ts';
import { LOCAL_DOOR } from '../platform/cli/door.ts';
import { idOf, versionNamed, type Session } from '../platform/cli/session.ts';
import { percent, table } from '../platform/cli/terminal.ts';

export interface EvaluateOptions {
  readonly model: string;
  readonly version: string;
  readonly split: Split;
}

export async function evaluate(session: Session, options: EvaluateOptions): Promise<Report> {
  const { client } = session;
  const model = await idOf('model', options.model, client.models.list);
  const { report, job } = await client.evaluation.evaluate({
    ...options,
    model,
    version: await versionNamed(session, options.version),
  });
  await session.follow(job);
  return client.evaluation.report({ report });
}

/** The fields of a report that scripts rely on: everything but the samples it tells of. */
export function scores(report: Report): Record<string, unknown> {
  const { id, loss, samples, task, slices = [] } = report;
  const known = { task, loss, samples, report: id, slices };
  switch (report.task) {
    case 'classify': {
      const { accuracy, macro, weighted, confusion, labels } = report;
      const averages = {
        macroPrecision: macro.precision,
        macroRecall: macro.recall,
        macroF1: macro.f1,
        weightedPrecision: weighted.precision,
        weightedRecall: weighted.recall,
        weightedF1: weighted.f1,
      };
      const { unknown } = report;
      const words = unknown && { unknown, warnings: unknownWarnings(unknown) };
      return { accuracy, ...averages, ...known, labels, confusion, ...words };
    }
    case 'regress':
      return { rmse: report.rmse, mae: report.mae, r2: report.r2, ...known };
    case 'reconstruct':
      return { rmse: report.rmse, quantiles: report.quantiles, ...known };
    case 'generate':
      return { perplexity: report.perplexity, bitsPerCharacter: report.bitsPerCharacter, ...known };
  }
}

export async function evaluateCommand(session: Session, options: EvaluateOptions): Promise<void> {
  const report = await evaluate(session, options);
  session.terminal.result(scores(report), [said(report), ...slicesInWords(report)].join('\n'));
}

function slicesInWords({ task, slices = [] }: Report): string[] {
  const classes = task === 'classify';
  return slices.map(({ column, values }) =>
    table(
      [column, classes ? 'accuracy' : 'RMSE', 'samples'],
      values.map(({ value, samples, score }) => [
        value ?? '(none)',
        classes ? percent(score) : score.toPrecision(4),
        samples,
      ]),
    ),
  );
}

/** A report in a few lines. */
function said(report: Report): string {
  const on = `on ${report.samples} samples of the ${report.split} split.`;
  switch (report.task) {
    case 'classify': {
      const rows = report.classes.map(({ label, precision, recall, f1, support }) => [
        label,
        ...[precision, recall, f1].map(percent),
        support,
      ]);
      const warnings = report.unknown ? unknownWarnings(report.unknown) : [];
      return [
        `${headlineOf(report)} ${on}`,
        table(['class', 'precision', 'recall', 'F1', 'samples'], rows),
        ...warnings.map(({ en }) => `Warning: ${en}`),
      ].join('\n');
    }
    case 'generate':
      return `${headlineOf(report)}, on ${report.characters} characters of the ${report.split} split.`;
    case 'regress':
    case 'reconstruct':
      return `${headlineOf(report)} ${on}`;
  }
}

/** The numbers a report begins with. */
export function headlineOf(report: Report): string {
  switch (report.task) {
    case 'classify':
      return `Accuracy ${percent(report.accuracy)}, macro F1 ${percent(report.macro.f1)}`;
    case 'regress': {
      const [rmse, mae, r2] = [report.rmse, report.mae, report.r2].map((value) => value.toPrecision(4));
      return `RMSE ${rmse}, mean absolute error ${mae}, R² ${r2}`;
    }
    case 'reconstruct':
      return `Mean squared error ${report.loss.toPrecision(4)}, 99 % quantile ${report.quantiles.p99.toPrecision(4)}`;
    case 'generate':
      return `Perplexity ${report.perplexity.toFixed(2)}, ${report.bitsPerCharacter.toFixed(3)} bits per character`;
  }
}

/** Writes the exported model to a file, in a folder under its own name, whole or not at all. */
export async function exportModel(
  { app, client }: Session,
  model: string,
  out: string,
): Promise<{ file: string; bytes: number; sha256: string }> {
  const { url, bytes, blob, fileName } = await client.models.export({ model });
  const place = path.resolve(out);
  const isFolder = (await stat(place).catch(() => null))?.isDirectory() === true;
  const file = isFolder ? path.join(place, fileName) : place;
  const response = await app.fetch(new Request(new URL(url, LOCAL_DOOR.origins[0])), LOCAL_DOOR);
  if (!response.ok || !response.body) throw new AppError('store.blobMissing', { hash: blob.slice(0, 7) });
  await app.outside.file(file, response.body);
  return { file, bytes, sha256: blob };
}

export interface ImportModelOptions {
  readonly name?: string;
  readonly labels?: string[];
}

/** Takes an ONNX file from elsewhere as a model. */
export async function importModelCommand(
  session: Session,
  file: string,
  { name, labels }: ImportModelOptions,
): Promise<void> {
  const source = { kind: 'path', path: path.resolve(file) } as const;
  const started = await session.client.models.import({ source, name, labels });
  await session.follow(started.job);
  const model = await session.client.models.get({ model: started.model });
  const { parameters = 0, milliseconds } = model.summary;
  if (milliseconds === undefined)
    session.terminal.say(
      'The trial run with dummy input failed. Try the model with real input of the right shape.',
    );
  session.terminal.result(
    model,
    `Imported “${model.name}” as model ${model.id} (${parameters.toLocaleString('en')} parameters).`,
  );
}

export async function exportCommand(
  session: Session,
  options: { model: string; out: string },
): Promise<void> {
  const model = await idOf('model', options.model, session.client.models.list);
  const written = await exportModel(session, model, options.out);
  const said = `Wrote ${written.file} (${written.bytes.toLocaleString('en')} bytes).`;
  // What was said there would become a part of the model.
  if (await isStandardOutput(written.file)) session.terminal.say(said);
  else session.terminal.result({ model, ...written }, said);
}

/** Whether a file is the same as what this process writes its results to: `/dev/stdout`, or the pipe behind it. */
async function isStandardOutput(file: string): Promise<boolean> {
  const there = await stat(file).catch(() => null);
  const out = fstatSync(1);
  return there !== null && !there.isFile() && there.dev === out.dev && there.ino === out.ino;
}
