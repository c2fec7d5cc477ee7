/** @file The job `read-runs`: runs of a file, a folder or a ZIP archive of another program, handed over as one stream. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { RunLosses, type RunLoss } from '../../../../src-shared/tracking/exchange/losses.ts';
import type { RunFormat } from '../../../../src-shared/tracking/exchange/values.ts';
import { openFileCollection } from '../../../datasets/worker/index.ts';
import type { JobFunction, JobPort } from '../../../platform/pool/protocol.ts';
import type {
  ExperimentRecord,
  ImportedPoint,
  ImportedRun,
  ReadRecord,
  RegisteredRecord,
  RegisteredVersionRecord,
} from '../../exchange/records.ts';
import { readRuns } from './formats.ts';

export interface ReadRunsSpec {
  readonly path: string;
  /** As people know it; an upload lies under another name. */
  readonly fileName: string;
  /** Hands the records over; else they are only counted. */
  readonly take: boolean;
}

/** A record as it is handed over. */
export type RunUpdate =
  | { readonly type: 'run'; readonly run: ImportedRun }
  | { readonly type: 'points'; readonly run: string; readonly points: readonly ImportedPoint[] }
  | { readonly type: 'artifact'; readonly run: string; readonly name: string; readonly bytes: Uint8Array };

/** A version of a registered model as it is handed over. */
export interface RegisteredUpdate extends Omit<RegisteredVersionRecord, 'file'> {
  readonly type: 'registered';
  readonly name: string;
  /** Of the registered model. */
  readonly about: string;
  readonly modelTags: ReadonlyMap<string, string>;
  readonly bytes: Uint8Array;
}

/** What is handed over of a file. */
export type ReadUpdate = RunUpdate | ExperimentRecord | RegisteredUpdate;

/** What is in a file of runs. */
export interface RunsRead {
  readonly formats: readonly RunFormat[];
  readonly runs: number;
  readonly points: number;
  readonly artifacts: number;
  readonly artifactBytes: number;
  readonly experiments: readonly string[];
  /** The first runs, as people look at them before they are taken over. */
  readonly first: readonly RunLine[];
  readonly losses: readonly RunLoss[];
}

export interface RunLine {
  readonly key: string;
  readonly name: string;
  readonly experiment: string;
  readonly state: ImportedRun['state'];
  readonly startedAt: number | null;
  readonly parameters: number;
  readonly points: number;
}

const MOST_LINES = 200;
const MOST_EXPERIMENTS = 200;
/** An artifact that is larger is not taken along. */
const MOST_BYTES = 512 * 2 ** 20;

export const readRunFile: JobFunction<ReadRunsSpec, readonly ReadUpdate[], RunsRead> = async (spec, port) => {
  const isFolder = await stat(spec.path).then(
    (info) => info.isDirectory(),
    (cause: unknown) => {
      throw new AppError('datasets.fileMissing', { file: spec.fileName }, { cause });
    },
  );
  const isArchive = /\.zip$/i.test(spec.fileName);
  const collection = await openFileCollection(spec.path, spec.fileName);
  // Of a file alone its neighbours are none of its business, but for what SQLite has not put into it yet.
  const own = path.basename(spec.fileName);
  const files =
    isFolder || isArchive
      ? collection.entries
      : collection.entries.filter(
          ({ name }) => name === own || name === spec.fileName || name.startsWith(`${own}-`),
        );
  const losses = new RunLosses();
  try {
    const { formats, records } = await readRuns({ name: own, files, losses, scratch: port.scratch });
    const count = new Count();
    for await (const record of records) {
      if (port.signal.aborted) throw new AppError('house.cancelled', { what: spec.fileName });
      count.take(record);
      port.progress(count.points, null);
      if (spec.take) await handOver(record, port, losses);
    }
    return { formats, ...count.told(), losses: losses.list() };
  } finally {
    collection.close();
  }
};

async function handOver(
  record: ReadRecord,
  port: JobPort<readonly ReadUpdate[]>,
  losses: RunLosses,
): Promise<void> {
  if (record.type === 'registered') return handOverModel(record, port, losses);
  if (record.type !== 'artifact') return port.stream([record]);
  const { run, name, file } = record;
  if (file.bytes > MOST_BYTES) losses.add('tooLong', name);
  else await port.stream([{ type: 'artifact', run, name, bytes: await file.read() }]);
}

async function handOverModel(
  { name, description: about, tags: modelTags, versions }: RegisteredRecord,
  port: JobPort<readonly ReadUpdate[]>,
  losses: RunLosses,
): Promise<void> {
  for (const { file, ...version } of versions) {
    if (file.bytes > MOST_BYTES) losses.add('tooLong', `${name} v${version.version}`);
    else
      await port.stream([
        { type: 'registered', name, about, modelTags, ...version, bytes: await file.read() },
      ]);
  }
}

class Count {
  readonly #runs = new Map<string, ImportedRun>();
  readonly #points = new Map<string, number>();
  points = 0;
  #artifacts = 0;
  #artifactBytes = 0;

  take(record: ReadRecord): void {
    if (record.type === 'experiment' || record.type === 'registered') return;
    if (record.type === 'run') this.#runs.set(record.run.key, record.run);
    else if (record.type === 'points') {
      const { length } = record.points;
      this.#points.set(record.run, (this.#points.get(record.run) ?? 0) + length);
      this.points += length;
    } else {
      this.#artifacts++;
      this.#artifactBytes += record.file.bytes;
    }
  }

  told(): Omit<RunsRead, 'formats' | 'losses'> {
    const runs = [...this.#runs.values()];
    return {
      runs: runs.length,
      points: this.points,
      artifacts: this.#artifacts,
      artifactBytes: this.#artifactBytes,
      experiments: [...new Set(runs.map(({ experiment }) => experiment))].slice(0, MOST_EXPERIMENTS),
      first: runs.slice(0, MOST_LINES).map(({ key, name, experiment, state, startedAt, parameters }) => ({
        key,
        name,
        experiment,
        state,
        startedAt,
        parameters: parameters.size,
        points: this.#points.get(key) ?? 0,
      })),
    };
  }
}
