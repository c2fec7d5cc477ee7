/** @file Runs into files of other programs: a ZIP archive in scratch, kept while somebody asks for it. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import type { Person, RunState } from '../../../src-shared/contract.ts';
import { ENGINEERS } from '../../../src-shared/platform/procedure.ts';
import type { ExportedRuns } from '../../../src-shared/tracking/exchange/contract.ts';
import type { RunExportFormat } from '../../../src-shared/tracking/exchange/values.ts';
import type { Pool } from '../../platform/pool/index.ts';
import type { Store } from '../../platform/store/index.ts';
import { writeRunsJob } from '../jobs.ts';
import type { Tracking } from '../tracking.ts';
import type { RunUpdate } from '../worker/exchange/read-file.ts';
import {
  BATCH_POINTS,
  type ImportedPoint,
  type ImportedRun,
  type ImportedState,
  type ParameterValue,
} from './records.ts';

export interface ExportsParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly runs: Tracking;
}

const HOUR = 3_600_000;
const PAGE = 1000;

const STATES: Readonly<Record<RunState, ImportedState>> = {
  running: 'running',
  stopped: 'stopped',
  interrupted: 'stopped',
  crashed: 'failed',
  finished: 'finished',
  failed: 'failed',
};

export type RunExports = ReturnType<typeof createRunExports>;

export function createRunExports(parts: ExportsParts) {
  const { store, pool, runs } = parts;
  const external = store.db
    .prepare<[string], string | null>('SELECT external FROM runs WHERE id = ?')
    .pluck();
  const keyOf = keyBy((run) => external.get(run) ?? null);
  const kept = new Map<string, ExportedRuns & { file: string; timer: NodeJS.Timeout }>();

  function keep(id: string, made: ExportedRuns & { file: string }): void {
    const timer = setTimeout(() => forget(id), HOUR).unref();
    kept.set(id, { ...made, timer });
  }

  function forget(id: string): void {
    const made = kept.get(id);
    kept.delete(id);
    if (made) rmSync(made.file, { force: true });
  }

  async function* feed(ids: readonly string[]): AsyncGenerator<readonly RunUpdate[]> {
    for (const id of ids) {
      yield [{ type: 'run', run: headOf({ runs, keyOf }, id) }];
      for (const { metric } of runs.metricsOf(id)) yield* pointsOf(runs, { id, key: keyOf(id), metric });
      for (const { name, blob } of runs.artifacts(id))
        yield [{ type: 'artifact', run: keyOf(id), name, bytes: await store.blobs.read(blob) }];
    }
  }

  return {
    /** @throws AppError `house.notFound` */
    exportFiles({ runs: ids, format }: { runs: readonly string[]; format: RunExportFormat }) {
      for (const id of ids) runs.run(id);
      const id = createId('export');
      const file = path.join(store.scratch, `${id}.zip`);
      const name = ids.length === 1 ? runs.run(ids[0]!).name : `${ids.length} runs`;
      const fileName = `${name.replace(/[\\/:*?"<>|]|\p{Cc}/gu, '-').slice(0, 100)} ${format}.zip`;
      const job = pool.run(writeRunsJob, {
        spec: { format, target: { file }, runs: ids.length },
        feed: feed(ids),
        kind: 'export',
        title: fileName,
        unit: 'runs',
        subject: id,
        finish: ({ runs: written, points, bytes, losses }) =>
          keep(id, {
            file,
            fileName,
            bytes,
            runs: written,
            points,
            losses: [...losses],
            url: `/files/exports/${id}`,
          }),
      });
      void job.result.catch(() => rmSync(file, { force: true }));
      return { export: id, job: job.id };
    },

    /** @throws AppError `house.notFound` */
    exportedFiles({ export: id }: { export: string }): ExportedRuns {
      const made = kept.get(id);
      if (!made) throw new AppError('house.notFound', { what: 'export', id });
      made.timer.refresh();
      const { fileName, bytes, runs: written, points, losses, url } = made;
      return { fileName, bytes, runs: written, points, losses, url };
    },

    /**
     * Where a finished export lies; undefined for one of another room. Artifacts may be data with its labels, so it is for
     * those who write exports.
     */
    exportedFile(id: string, { role }: Pick<Person, 'role'>): { file: string; fileName: string } | undefined {
      const made = ENGINEERS.some((each) => each === role) ? kept.get(id) : undefined;
      made?.timer.refresh();
      return made && { file: made.file, fileName: made.fileName };
    },
  };
}

/** Runs that came from elsewhere keep what they are called there, so that they are the same to whoever reads them. */
const keyBy =
  (externalOf: (run: string) => string | null) =>
  (id: string): string =>
    externalOf(id) ?? `lathe:${id}`;

interface Heads {
  readonly runs: Tracking;
  readonly keyOf: (id: string) => string;
}

function headOf({ runs, keyOf }: Heads, id: string): ImportedRun {
  const run = runs.run(id);
  const parameters = new Map<string, ParameterValue>();
  for (let offset: number | null = 0; offset !== null;) {
    const page = runs.parametersOf({ run: id, search: '', offset, limit: PAGE });
    for (const { name, value } of page.items) parameters.set(name, value);
    offset = page.next;
  }
  return {
    key: keyOf(id),
    experiment: run.experimentName,
    name: run.name,
    state: STATES[run.state],
    startedAt: Date.parse(run.startedAt),
    endedAt: run.endedAt === null ? null : Date.parse(run.endedAt),
    parameters,
    tags: new Map(Object.entries(run.tags)),
    note: run.note,
    parent: run.parent === null ? null : keyOf(run.parent),
  };
}

interface Curve {
  readonly id: string;
  readonly key: string;
  readonly metric: string;
}

async function* pointsOf(runs: Tracking, { id, key, metric }: Curve): AsyncGenerator<readonly RunUpdate[]> {
  let points: ImportedPoint[] = [];
  for (const point of runs.history(id, metric)) {
    points.push({ metric, ...point });
    if (points.length < BATCH_POINTS) continue;
    yield [{ type: 'points', run: key, points }];
    points = [];
    await setImmediate();
  }
  if (points.length > 0) yield [{ type: 'points', run: key, points }];
}
