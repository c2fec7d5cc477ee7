/**
 * @file Imports of annotations, from the first staged answer to the last event, and back. Until a file was read whole nothing
 * of it shows; from then on its answers are taken in slices, each of which is whole, and nothing but an undo takes them back.
 */
import { setImmediate } from 'node:timers/promises';
import type { AnnotationImport, AnnotationReport } from '../../../src-shared/labeling/exchange/contract.ts';
import { AppError, toAppError } from '../../../src-shared/platform/errors.ts';
import type { StagedAnswer } from '../worker/exchange/answer-intake.ts';
import type { TaskParts } from '../task-room.ts';
import { takeAnswer, takeBack } from './imported-answer.ts';
import type { ExchangeQueries, ImportRow } from './queries.ts';

/** Answers in one transaction; some tens of milliseconds. */
const SLICE = 200;
const SWEPT = 5000;
const TOLD_MS = 300;

export interface ImportsParts extends Pick<TaskParts, 'store' | 'emit' | 'queries' | 'tasks' | 'now'> {
  readonly exchange: ExchangeQueries;
}

export class Imports {
  readonly #parts: ImportsParts;
  #closing = false;
  #toldAt = 0;

  constructor(parts: ImportsParts) {
    this.#parts = parts;
  }

  /** @throws AppError `house.notFound` */
  require(id: string): ImportRow {
    const row = this.#parts.exchange.import.get(id);
    if (row === undefined) throw new AppError('house.notFound', { what: 'import', id });
    return row;
  }

  stage(id: string, answers: readonly StagedAnswer[]): void {
    const { store, exchange } = this.#parts;
    store.tx(() => {
      for (const answer of answers) exchange.stage.run({ ...answer, import: id });
      const row = this.require(id);
      exchange.setImport.run({ ...row, staged: row.staged + answers.length });
    });
  }

  /** Must run in a transaction: from here on the answers of the file are taken, whatever happens. */
  read(id: string, report: AnnotationReport): void {
    const row = this.require(id);
    const { format } = report;
    this.#parts.exchange.setImport.run({ ...row, format, state: 'applying', report: JSON.stringify(report) });
  }

  /** Takes the answers that are staged, and lets others run between slices. */
  async apply(id: string): Promise<void> {
    while (this.#isOpen(id, 'applying') && this.#applySlice(id)) await setImmediate();
  }

  /** Takes an import back; what is still staged goes with it. */
  async undo(id: string): Promise<void> {
    while (this.#isOpen(id, 'undoing') && this.#undoSlice(id)) await setImmediate();
  }

  /** Forgets what was read of a file that was not read whole. */
  async sweep(id: string): Promise<void> {
    while (!this.#closing && this.#sweepSlice(id)) await setImmediate();
  }

  /**
   * Ends what the last workbench left, before anybody sees anything of it: forgets half-read files, takes the rest of those
   * that were read whole, takes back the rest of what was being taken back.
   */
  recover(): void {
    for (const { id, state } of this.#parts.exchange.unfinishedImports.all())
      try {
        if (state === 'applying') while (this.#applySlice(id));
        if (state === 'undoing') while (this.#undoSlice(id));
        if (state === 'reading') while (this.#sweepSlice(id));
      } catch (thrown) {
        // The dataset was removed meanwhile: nobody can see what is left of it.
        if (toAppError(thrown).key !== 'house.notFound') throw thrown;
      }
  }

  close(): void {
    this.#closing = true;
  }

  #isOpen(id: string, state: ImportRow['state']): boolean {
    return !this.#closing && this.#parts.exchange.import.get(id)?.state === state;
  }

  /** @returns whether there is more */
  #applySlice(id: string): boolean {
    const { store, queries, exchange, tasks } = this.#parts;
    const more = store.tx(() => {
      const row = this.require(id);
      const task = tasks.require(row.task);
      const applying = { queries, exchange, task, row, classIds: new Map<string, number>() };
      const answers = exchange.staged.all(id, SLICE);
      let added = 0;
      for (const answer of answers) added += Number(takeAnswer(applying, answer));
      const last = answers.at(-1);
      if (last) exchange.unstage.run({ import: id, to: last.seq });
      exchange.setImport.run({
        ...row,
        done: row.done + answers.length,
        added: row.added + added,
        state: last ? 'applying' : 'standing',
      });
      return last !== undefined;
    });
    this.#tell(this.require(id), !more);
    return more;
  }

  #undoSlice(id: string): boolean {
    const { store, queries, exchange, tasks, now } = this.#parts;
    const more = store.tx(() => {
      const row = this.require(id);
      const task = tasks.require(row.task);
      const events = exchange.eventsOfImport.all(id, row.undoneTo, SLICE);
      const at = now().toISOString();
      for (const event of events) takeBack({ queries, exchange, task, row }, event, at);
      const last = events.at(-1);
      exchange.setImport.run({
        ...row,
        undoneTo: last?.seq ?? row.undoneTo,
        state: last ? 'undoing' : 'undone',
      });
      return last !== undefined;
    });
    this.#tell(this.require(id), !more);
    return more;
  }

  #sweepSlice(id: string): boolean {
    const { store, exchange } = this.#parts;
    return store.tx(() => {
      const more = exchange.sweepStaged.run({ import: id, limit: SWEPT }).changes > 0;
      if (!more) exchange.dropImport.run(id);
      return more;
    });
  }

  /** Now and then, and at the end. */
  #tell({ task }: ImportRow, isLast: boolean): void {
    const now = performance.now();
    if (!isLast && now - this.#toldAt < TOLD_MS) return;
    this.#toldAt = now;
    const { emit, queries } = this.#parts;
    emit({ type: 'changed', what: 'labels', id: task, edited: true });
    emit({ type: 'changed', what: 'annotationTasks', id: queries.task.get(task)?.dataset ?? task });
  }
}

/** An import as it is told. */
export function tellImport(row: ImportRow): AnnotationImport {
  const { id, task, fileName, format, byName: by, at, state, staged, done, added } = row;
  // What the worker reported.
  const report = JSON.parse(row.report) as AnnotationReport | null;
  return { id, task, fileName, format, by, at, state, staged, done, added, report };
}
