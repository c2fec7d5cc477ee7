/** @file Files of runs in memory, and what they are read as. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { RunLosses, type RunLoss } from '../../../../src-shared/tracking/exchange/losses.ts';
import type {
  ExperimentRecord,
  ImportedPoint,
  ImportedRun,
  ReadRecord,
  RegisteredRecord,
  RunRecord,
} from '../../exchange/records.ts';
import type { FilePiece, RunWriter } from '../../exchange/writer.ts';
import { readRuns } from './formats.ts';
import type { RunFile } from './source.ts';

export type Files = Readonly<Record<string, Uint8Array | string>>;

/** A run with all that was read of it. */
export interface WholeRun extends ImportedRun {
  readonly points: readonly ImportedPoint[];
  readonly artifacts: Readonly<Record<string, string>>;
}

export interface ReadFiles {
  readonly formats: readonly string[];
  readonly runs: readonly WholeRun[];
  readonly experiments: readonly ExperimentRecord[];
  readonly registered: readonly RegisteredRecord[];
  readonly losses: readonly RunLoss[];
}

function fileOf(name: string, content: Uint8Array | string, pieces: number): RunFile {
  const bytes = Buffer.from(content);
  return {
    name,
    bytes: bytes.length,
    read: () => Promise.resolve(bytes),
    head: (length) => Promise.resolve(bytes.subarray(0, length)),
    stream: () => Promise.resolve(Readable.from(cut(bytes, pieces))),
  };
}

function* cut(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** @param size of the pieces in which files are streamed */
export async function readFiles(files: Files, name = 'chosen', size = 1 << 16): Promise<ReadFiles> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'lathe-runs-'));
  try {
    const losses = new RunLosses();
    const entries = Object.entries(files)
      .map(([each, content]) => fileOf(each, content, size))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { formats, records } = await readRuns({ name, files: entries, losses, scratch });
    const experiments: ExperimentRecord[] = [];
    const registered: RegisteredRecord[] = [];
    const runs = await wholeRuns(records, experiments, registered);
    return { formats, runs, experiments, registered, losses: losses.list() };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

export async function wholeRuns(
  records: AsyncIterable<ReadRecord>,
  experiments: ExperimentRecord[] = [],
  registered: RegisteredRecord[] = [],
): Promise<WholeRun[]> {
  const runs = new Map<string, ImportedRun>();
  const points = new Map<string, ImportedPoint[]>();
  const artifacts = new Map<string, Record<string, string>>();
  for await (const record of records) {
    if (record.type === 'experiment') experiments.push(record);
    else if (record.type === 'registered') registered.push(record);
    else if (record.type === 'run') runs.set(record.run.key, record.run);
    else if (record.type === 'points')
      points.set(record.run, [...(points.get(record.run) ?? []), ...record.points]);
    else
      artifacts.set(record.run, {
        ...artifacts.get(record.run),
        [record.name]: Buffer.from(await record.file.read()).toString(),
      });
  }
  return [...runs.values()].map((run) => ({
    ...run,
    points: points.get(run.key) ?? [],
    artifacts: artifacts.get(run.key) ?? {},
  }));
}

export async function* recordsOf(runs: readonly WholeRun[]): AsyncGenerator<RunRecord> {
  for (const { points, artifacts, ...run } of runs) {
    yield { type: 'run', run };
    if (points.length > 0) yield { type: 'points', run: run.key, points };
    for (const [name, text] of Object.entries(artifacts)) {
      const bytes = Buffer.from(text);
      yield { type: 'artifact', run: run.key, name, file: { bytes: bytes.length, read: async () => bytes } };
    }
  }
}

export async function writeFiles(write: RunWriter, runs: readonly WholeRun[]) {
  const losses = new RunLosses();
  const pieces = new Map<string, Uint8Array[]>();
  for await (const { path: file, bytes } of write(recordsOf(runs), losses) as AsyncIterable<FilePiece>)
    pieces.set(file, [...(pieces.get(file) ?? []), bytes]);
  const files: Files = Object.fromEntries([...pieces].map(([name, all]) => [name, Buffer.concat(all)]));
  return { files, losses: losses.list() };
}

const point = (metric: string, step: number, value: number, epoch: number | null = null): ImportedPoint => ({
  metric,
  step,
  epoch,
  at: 1_700_000_000_000 + (step % 1000) * 500,
  value,
});

/** Runs with what is awkward: names, values, steps that repeat and go back. */
export const SAMPLES: readonly WholeRun[] = [
  {
    key: 'lathe:run-1',
    experiment: 'spam / 垃圾邮件',
    name: 'first "run" 🎈',
    state: 'finished',
    startedAt: 1_700_000_000_000,
    endedAt: 1_700_000_060_000,
    parameters: new Map<string, string | number | boolean>([
      ['lr', 0.001],
      ['net.hidden', 64],
      ['optimizer', 'adam; # "x"'],
      ['flip', true],
      ['__proto__', 'kept'],
    ]),
    tags: new Map([
      ['team', 'a,b\nc'],
      ['__proto__', 'too'],
    ]),
    note: '# Note\n\nof *two* lines',
    parent: null,
    points: [
      point('train/loss', 1, 0.1 + 0.2),
      point('train/loss', 2, Number.NaN),
      point('train/loss', 2, Number.POSITIVE_INFINITY),
      point('train/loss', 1, Number.NEGATIVE_INFINITY),
      point('train', 3, -0),
      point('../../etc/passwd', 0, 1),
      point('a%2e%2e;#b', 2 ** 40, 5e-324),
      point('Loss', 0, 1),
      point('loss', 0, 2),
    ],
    artifacts: { 'model/../../x': 'never outside', 'a b.txt': 'text' },
  },
  {
    key: 'mlflow:0123456789abcdef0123456789abcdef',
    experiment: 'spam / 垃圾邮件',
    name: 'first "run" 🎈',
    state: 'failed',
    startedAt: 1_700_000_100_000,
    endedAt: null,
    parameters: new Map(),
    tags: new Map(),
    note: '',
    parent: 'lathe:run-1',
    points: [point('loss', 0, 1e300)],
    artifacts: {},
  },
];
