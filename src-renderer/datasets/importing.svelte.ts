/** @file The state of the import page: a source, how it is read, what is taken from it. */
import type {
  ColumnType,
  Dataset,
  DatasetKind,
  FileColumn,
  FileSource,
  Notation,
  Preview,
  ReadOptions,
  SuggestedColumn,
} from '../../src-shared/contract.ts';
import { type AppError, toAppError } from '../../src-shared/platform/errors.ts';
import { typeOfNotation } from '../../src-shared/platform/values.ts';
import { isAbort } from '../platform/client.ts';
import { upload } from '../platform/files.ts';
import type { App } from '../platform/app.svelte.ts';
import { CHOICES } from './kinds/choices.ts';

/** A file on its way to the workbench, in bytes. */
export interface Sending {
  readonly name: string;
  readonly done: number;
  readonly total: number;
}

export class Importing {
  sending = $state.raw<Sending>();
  reading = $state(false);
  starting = $state(false);
  error = $state.raw<AppError>();
  preview = $state.raw<Preview>();
  kind = $state<DatasetKind>('text');
  textColumn = $state<string>();
  labelColumn = $state<string | null>(null);
  /** Of a table: what each column is, and what it is for. */
  columns = $state.raw<readonly SuggestedColumn[]>([]);
  /** What goes into a table: how columns are written whose cells do not tell. */
  notations = $state.raw<Readonly<Record<string, Notation>>>({});
  /** Of texts: the names of columns that are not kept. */
  left = $state.raw<readonly string[]>([]);
  language = $state<Dataset['language']>('en');
  name = $state('');
  licence = $state('');
  /** However many rows cannot be taken, the others are. */
  acceptRejects = $state(false);
  #options = $state.raw<ReadOptions>({});
  #source: FileSource | undefined;
  #work = new AbortController();
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  get options(): ReadOptions {
    return this.#options;
  }

  /** Nobody said what the first row is, and it was taken to be a sample. */
  get headerGuessed(): boolean {
    return this.preview?.header === false && this.#options.header === undefined;
  }

  get ready(): boolean {
    if (this.preview === undefined || this.starting) return false;
    return CHOICES[this.kind].isWhole(this);
  }

  /** The column of a table that is to be predicted. */
  get target(): string | null {
    return this.columns.find(({ role }) => role === 'target')?.name ?? null;
  }

  /** Makes one column the target, or none; the one before becomes a feature. */
  setTarget(target: string | null): void {
    this.columns = this.columns.map((column) =>
      column.name === target
        ? { ...withType(column, column.type === 'number' ? 'number' : 'category'), role: 'target' }
        : column.role === 'target'
          ? { ...column, role: 'feature' }
          : column,
    );
  }

  use(name: string, used: boolean): void {
    this.#change(name, (column) => ({ ...column, role: used ? 'feature' : 'ignore' }));
  }

  /** Keeps a column that nothing is learned from as metadata, or leaves it out. */
  keep(name: string, kept: boolean): void {
    this.#change(name, (column) => ({ ...column, role: kept ? 'metadata' : 'ignore' }));
  }

  /** Keeps a column beside the texts, or leaves it out. */
  keepBeside(name: string, kept: boolean): void {
    this.left = kept ? this.left.filter((one) => one !== name) : [...this.left, name];
  }

  /** The columns beside text and label. */
  get beside(): readonly SuggestedColumn[] {
    const taken = [this.textColumn, this.labelColumn];
    const columns = this.preview?.suggested.columns ?? [];
    return columns.filter(({ name, note }) => !taken.includes(name) && note !== 'empty' && note !== 'nested');
  }

  /** Those of them that are kept. */
  get kept(): readonly SuggestedColumn[] {
    return this.beside.filter(({ name }) => !this.left.includes(name));
  }

  /** What a column is; `notation` where its cells can be read in two ways. */
  setType(name: string, type: ColumnType, notation?: Notation): void {
    this.#change(name, (column) => {
      // What was left out as a text is used once it is something to learn from.
      const unused = column.role === 'ignore' || column.role === 'metadata';
      const used = unused && column.type === 'text' && type !== 'text';
      return { ...withType(column, type, notation), ...(used && { role: 'feature' }) };
    });
  }

  #change(name: string, change: (column: SuggestedColumn) => SuggestedColumn): void {
    this.columns = this.columns.map((column) => (column.name === name ? change(column) : column));
  }

  /** Sends a file of this browser, then reads its first rows. */
  async sendFile(file: File): Promise<void> {
    this.clear();
    await this.#guard(async (signal) => {
      this.sending = { name: file.name, done: 0, total: file.size };
      const onProgress = (done: number) => (this.sending = { name: file.name, done, total: file.size });
      const id = await upload(file, { onProgress, signal });
      this.sending = undefined;
      await this.#read({ kind: 'upload', id });
    });
  }

  /** Reads the first rows of a file or folder on the workbench's machine. */
  async readPath(path: string): Promise<void> {
    this.clear();
    await this.#guard(() => this.#read({ kind: 'path', path }));
  }

  /** Reads again, said otherwise. */
  async readAs(change: ReadOptions): Promise<void> {
    this.#options = { ...this.#options, ...change };
    await this.#guard(() => (this.#source ? this.#read(this.#source) : Promise.resolve()));
  }

  /** Back to choosing a file; what was under way stops. */
  clear(): void {
    this.#work.abort();
    this.#work = new AbortController();
    this.#source = undefined;
    this.#options = {};
    this.licence = '';
    this.notations = {};
    this.left = [];
    this.preview = undefined;
    this.error = undefined;
    this.sending = undefined;
  }

  /** Starts the import. @returns the dataset's id, undefined when it did not start */
  async start(into: Dataset | undefined): Promise<string | undefined> {
    const { language } = this;
    const source = this.#source;
    if (!source || !this.ready) return undefined;
    this.starting = true;
    try {
      const target = into ? { dataset: into.id } : { ...(this.name.trim() && { name: this.name.trim() }) };
      const answer = await this.#app.client.datasets.import({
        source,
        options: this.#options,
        ...CHOICES[this.kind].content(this, into),
        rejects: this.acceptRejects ? 'any' : 'few',
        language,
        ...(this.licence && { licence: this.licence }),
        ...target,
      });
      await this.#app.jobs.refresh();
      return answer.dataset;
    } catch (thrown) {
      this.error = toAppError(thrown);
      return undefined;
    } finally {
      this.starting = false;
    }
  }

  /** The columns of a dataset that this file goes into, as the file writes them. */
  columnsOf({ columns }: Dataset): FileColumn[] {
    return columns.map((column) => {
      const looked = this.preview?.suggested.columns.find(({ name }) => name === column.name);
      const ways = looked ? waysAs(looked, column.type) : [];
      const notation = this.notations[column.name] ?? (ways.length === 1 ? ways[0] : undefined);
      return { ...column, notation };
    });
  }

  async #read(source: FileSource): Promise<void> {
    this.#source = source;
    this.reading = true;
    const { signal } = this.#work;
    try {
      const { datasets } = this.#app.client;
      const preview = await datasets.preview({ source, options: this.#options }, { signal });
      const like = { search: nameOf(preview.fileName), limit: 1000 };
      const { items } = await datasets.list(like, { signal });
      this.#take(
        preview,
        items.map(({ name }) => name),
      );
    } finally {
      this.reading = false;
    }
  }

  #take(preview: Preview, taken: readonly string[]): void {
    const first = this.preview === undefined;
    const has = (column: string | null | undefined) => preview.columns.some(({ name }) => name === column);
    if (first || !has(this.textColumn)) this.textColumn = preview.suggested.text ?? undefined;
    if (first || !has(this.labelColumn)) this.labelColumn = preview.suggested.label;
    if (first || !preview.kinds.includes(this.kind)) this.kind = preview.kinds[0]!;
    // What was said of the columns stays as long as they are the same.
    const names = (columns: readonly SuggestedColumn[]) => columns.map(({ name }) => name).join('\n');
    if (first || names(this.columns) !== names(preview.suggested.columns))
      this.columns = preview.suggested.columns;
    if (first) {
      this.language = preview.suggested.language;
      this.name = freeName(nameOf(preview.fileName), taken);
    }
    this.preview = preview;
    this.error = undefined;
  }

  async #guard(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#work;
    try {
      await work(signal);
    } catch (thrown) {
      if (signal.aborted || isAbort(thrown)) return;
      this.sending = undefined;
      this.error = toAppError(thrown);
    }
  }
}

/** A column as one of a type, written as its cells are where they tell. */
export function withType(column: SuggestedColumn, type: ColumnType, notation?: Notation): SuggestedColumn {
  const ways = waysAs(column, type);
  return { ...column, type, notation: notation ?? (ways.length === 1 ? ways[0] : undefined) };
}

/** The notations in which a column's cells can be read as of a type. */
export function waysAs({ readings }: Pick<SuggestedColumn, 'readings'>, type: ColumnType): Notation[] {
  return readings.filter((notation) => typeOfNotation(notation) === type);
}

/** The two ways in which a column's cells can be read, as long as nobody said which is meant. */
export function openQuestion(column: SuggestedColumn): readonly Notation[] {
  if (column.type === 'number' || column.type === 'date') return [];
  const ways = [waysAs(column, 'number'), waysAs(column, 'date')];
  return ways.find(({ length }) => length > 1) ?? [];
}

/** `spam_emails.v2.csv` as the name of a dataset: `spam emails.v2`. */
export function nameOf(fileName: string): string {
  return fileName
    .replace(/\.(csv|tsv|jsonl|ndjson|json|txt|md|zip)(\.gz)?$/i, '')
    .replaceAll('_', ' ')
    .trim()
    .slice(0, 120);
}

/** The name, or with the first number that no other dataset has: `tickets 2`. */
export function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let n = 2; taken.includes(free); n++) free = `${name} ${n}`;
  return free;
}
