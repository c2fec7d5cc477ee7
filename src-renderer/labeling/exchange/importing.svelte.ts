/** @file A file of annotations from its choice to its import: what was chosen, what the workbench says of it, how far it is. */
import type {
  AnnotationImport,
  AnnotationReport,
  AnnotationSource,
} from '../../../src-shared/labeling/exchange/contract.ts';
import type { AnnotationFormat } from '../../../src-shared/labeling/formats/formats.ts';
import type { TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';
import { AppError, fromWire, isWireError, toAppError } from '../../../src-shared/platform/errors.ts';
import type { App } from '../../platform/app.svelte.ts';
import { upload } from '../../platform/files.ts';

/** What a class of the file becomes: added, left out, or a class of the schema by its name. */
export type Becomes = { readonly what: 'add' | 'leave' } | { readonly what: 'class'; readonly name: string };

export class AnnotationImporting {
  source = $state.raw<AnnotationSource>();
  fileName = $state('');
  /** Null for a new task. */
  task = $state<string | null>(null);
  newName = $state('');
  /** Of a new task; by what the file has unless chosen. */
  kind = $state<TaskKind>();
  format = $state<AnnotationFormat>();
  column = $state('');
  extend = $state(false);
  becomes = $state.raw<Readonly<Record<string, Becomes>>>({});
  report = $state.raw<AnnotationReport>();
  error = $state.raw<AppError>();
  /** Bytes that were sent, and how many there are. */
  sending = $state.raw<{ readonly done: number; readonly total: number }>();
  reading = $state(false);
  /** The job of the import under way. */
  job = $state<string>();
  done = $state.raw<AnnotationImport>();
  undoing = $state(false);
  readonly dataset: string;
  readonly #app: App;
  #work = new AbortController();
  /** Counts readings: what was chosen last is what is shown. */
  #readings = 0;

  constructor(app: App, dataset: string, task: string | null) {
    this.#app = app;
    this.dataset = dataset;
    this.task = task;
  }

  get canImport(): boolean {
    return (
      this.report !== undefined && this.report.taken > 0 && (this.task !== null || this.newName.trim() !== '')
    );
  }

  async sendFile(file: File): Promise<void> {
    this.forget();
    const { signal } = this.#work;
    this.fileName = file.name;
    this.nameNewTask();
    this.sending = { done: 0, total: file.size };
    try {
      const onProgress = (done: number): void => void (this.sending = { done, total: file.size });
      const id = await upload(file, { onProgress, signal });
      this.source = { kind: 'upload', id };
    } catch (thrown) {
      if (!signal.aborted) this.error = toAppError(thrown);
    } finally {
      this.sending = undefined;
    }
    if (this.source) await this.read();
  }

  async readPath(path: string): Promise<void> {
    this.forget();
    this.fileName = path.split(/[/\\]/).at(-1) ?? path;
    this.nameNewTask();
    this.source = { kind: 'path', path };
    await this.read();
  }

  /** A new task is called by its file until somebody calls it otherwise. */
  nameNewTask(): void {
    if (this.task === null && this.newName === '')
      this.newName = this.fileName.replace(/\.\w+$/, '').slice(0, 120);
  }

  /** Lets go of the file. */
  forget(): void {
    this.#work.abort();
    this.#work = new AbortController();
    this.#readings++;
    this.source = undefined;
    this.report = undefined;
    this.error = undefined;
    this.reading = false;
    this.becomes = {};
  }

  /** Asks what an import would do, with what is chosen now. */
  async read(): Promise<void> {
    const { source } = this;
    if (!source) return;
    const own = ++this.#readings;
    this.reading = true;
    this.error = undefined;
    try {
      const into = this.task === null ? { dataset: this.dataset } : { task: this.task };
      const { client } = this.#app;
      const begun = await client.labeling.previewAnnotations({ source, into, options: this.#options(false) });
      await this.#ended(begun.job);
      const report = await client.labeling.annotationReport({ preview: begun.preview });
      if (own === this.#readings) this.report = report;
    } catch (thrown) {
      if (own === this.#readings) [this.report, this.error] = [undefined, toAppError(thrown)];
    } finally {
      if (own === this.#readings) this.reading = false;
    }
  }

  async import(): Promise<void> {
    const { source, task, dataset } = this;
    if (!source) return;
    const { client } = this.#app;
    const begun = await client.labeling.importAnnotations({
      operation: crypto.randomUUID(),
      source,
      into: task === null ? { dataset, newTask: { name: this.newName.trim() } } : { task },
      options: this.#options(true),
    });
    if (begun.job === null) return;
    this.job = begun.job;
    try {
      await this.#ended(begun.job);
      this.done = await client.labeling.annotationImport({ import: begun.import });
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
      this.done = await this.#app.client.labeling.undoAnnotationImport({ import: done.id });
    } catch (thrown) {
      this.error = toAppError(thrown);
    } finally {
      this.undoing = false;
    }
  }

  #options(mapped: boolean) {
    const { format, kind, task, column, extend, becomes } = this;
    const pairs = Object.entries(mapped ? becomes : {}).flatMap(([name, to]) =>
      to.what === 'add' ? [] : [[name, to.what === 'class' ? to.name : null] as const],
    );
    return {
      ...(format !== undefined && { format }),
      ...(kind !== undefined && task === null && { kind }),
      ...(column.trim() !== '' && { column: column.trim() }),
      extend,
      classes: Object.fromEntries(pairs),
    };
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
