/** @file One answer of a file becomes events of an import author, unless that author says the same already. */
import { storedValue } from '../../../src-shared/labeling/tasks/stored.ts';
import type { AnswerValue } from '../../../src-shared/labeling/tasks/values.ts';
import { canonicalClass } from '../../../src-shared/labeling/class-name.ts';
import { ensureClass } from '../classes.ts';
import {
  IMPORT_AUTHOR,
  currentAnswers,
  isOfImport,
  untaken,
  type AnswerEvent,
  type Content,
  type EventType,
} from '../fold.ts';
import { importOperation } from '../imports.ts';
import type { Queries } from '../queries.ts';
import { columnsOf, settle } from '../settle.ts';
import type { Task } from '../tasks.ts';
import type { ExchangeQueries, ImportRow, StagedRow } from './queries.ts';

export interface Applying {
  readonly queries: Queries;
  readonly exchange: ExchangeQueries;
  readonly task: Task;
  readonly row: ImportRow;
  /** Ids of classes by name, as far as they were asked for. */
  readonly classIds: Map<string, number>;
}

/** Whoever a file names is an author of their own, apart from every person. */
export const importAuthor = (name: string | null): { id: string; name: string } =>
  name === null ? { id: IMPORT_AUTHOR, name: IMPORT_AUTHOR } : { id: `${IMPORT_AUTHOR}:${name}`, name };

/** Must run in a transaction. @returns whether the answer was not there before */
export function takeAnswer(applying: Applying, staged: StagedRow): boolean {
  const { queries, task } = applying;
  const author = importAuthor(staged.author);
  const said = untaken(queries.events.all(task.id, staged.position)).filter(
    (event) => isOfImport(event) && event.author === author.id,
  );
  const current = currentAnswers(said).get(author.id);
  const content = staged.value === null ? null : contentOf(applying, staged.value);
  const isNew = current === undefined || current.content !== content;
  const add = (type: EventType, extras: { note?: string; content?: Content } = {}): void =>
    addEvent(applying, staged, { type, author, ...extras });
  if (isNew) {
    if (content !== null) add('label', { content });
    else {
      if (current) add('clear');
      add('skip');
    }
  }
  const { comment } = staged;
  const isNewNote = comment !== null && comment !== noteOf(said);
  if (isNewNote) add('note', { note: comment });
  if (isNew || isNewNote) settle(queries, task, staged.position);
  return isNew;
}

const noteOf = (events: readonly AnswerEvent[]): string | null =>
  events.findLast(({ type }) => type === 'note')?.note ?? null;

interface Added {
  readonly type: EventType;
  readonly author: { readonly id: string; readonly name: string };
  readonly note?: string;
  readonly content?: Content;
}

function addEvent({ exchange, task, row }: Applying, staged: StagedRow, added: Added): void {
  const { type, author, note = null, content = null } = added;
  exchange.addImported.run({
    operation: importOperation(row.id, `${staged.seq} ${type}`),
    task: task.id,
    position: staged.position,
    type,
    ...columnsOf(content),
    note,
    undoes: null,
    author: author.id,
    authorName: author.name,
    at: staged.at ?? row.at,
    schemaVersion: task.schemaVersion,
    import: row.id,
  });
}

function contentOf(applying: Applying, json: string): Content {
  // What the worker checked.
  const value = JSON.parse(json) as AnswerValue;
  const { kind } = applying.task;
  const idOf = (name: string): number => classId(applying, name);
  return kind === 'classification' && 'label' in value ? idOf(value.label) : storedValue(kind, value, idOf);
}

function classId({ queries, task, classIds }: Applying, name: string): number {
  const known = classIds.get(name);
  if (known !== undefined) return known;
  const id = ensureClass(queries, task.id, canonicalClass(name) || name);
  classIds.set(name, id);
  return id;
}

/** Must run in a transaction. Takes back one event of an import. */
export function takeBack(
  { queries, exchange, task, row }: Omit<Applying, 'classIds'>,
  event: { seq: number; operation: string; position: number; author: string; authorName: string },
  at: string,
): void {
  exchange.addImported.run({
    operation: importOperation(row.id, `undo ${event.operation}`),
    task: task.id,
    position: event.position,
    type: 'undo',
    class: null,
    value: null,
    note: null,
    undoes: event.seq,
    author: event.author,
    authorName: event.authorName,
    at,
    schemaVersion: task.schemaVersion,
    import: row.id,
  });
  settle(queries, task, event.position);
}
