/**
 * @file Runs from files. What is read is kept hidden as it comes; when the file was read whole, all of its runs are taken over
 * in one transaction. A run that was imported before gets what its file has now, and keeps what people gave it.
 */
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { RunsReport } from '../../../src-shared/tracking/exchange/contract.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import type { Person } from '../../../src-shared/platform/contract.ts';
import type { Emit } from '../../../src-shared/platform/events.ts';
import type { Upload } from '../../platform/api/uploads.ts';
import type { Pool } from '../../platform/pool/index.ts';
import type { Store } from '../../platform/store/index.ts';
import { readRunsJob } from '../jobs.ts';
import type { Tracking } from '../tracking.ts';
import type { RunUpdate, RunsRead } from '../worker/exchange/read-file.ts';
import { IMPORTING, prepareImportQueries } from './queries.ts';
import type { ImportedRun, ImportedState } from './records.ts';

export interface ImportsParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly emit: Emit;
  readonly runs: Tracking;
}

/** A file says that a run goes on, but not whether it does: it was not finished when the file was read. */
const STATES: Readonly<Record<ImportedState, 'finished' | 'failed' | 'stopped'>> = {
  running: 'stopped',
  stopped: 'stopped',
  finished: 'finished',
  failed: 'failed',
};
/** Where runs stand whose file names no experiment. */
const UNNAMED = 'Imported';
const KEPT_REPORTS = 16;
const LONGEST_NAME = 200;

/** A report, and the runs that its import added. */
interface KeptReport {
  readonly report: RunsReport;
  readonly added: readonly string[];
}

/** What an import has done: the new runs, and how many were there already. */
interface Taken {
  readonly added: readonly string[];
  readonly updated: number;
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

  function keep(id: string, fileName: string, read: RunsRead, taken?: Taken): void {
    const first = read.first.map((run) => ({ ...run, known: runs.withExternal(run.key) !== undefined }));
    const { formats, losses, experiments: named, ...counts } = read;
    const added = taken?.added ?? [];
    const report: RunsReport = {
      fileName,
      ...counts,
      formats: [...formats],
      losses: [...losses],
      experiments: [...named],
      first,
      done: taken ? { added: added.length, updated: taken.updated, undone: false } : null,
    };
    reports.set(id, { report, added });
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
        finish(read) {
          if (read.runs === 0) throw new AppError('tracking.fileUnknown', { file: fileName });
          keep(report, fileName, read, staging.finish());
        },
      });
      void job.result.catch(() => sweep(`${IMPORTING}${report}:*`, staging.added));
      return { report, job: job.id };
    },

    importReport: ({ report }: { report: string }): RunsReport => kept(report).report,

    /** Whoever threw one of the runs away, or deleted it since, has done so already. */
    undoImport({ report: id }: { report: string }): RunsReport {
      const { report, added } = kept(id);
      if (!report.done || report.done.undone) return report;
      const there = added.filter((run) => queries.isShown.get(run) === 1);
      runs.keep({ runs: there, trashed: true });
      const undone = { ...report, done: { ...report.done, undone: true } };
      reports.set(id, { report: undone, added });
      return undone;
    },
  };
}

interface Begun {
  readonly id: string;
  readonly person: Person;
}

/** Runs of one file while it is read, by their keys. */
class Staging {
  readonly #parts: ImportsParts;
  readonly #queries: ReturnType<typeof prepareImportQueries>;
  readonly #begun: Begun;
  readonly #runs = new Map<string, { readonly id: string; run: ImportedRun | null }>();
  /** Experiments that there were not before. */
  readonly added: string[] = [];

  constructor(parts: ImportsParts, queries: ReturnType<typeof prepareImportQueries>, begun: Begun) {
    this.#parts = parts;
    this.#queries = queries;
    this.#begun = begun;
  }

  async take(updates: readonly RunUpdate[]): Promise<void> {
    for (const update of updates) {
      if (update.type === 'run') this.#staged(update.run.key, update.run.name).run = update.run;
      else if (update.type === 'points')
        this.#parts.runs.record({ run: this.#staged(update.run).id, points: update.points });
      else {
        const { id } = this.#staged(update.run);
        this.#parts.runs.artifact(id, update.name, await this.#parts.store.blobs.write(update.bytes));
      }
    }
  }

  #staged(key: string, name = key): { readonly id: string; run: ImportedRun | null } {
    const known = this.#runs.get(key);
    if (known) return known;
    const { store, runs } = this.#parts;
    const staged = store.tx(() => {
      const external = `${IMPORTING}${this.#begun.id}:${this.#runs.size}`;
      const { id } = runs.open({
        origin: 'imported',
        experiment: this.#experiment(UNNAMED).name,
        name: name.slice(0, LONGEST_NAME) || key,
        startedBy: this.#begun.person.name,
        external,
      });
      this.#queries.hide.run({ id, external, at: new Date().toISOString() });
      return { id, run: null };
    });
    this.#runs.set(key, staged);
    return staged;
  }

  #experiment(name: string): { id: string; name: string } {
    const { experiments } = this.#parts.runs;
    const known = experiments.named(name);
    if (known) return known;
    const made = experiments.create(name);
    this.added.push(made.id);
    return made;
  }

  /** All of them, in one transaction. */
  finish(): Taken {
    const added: string[] = [];
    let updated = 0;
    const { store, runs, emit } = this.#parts;
    const ids = new Map<string, string>();
    store.tx(() => {
      for (const [key, { id, run }] of this.#runs) {
        if (run) this.#describe(id, run);
        const before = runs.withExternal(key);
        // One that was thrown away comes back, as if it were new.
        const isBack = before !== undefined && this.#queries.isShown.get(before) === 0;
        if (before === undefined) this.#queries.show.run({ id, external: key });
        else this.#replace(before, { id, run });
        if (isBack) this.#queries.restore.run(before);
        if (before === undefined || isBack) added.push(before ?? id);
        else updated++;
        ids.set(key, before ?? id);
      }
      for (const [key, { run }] of this.#runs) {
        if (run?.parent == null) continue;
        const parent = ids.get(run.parent) ?? runs.withExternal(run.parent);
        if (parent !== undefined) this.#queries.setParent.run({ id: ids.get(key)!, parent });
      }
      for (const id of this.added) this.#queries.dropEmptyExperiment.run(id);
    });
    for (const id of ids.values()) emit({ type: 'changed', what: 'runs', id });
    return { added, updated };
  }

  #describe(id: string, run: ImportedRun): void {
    const { runs } = this.#parts;
    runs.finish(id, { state: STATES[run.state], seconds: 0 });
    runs.record({
      run: id,
      parameters: Array.from(run.parameters, ([name, value]) => ({ name, value })),
      tags: Object.fromEntries(run.tags),
    });
    this.#queries.take.run(this.#rowOf(id, run));
  }

  #rowOf(id: string, { name, key, state, experiment, note, startedAt, endedAt }: ImportedRun) {
    const from = timeOf(startedAt) ?? new Date().toISOString();
    const to = timeOf(endedAt) ?? from;
    return {
      id,
      name: name.slice(0, LONGEST_NAME) || key,
      state: STATES[state],
      experiment: this.#experiment(experiment.trim().slice(0, LONGEST_NAME) || UNNAMED).id,
      note,
      startedAt: from,
      endedAt: to,
      seconds: Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000),
    };
  }

  /** The run that was there keeps its id, its number, and what people gave it. */
  #replace(before: string, { id, run }: { id: string; run: ImportedRun | null }): void {
    const move = { from: id, to: before };
    for (const drop of this.#queries.dropMeasured) drop.run(before);
    for (const each of this.#queries.moveMeasured) each.run(move);
    this.#queries.copyTags.run(move);
    this.#queries.copyArtifacts.run(move);
    if (run) this.#queries.take.run(this.#rowOf(before, run));
    for (const drop of this.#queries.dropAll) drop.run(id);
  }
}

function timeOf(at: number | null): string | null {
  if (at === null) return null;
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
