/** @file `lathe evaluate`, `export` and `models import`. */
import { fstatSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Report, Split } from '../../src-shared/contract.ts';
import type { ImageReading } from '../../src-shared/models/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { baselineRows, comparisonInWords } from '../../src-shared/evaluation/baselines.ts';
import { METRICS, isShare, titleInSentence } from '../../src-shared/evaluation/metrics.ts';
import { sliceMetric } from '../../src-shared/evaluation/tasks.ts';
import { idOf, versionNamed, type Session } from '../platform/cli/session.ts';
import { percent, table } from '../platform/cli/terminal.ts';
import { reportInWords, scores } from './tasks/report.ts';

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

export async function evaluateCommand(session: Session, options: EvaluateOptions): Promise<void> {
  const report = await evaluate(session, options);
  session.terminal.result(
    scores(report),
    [reportInWords(report), ...besideBaselines(report), ...slicesInWords(report)].join('\n'),
  );
}

/** The verdict, and each baseline with its differences. */
function besideBaselines({ comparison }: Report): string[] {
  if (!comparison) return [];
  const rows = baselineRows(comparison).map(({ baseline, metric, ...numbers }) => [
    baseline.en,
    metric.en,
    ...[numbers.score, numbers.gain, numbers.low, numbers.high],
  ]);
  const head = ['baseline', 'metric', 'score', 'difference', '95 % from', 'to'];
  return [comparisonInWords(comparison).en, table(head, rows)];
}

function slicesInWords({ slices = [], ...report }: Report): string[] {
  const metric = sliceMetric(report);
  const title = METRICS[metric].short ?? titleInSentence(metric).en;
  return slices.map(({ column, values }) =>
    table(
      [column, title, 'samples'],
      values.map(({ value, samples, score }) => [
        value ?? '(none)',
        isShare(metric) ? percent(score) : score.toPrecision(4),
        samples,
      ]),
    ),
  );
}

/** Writes the exported model to a file, in a folder under its own name, whole or not at all. */
export async function exportModel(
  { client, outside, fetch }: Session,
  model: string,
  out: string,
): Promise<{ file: string; bytes: number; sha256: string }> {
  const { url, bytes, blob, fileName } = await client.models.export({ model });
  const place = path.resolve(out);
  const isFolder = (await stat(place).catch(() => null))?.isDirectory() === true;
  const file = isFolder ? path.join(place, fileName) : place;
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new AppError('store.blobMissing', { hash: blob.slice(0, 7) });
  await outside.file(file, response.body);
  return { file, bytes, sha256: blob };
}

export interface ImportModelOptions {
  readonly name?: string;
  readonly labels?: string[];
  /** What the bytes of a pixel become. */
  readonly images?: ImageReading['values'];
  readonly bgr?: boolean;
  /** `640` or `640x480`. */
  readonly size?: string;
  readonly boxes?: ImageReading['boxes'];
}

/** @throws AppError `house.usage` */
function readingOf({ images: values, bgr, size, boxes }: ImportModelOptions) {
  if (values === undefined) return {};
  const [, width, height = width] = /^(\d{1,4})(?:x(\d{1,4}))?$/.exec(size ?? '') ?? [];
  if (size !== undefined && width === undefined) {
    const why = `--size takes 640 or 640x480, and not “${size}”.`;
    throw new AppError('house.usage', { why, command: 'models import' });
  }
  const sizes = width === undefined ? {} : { width: Number(width), height: Number(height) };
  return { images: { values, ...(bgr && { colors: 'bgr' as const }), ...sizes, ...(boxes && { boxes }) } };
}

/** Takes an ONNX file from elsewhere as a model. */
export async function importModelCommand(
  session: Session,
  file: string,
  options: ImportModelOptions,
): Promise<void> {
  const { name, labels } = options;
  const source = { kind: 'path', path: path.resolve(file) } as const;
  const started = await session.client.models.import({ source, name, labels, ...readingOf(options) });
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

/** @throws AppError `house.usage` without a model or a file */
export async function exportModelCommand(
  session: Session,
  options: { readonly model?: string; readonly out?: string },
): Promise<void> {
  const { model: given, out } = options;
  if (given === undefined || out === undefined) {
    const why = `required option '--${given === undefined ? 'model' : 'out'}' not specified`;
    throw new AppError('house.usage', { why, command: 'export' });
  }
  const model = await idOf('model', given, session.client.models.list);
  const written = await exportModel(session, model, out);
  const message = `Wrote ${written.file} (${written.bytes.toLocaleString('en')} bytes).`;
  // What was said there would become a part of the model.
  if (await isStandardOutput(written.file)) session.terminal.say(message);
  else session.terminal.result({ model, ...written }, message);
}

/** Whether a file is the same as what this process writes its results to: `/dev/stdout`, or the pipe behind it. */
async function isStandardOutput(file: string): Promise<boolean> {
  const there = await stat(file).catch(() => null);
  const out = fstatSync(1);
  return there !== null && !there.isFile() && there.dev === out.dev && there.ino === out.ino;
}
