/** @file The items of a task with their answers at one moment, as a worker writes them to a file. */
import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { AnnotationExportRequest } from '../../../src-shared/labeling/exchange/contract.ts';
import { KINDS, type DatasetKind } from '../../../src-shared/kinds/kinds.ts';
import type { AnswerValue } from '../../../src-shared/labeling/tasks/values.ts';
import { readSchema } from '../classes.ts';
import { IMPORT_AUTHOR, currentAnswers, untaken, type AnswerEvent, type Content } from '../fold.ts';
import { prepareQueries, type Queries, type StateRow } from '../queries.ts';
import type { Task } from '../tasks.ts';
import { tellValue } from '../told.ts';
import type { LabelingSamples, SampleContent } from '../types.ts';
import type { AnnotatedItem, ItemAnswer, SetSchema } from '../worker/formats/set.ts';
import type { FedItem } from '../worker/exchange/write-file.ts';
import { keyOf } from './sample-feed.ts';

const BATCH = 200;

export interface ItemFeed {
  readonly schema: SetSchema;
  readonly total: number;
  readonly batches: AsyncIterable<readonly FedItem[]>;
  close(): void;
}

interface FeedParts {
  /** As the database is now, whatever is written meanwhile. */
  readonly db: Database;
  readonly samples: LabelingSamples;
  readonly task: Task;
}

type Request = Pick<AnnotationExportRequest, 'answers' | 'column'>;

export function readItems({ db, samples, task }: FeedParts, request: Request): ItemFeed {
  const queries = prepareQueries(db);
  const { kind: data, samples: total } = samples.requireDataset(task.dataset);
  const classes = readSchema(queries, task.id).map(({ name, parent }) => ({ name, parent: parent ?? null }));
  async function* batches(): AsyncGenerator<readonly FedItem[]> {
    for (let first = 0; first < total; first += BATCH) {
      const positions = Array.from({ length: Math.min(BATCH, total - first) }, (_, i) => first + i);
      const contents = samples.samplesAt(task.dataset, positions);
      yield positions.map((position, i) => ({
        id: contents[i]!.id,
        ...itemOf(contents[i]!, { data, column: request.column }),
        answers: answersAt({ queries, task, request }, position),
      }));
      await setImmediate();
    }
  }
  return {
    schema: { kind: task.kind, classes, options: task.options },
    total,
    batches: batches(),
    close: () => db.close(),
  };
}

function itemOf(
  { id, text, image, metadata }: SampleContent,
  { data, column }: { data: DatasetKind; column: string | undefined },
): Omit<AnnotatedItem, 'answers'> {
  const { hasImages, hasColumns } = KINDS[data];
  const own = hasImages ? text : id;
  return {
    name: (column === undefined ? null : keyOf(metadata[column])) ?? own,
    text: hasImages || hasColumns ? null : text,
    columns: null,
    size: image && { width: image.width, height: image.height },
  };
}

interface Reading {
  readonly queries: Queries;
  readonly task: Task;
  readonly request: Request;
}

function answersAt(reading: Reading, position: number): ItemAnswer[] {
  const { queries, task, request } = reading;
  const state = queries.state.get(task.id, position);
  if (state === undefined) return [];
  const asked = request.answers;
  // Of a version the worker has the answers.
  if (asked.of === 'version') return [];
  if (asked.of === 'resolved') return resolvedAnswer(reading, state);
  const events = untaken(queries.events.all(task.id, position));
  return [...currentAnswers(events).values()]
    .filter(({ author }) => asked.of === 'everybody' || author === asked.author)
    .map(({ author, authorName, content, at }) => ({
      value: valueOf(reading, content),
      author: nameOf(authorName),
      at,
      comment: noteOf(events, author),
    }));
}

function resolvedAnswer(reading: Reading, state: StateRow): ItemAnswer[] {
  const { queries, task } = reading;
  const label = state.class ?? state.value;
  if (label === null && state.skipped === 0) return [];
  const ofImport = state.labeledBy === IMPORT_AUTHOR || state.answeredBy === null;
  const given = ofImport ? lastImported(queries.events.all(task.id, state.position)) : null;
  const author = given ? nameOf(given.authorName) : nameOf(state.labeledBy ?? state.answeredBy);
  const at = given?.at ?? state.answeredAt;
  return [{ value: valueOf(reading, label), author, at, comment: state.note }];
}

const lastImported = (events: readonly AnswerEvent[]): AnswerEvent | null =>
  untaken(events).findLast(
    ({ authorKind, type }) => authorKind === 'import' && (type === 'label' || type === 'skip'),
  ) ?? null;

function valueOf({ queries, task }: Reading, content: Content | null): AnswerValue | null {
  // Stored values are of the task's kind.
  return content === null ? null : (tellValue(queries, task, content) as AnswerValue);
}

/** A file that names nobody names nobody again. */
const nameOf = (name: string | null): string | null => (name === IMPORT_AUTHOR ? null : name);

const noteOf = (events: readonly AnswerEvent[], author: string): string | null =>
  events.findLast((event) => event.type === 'note' && event.author === author)?.note || null;
