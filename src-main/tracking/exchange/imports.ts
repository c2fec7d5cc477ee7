/**
 * @file Runs from files. What is read is kept hidden as it comes; when the file was read whole, all of its runs are taken over
 * in one transaction. A run that was imported before gets what its file has now, and keeps what people gave it.
 */
import { AppError } from '../../../src-shared/platform/errors.ts';
import { RunLosses } from '../../../src-shared/tracking/exchange/losses.ts';
import type { RunsReport } from '../../../src-shared/tracking/exchange/contract.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import type { Person } from '../../../src-shared/platform/contract.ts';
import type { Upload } from '../../platform/api/uploads.ts';
import { readRunsJob } from '../jobs.ts';
import type { RunsRead } from '../worker/exchange/read-file.ts';
import { IMPORTING, prepareImportQueries } from './queries.ts';
import { Staging, type ImportsParts, type Taken } from './staging.ts';
import { takeBack, type MadeVersion } from './unregistering.ts';

const KEPT_REPORTS = 16;

/** A report, and what its import added: runs, and versions in the registry. */
interface KeptReport {
  readonly report: RunsReport;
  readonly added: readonly string[];
  readonly made: readonly MadeVersion[];
}

/** What an import took over. */
interface Kept extends Taken {
  readonly made: readonly MadeVersion[];
}

export type RunImports = ReturnType<typeof createRunImports>;

export function createRunImports(parts: ImportsParts) {
  const { store, pool, emit, runs } = parts;
  const queries = prepareImportQueries(store.db);
  const reports = new Map<string, KeptReport>();

  /** Of an import that was not taken over. */
  function sweep(pattern: string, added: readonly string[] = []): void {
    const staged = queries.staged.all(pattern);
    store.tx(() => {
      for (const { id } of staged) for (const drop of queries.dropAll) drop.run(id);
      for (const id of added) queries.dropEmptyExperiment.run(id);
    });
    if (staged.length > 0) emit({ type: 'changed', what: 'runs', id: staged[0]!.id });
  }
  sweep(`${IMPORTING}*`);

  const isShown = (id: string | undefined): boolean => id !== undefined && queries.isShown.get(id) === 1;

  function keep(id: string, fileName: string, read: RunsRead, taken?: Kept): void {
    const first = read.first.map((run) => ({ ...run, known: isShown(runs.withExternal(run.key)) }));
    const { formats, losses, experiments: named, ...counts } = read;
    const { added, made, updated } = taken ?? { added: [], made: [], updated: 0 };
    const report: RunsReport = {
      fileName,
      ...counts,
      formats: [...formats],
      losses: [...losses],
      experiments: [...named],
      first,
      done: taken ? { added: added.length, updated, registered: made.length, undone: false, left: [] } : null,
    };
    reports.set(id, { report, added, made });
    for (const oldest of [...reports.keys()].slice(0, -KEPT_REPORTS)) reports.delete(oldest);
  }

  function kept(id: string): KeptReport {
    const known = reports.get(id);
    if (!known) throw new AppError('house.notFound', { what: 'report', id });
    return known;
  }

  return {
    previewImport({ path, fileName }: Upload): { report: string; job: string } {
      const report = createId('report');
      const job = pool.run(readRunsJob, {
        spec: { path, fileName, take: false },
        kind: 'preview',
        title: fileName,
        unit: 'points',
        finish: (read) => keep(report, fileName, read),
      });
      return { report, job: job.id };
    },

    /** The job ends with what is wrong with the file, or `tracking.fileUnknown`. */
    importFile({ path, fileName }: Upload, person: Person): { report: string; job: string } {
      const report = createId('report');
      const staging = new Staging(parts, queries, { id: report, person });
      const job = pool.run(readRunsJob, {
        spec: { path, fileName, take: true },
        kind: 'runs',
        title: fileName,
        unit: 'points',
        onUpdate: (updates) => staging.take(updates),
        async finish(read) {
          if (read.runs === 0) throw new AppError('tracking.fileUnknown', { file: fileName });
          const taken = staging.finish();
          // From here on the runs are here, whatever becomes of the models.
          const losses = new RunLosses();
          const made = await staging.register(losses);
          const all = { ...read, losses: [...read.losses, ...losses.list()] };
          keep(report, fileName, all, { ...taken, made });
        },
      });
      void job.result.catch(() => {
        sweep(`${IMPORTING}${report}:*`, staging.added);
        return staging.discard().catch(console.error);
      });
      return { report, job: job.id };
    },

    importReport: ({ report }: { report: string }): RunsReport => kept(report).report,

    /** Whoever threw one of the runs away, or deleted it since, has done so already. */
    undoImport({ report: id }: { report: string }, person: Person): RunsReport {
      const { report, added, made } = kept(id);
      if (!report.done || report.done.undone) return report;
      const there = added.filter(isShown);
      const left = new RunLosses();
      store.tx(() => {
        takeBack(parts, made, { by: person.name, left });
        runs.keep({ runs: there, trashed: true });
      });
      const undone = { ...report, done: { ...report.done, undone: true, left: [...left.list()] } };
      reports.set(id, { report: undone, added, made });
      return undone;
    },
  };
}
