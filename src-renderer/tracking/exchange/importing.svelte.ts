/** @file A file of runs from its choice to its import: what was chosen, what the workbench says of it, how far it is. */
import type { RunFileSource, RunsReport } from '../../../src-shared/contract.ts';
import { AppError, fromWire, isWireError, toAppError } from '../../../src-shared/platform/errors.ts';
import type { App } from '../../platform/app.svelte.ts';
import { upload } from '../../platform/files.ts';
import { zipFolder, type FolderFile } from '../../platform/zip-folder.ts';

export class RunImporting {
  source = $state.raw<RunFileSource>();
  fileName = $state('');
  /** What is in the file. */
  preview = $state.raw<RunsReport>();
  error = $state.raw<AppError>();
  /** Share of the file that was sent. */
  sending = $state<number>();
  /** The job that reads the file, or imports it. */
  job = $state<string>();
  /** What an import has done, by the id of its report. */
  done = $state.raw<{ readonly id: string; readonly report: RunsReport }>();
  undoing = $state(false);
  readonly #app: App;
  #work = new AbortController();

  constructor(app: App) {
    this.#app = app;
  }

  sendFile(file: File): Promise<void> {
    return this.#send(file.name, () => Promise.resolve(file));
  }

  /** A browser gives a folder as its files; they are sent as one archive. */
  sendFolder({ name, files }: { name: string; files: readonly FolderFile[] }): Promise<void> {
    return this.#send(name, (signal) => zipFolder(files, { name, signal }));
  }

  async #send(name: string, made: (signal: AbortSignal) => Promise<File>): Promise<void> {
    const { signal } = this.forget();
    this.fileName = name;
    this.sending = 0;
    try {
      const file = await made(signal);
      const onProgress = (sent: number): void => void (this.sending = file.size > 0 ? sent / file.size : 0);
      const id = await upload(file, { onProgress, signal });
      await this.#look({ kind: 'upload', id }, signal);
    } catch (thrown) {
      if (!signal.aborted) this.error = toAppError(thrown);
    } finally {
      if (!signal.aborted) this.sending = undefined;
    }
  }

  async readPath(path: string): Promise<void> {
    const { signal } = this.forget();
    this.fileName = path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
    await this.#look({ kind: 'path', path }, signal);
  }

  /** Lets go of the file, and of what reads it. */
  forget(): { signal: AbortSignal } {
    this.#work.abort();
    this.#work = new AbortController();
    if (this.job) void this.#app.jobs.cancel(this.job);
    this.source = undefined;
    this.preview = undefined;
    this.error = undefined;
    this.sending = undefined;
    this.job = undefined;
    return this.#work;
  }

  async #look(source: RunFileSource, signal: AbortSignal): Promise<void> {
    const { client } = this.#app;
    this.source = source;
    this.sending = undefined;
    try {
      const begun = await client.runFiles.previewImport({ source });
      if (signal.aborted) return await this.#app.jobs.cancel(begun.job);
      this.job = begun.job;
      await this.#ended(begun.job);
      const preview = await client.runFiles.importReport({ report: begun.report });
      if (!signal.aborted) this.preview = preview;
    } catch (thrown) {
      if (!signal.aborted) [this.source, this.error] = [undefined, toAppError(thrown)];
    } finally {
      if (!signal.aborted) this.job = undefined;
    }
  }

  /** @throws AppError what the import ended with */
  async import(): Promise<void> {
    const { source } = this;
    if (!source) return;
    const { client } = this.#app;
    const begun = await client.runFiles.importFile({ source });
    this.job = begun.job;
    try {
      await this.#ended(begun.job);
      const report = await client.runFiles.importReport({ report: begun.report });
      this.done = { id: begun.report, report };
    } finally {
      this.job = undefined;
    }
  }

  async cancel(): Promise<void> {
    if (this.job) await this.#app.jobs.cancel(this.job);
  }

  async undo(): Promise<void> {
    const { done } = this;
    if (!done) return;
    this.undoing = true;
    try {
      const report = await this.#app.client.runFiles.undoImport({ report: done.id });
      this.done = { id: done.id, report };
    } catch (thrown) {
      this.error = toAppError(thrown);
    } finally {
      this.undoing = false;
    }
  }

  /** @throws AppError what the job ended with */
  async #ended(id: string): Promise<void> {
    const job = await this.#app.jobs.ended(id);
    if (job?.state === 'done') return;
    if (job?.error && isWireError(job.error)) throw fromWire(job.error);
    if (job?.state === 'cancelled') throw new AppError('house.cancelled', { what: job.title });
    throw new AppError('house.workbenchClosed');
  }
}
