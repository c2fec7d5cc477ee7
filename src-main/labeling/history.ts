/** @file The history of a sample: what came with its file, then every answer, the ones taken back included. */
import type { Annotation, Answer } from '../../src-shared/labeling/contract.ts';
import { IMPORT_AUTHOR, standing } from './fold.ts';
import { importOperation } from './imports.ts';
import type { EventRow, Queries } from './queries.ts';

export function readHistory(
  queries: Queries,
  { dataset, sample, position }: { dataset: string; sample: string; position: number },
): Annotation[] {
  const events = queries.events.all(dataset, position);
  const standingSeqs = new Set(standing(events).map(({ seq }) => seq));
  const answers = events.map((event) => ({
    operation: event.operation,
    sample,
    answer: answerOf(event),
    author: event.authorName,
    at: event.at,
    undone: !standingSeqs.has(event.seq),
  }));
  const imported = queries.importOf.get(dataset, position);
  if (imported === undefined) return answers;
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
function answerOf(event: EventRow): Answer {
  switch (event.type) {
    case 'label':
      return { type: 'label', label: event.className! };
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
