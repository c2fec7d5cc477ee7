/** @file The queue: which items come next. Every read walks an index that fits it, so none grows with the dataset. */
import { NO_LABEL_COUNTS, queueCounts } from '../../src-shared/labeling/counts.ts';
import type { QueueItem } from '../../src-shared/labeling/contract.ts';
import type { QueueReason } from '../../src-shared/labeling/help/item.ts';
import type { QUEUES } from '../../src-shared/labeling/values.ts';
import type { Person } from '../../src-shared/platform/contract.ts';
import { foldAnswers, IMPORT_AUTHOR, type EventRow, type SampleState } from './fold.ts';
import { isHidden } from './hidden.ts';
import type { Leases } from './leases.ts';
import { requirePositions } from './positions.ts';
import { rankedLeft, rankingOf, readRankedPlaces } from './queues/ranked.ts';
import type { Queries } from './queries.ts';
import { stateOf } from './settle.ts';
import { suggestionsAt } from './suggestions/suggest.ts';
import type { Task } from './tasks.ts';
import { tellLabel } from './told.ts';
import type { LabelingSamples } from './types.ts';

export interface QueueRequest {
  readonly task: Task;
  readonly person: Person;
  readonly queue: (typeof QUEUES)[number];
  /** Items come after this position; -1 for the first. */
  readonly after: number;
  readonly limit: number;
  readonly samples?: readonly string[] | undefined;
}

export interface QueuePage {
  readonly items: QueueItem[];
  readonly left: number;
}

export interface QueueParts {
  readonly queries: Queries;
  readonly samples: LabelingSamples;
  readonly leases: Leases;
}

export function readQueue(parts: QueueParts, request: QueueRequest): QueuePage {
  if (request.samples !== undefined) return readExactly(parts, { ...request, samples: request.samples });
  const { queue } = request;
  if (queue === 'ranked') return readRanked(parts, request);
  if (request.task.blind || queue === 'again') return readOwn(parts, { ...request, queue });
  const { queries } = parts;
  const { task, after, limit } = request;
  const rows = queries.queue[queue].all(task.id, after, limit);
  const { all, ...left } = queueCounts(queries.counts.get(task.id) ?? NO_LABEL_COUNTS);
  const states = rows.map((row) => {
    const { position, answeredBy, answeredAt } = row;
    return { ...shownState(stateOf(row), request), position, answeredBy, answeredAt };
  });
  return {
    items: withContents(parts, request, states),
    left: queue === 'all' ? Math.max(0, all - after - 1) : left[queue],
  };
}

/** Items in the order that a person chose, else in that of the dataset; their positions are places in that order. */
function readRanked(parts: QueueParts, request: QueueRequest): QueuePage {
  const { queries } = parts;
  const { task, person } = request;
  const ranking = rankingOf(queries, task, person);
  if (!ranking) return readQueue(parts, { ...request, queue: 'unlabeled' });
  const places = readRankedPlaces(parts, ranking, request);
  const states = places.map(({ position }) => stateAt(queries, request, position));
  const items = withContents(parts, request, states);
  return {
    items: items.map((item, i) => {
      const { place, why } = places[i]!;
      return { ...item, position: place, why: isHidden(task, person) ? withoutGiven(why) : why };
    }),
    left: rankedLeft(queries, ranking, { task, person }),
  };
}

/** The given samples in the given order; their positions are places in the list. */
function readExactly(
  parts: QueueParts,
  request: QueueRequest & { readonly samples: readonly string[] },
): QueuePage {
  const { task, samples, after, limit } = request;
  const from = after + 1;
  const positions = requirePositions(parts.samples, task.dataset, samples.slice(from, from + limit));
  const states = positions.map((position) => stateAt(parts.queries, request, position));
  const items = withContents(parts, request, states).map((item, i) => ({ ...item, position: from + i }));
  return { items, left: Math.max(0, samples.length - from) };
}

/** What one person has to do and did where several answer an item: nobody sees what others said. */
function readOwn(parts: QueueParts, request: QueueRequest & { readonly queue: OwnQueueName }): QueuePage {
  const { queries } = parts;
  const { task, person, queue, after } = request;
  const positions = OWN[queue](parts, request);
  const items = withContents(
    parts,
    request,
    positions.map((position) => stateAt(queries, request, position)),
  ).map((item) => (queue === 'again' ? withoutAnswer(item) : item));
  const own = queries.authorCounts.get(task.id, person.id) ?? { labeled: 0, skipped: 0, wanting: 0 };
  const { total, flagged } = queries.counts.get(task.id) ?? NO_LABEL_COUNTS;
  const { wanting } = queries.counts.get(task.id) ?? { wanting: 0 };
  const left = {
    unlabeled: Math.max(0, wanting - own.wanting),
    labeled: own.labeled,
    skipped: own.skipped,
    flagged,
    again: Math.round(own.labeled * task.askAgain),
    all: Math.max(0, total - after - 1),
  };
  return { items, left: left[queue] };
}

/** What follows what was said; `ranked` follows what was computed. */
type OwnQueueName = Exclude<QueueRequest['queue'], 'ranked'>;

type OwnQueue = (parts: QueueParts, request: QueueRequest) => number[];

/** Total: the positions of each queue. */
const OWN: Readonly<Record<OwnQueueName, OwnQueue>> = {
  unlabeled: wantedOf,
  labeled: ({ queries }, request) => queries.ownLabeled.all(walk(request)),
  skipped: ({ queries }, request) => queries.ownSkipped.all(walk(request)),
  flagged: ({ queries }, request) => queries.flaggedFrom.all(walk(request)),
  again: ({ queries }, request) => queries.againOf.all({ ...walk(request), share: request.task.askAgain }),
  all: ({ queries }, request) => queries.allFrom.all(walk(request)),
};

const walk = ({ task, person, after, limit }: QueueRequest) => ({
  task: task.id,
  author: person.id,
  after,
  limit,
});

/** Items that want more answers than were given and are being given, and that this person did not answer. */
function wantedOf({ queries, leases }: QueueParts, request: QueueRequest): number[] {
  const { task, person, limit } = request;
  const wanted: number[] = [];
  const from = leases.from(task.id, person.id, request.after);
  const fromFrontier = from > request.after || request.after === -1;
  for (let after = from; wanted.length < limit;) {
    const found = queries.wantingOf.all({ ...walk(request), after });
    const [first] = found;
    if (fromFrontier && after === from && first !== undefined) leases.reached(task.id, person.id, first);
    for (const position of found) {
      const given = queries.answersAt.get(task.id, position) ?? 0;
      if (given + leases.others(task.id, position, person.id) < task.answersPerItem) wanted.push(position);
      if (wanted.length === limit) break;
    }
    if (found.length < limit) break;
    after = found.at(-1)!;
  }
  for (const position of wanted) leases.take(task.id, position, person.id);
  return wanted;
}

interface ToldState extends SampleState {
  readonly position: number;
  readonly answeredBy: string | null;
  readonly answeredAt: string | null;
}

/** What a person may see of an item: where several answer it, what they said themselves. */
function stateAt(
  queries: Queries,
  { task, person }: Pick<QueueRequest, 'task' | 'person'>,
  position: number,
): ToldState {
  const row = queries.state.get(task.id, position)!;
  if (!task.blind) {
    const { answeredBy, answeredAt } = row;
    return { ...shownState(stateOf(row), { task, person }), position, answeredBy, answeredAt };
  }
  const own = ownEvents(queries.events.all(task.id, position), person);
  const last = own.findLast(
    ({ type }) => type === 'label' || type === 'clear' || type === 'skip' || type === 'undo',
  );
  return {
    ...foldAnswers(shownOfFile({ task, person }, row.importedClass), own),
    position,
    answeredBy: last?.authorName ?? null,
    answeredAt: last?.at ?? null,
  };
}

/** Who reads what a task says. */
export interface Reader {
  readonly task: Pick<Task, 'blind' | 'hidesFile'>;
  readonly person: Pick<Person, 'role'>;
}

/** Why an item comes, without what it is labeled. */
function withoutGiven({ given, q, lacking, extra, ...why }: QueueReason): QueueReason {
  if (lacking !== undefined || extra !== undefined) return { score: 0 };
  return given === undefined ? { ...why, ...(q !== undefined && { q }) } : why;
}

/** Whether what the file said is kept from who answers: several people do, each by themself, here or in a task beside it. */
export const isFileHidden = ({ task: { blind, hidesFile }, person }: Reader): boolean =>
  blind || (hidesFile && person.role === 'labeler');

/** What a file said of an item, as a person may see it. */
export function shownOfFile(reader: Reader, importedClass: number | null): number | null {
  return isFileHidden(reader) ? null : importedClass;
}

function shownState<State extends SampleState>(state: State, reader: Reader): State {
  const isFromFile = state.labeledBy === IMPORT_AUTHOR;
  return isFromFile && isFileHidden(reader) ? { ...state, label: null, labeledBy: null } : state;
}

export function ownEvents(events: readonly EventRow[], { id }: Pick<Person, 'id'>): EventRow[] {
  return events.filter(({ author, type }) => author === id && type !== 'adjudicate');
}

const withoutAnswer = ({ labelValue: _label, ...item }: QueueItem): QueueItem => ({
  ...item,
  label: null,
  labeledBy: null,
  skipped: false,
  answeredBy: null,
  answeredAt: null,
});

function withContents(
  { queries, samples }: QueueParts,
  { task, person }: QueueRequest,
  states: readonly ToldState[],
): QueueItem[] {
  const contents = samples.samplesAt(
    task.dataset,
    states.map(({ position }) => position),
  );
  return states.map(({ label, labeledBy, skipped, flagged, note, position, answeredBy, answeredAt }, i) => ({
    ...contents[i]!,
    ...(isFileHidden({ task, person }) && { value: null }),
    ...tellLabel(queries, task, label),
    labeledBy,
    skipped,
    flagged,
    note,
    position,
    answeredBy,
    answeredAt,
    ...suggested(queries, task, position),
  }));
}

function suggested(queries: Queries, task: Task, position: number): Pick<QueueItem, 'suggestions'> {
  const suggestions = suggestionsAt(queries, task, position);
  return suggestions.length === 0 ? {} : { suggestions };
}
