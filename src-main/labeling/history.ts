/**
 * @file The history of a sample: what came with its file, then every answer, the ones taken back included. Where several
 * people answer an item, only engineers see what others and the file said.
 */
import type { Annotation, Answer } from '../../src-shared/labeling/contract.ts';
import type { Person } from '../../src-shared/platform/contract.ts';
import { ENGINEERS } from '../../src-shared/platform/procedure.ts';
import { IMPORT_AUTHOR, contentOf, untaken } from './fold.ts';
import { importOperation } from './imports.ts';
import type { EventRow } from './fold.ts';
import type { Queries } from './queries.ts';
import type { Task } from './tasks.ts';
import { tellValue } from './told.ts';

export function readHistory(
  queries: Queries,
  { task, sample, position, person }: { task: Task; sample: string; position: number; person: Person },
): Annotation[] {
  const all = queries.eventsGiven.all(task.id, position);
  const standingSeqs = new Set(untaken(all).map(({ seq }) => seq));
  const mayCompare = !task.blind || ENGINEERS.some((role) => role === person.role);
  const events = mayCompare ? all : all.filter(({ author }) => author === person.id);
  const answers = events.map((event) => ({
    operation: event.operation,
    sample,
    answer: answerOf(queries, task, event),
    ...(event.seconds === null ? {} : { seconds: event.seconds }),
    author: event.authorName,
    at: event.at,
    undone: !standingSeqs.has(event.seq),
  }));
  const imported = queries.importOf.get(task.id, position);
  const hidesFile = task.hidesFile && person.role === 'labeler';
  if (imported === undefined || !mayCompare || hidesFile) return answers;
  const { file, label, at } = imported;
  return [
    {
      operation: importOperation(file, sample),
      sample,
      answer: { type: 'label', label },
      author: IMPORT_AUTHOR,
      at,
      undone: false,
    },
    ...answers,
  ];
}

/** The database's own rules keep a label's class, an undo's target and the rest present. */
function answerOf(queries: Queries, task: Task, event: EventRow): Answer {
  switch (event.type) {
    case 'label':
      if (event.className !== null) return { type: 'label', label: event.className };
      return { type: 'value', value: tellValue(queries, task, contentOf(event)!) };
    case 'adjudicate':
    case 'again':
      return { type: event.type, value: tellValue(queries, task, contentOf(event)!) };
    case 'flag':
      return { type: 'flag', on: event.flag === 1 };
    case 'note':
      return { type: 'note', text: event.note! };
    case 'undo':
      return { type: 'undo', of: event.undoesOperation! };
    case 'clear':
    case 'skip':
      return { type: event.type };
  }
}
