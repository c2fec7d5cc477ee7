/** @file Keeps suggestions from a confidence on as a person's answers, but for a share that is drawn for people to check. */
import { createHash, randomUUID } from 'node:crypto';
import { canKeepAtOnce } from '../../../src-shared/labeling/help/kinds.ts';
import type { AcceptedBatch } from '../../../src-shared/labeling/help/contract.ts';
import type { Person } from '../../../src-shared/platform/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import { Random } from '../../graph/index.ts';
import type { Task as Job } from '../../platform/pool/index.ts';
import { saveAnswer, type GivenAnswer } from '../answers.ts';
import { contentOf } from '../fold.ts';
import { keepRanking, type HelpParts } from '../queues/rank.ts';
import type { Task } from '../tasks.ts';
import { tellValue } from '../told.ts';
import type { BatchRow, SuggestionRow } from './queries.ts';

/** Answers in one transaction; some milliseconds. */
const SLICE = 200;
/** Of the standard normal distribution: 95 % lie within. */
const Z = 1.959964;

export interface AcceptRequest {
  readonly source: string;
  readonly threshold: number;
  /** Share of the items that is drawn for people. */
  readonly audit: number;
}

/**
 * Starts keeping suggestions. The drawn items become the person's queue.
 *
 * @throws AppError `labeling.acceptBlind`, `labeling.acceptAttributes`, `labeling.noSuchSuggestions`
 */
export function acceptSuggestions(
  parts: HelpParts,
  { task, title, person }: { task: Task; title: string; person: Person },
  { source, threshold, audit }: AcceptRequest,
): { batch: string; job: Job<void> } {
  const { store, pool, queries, now } = parts;
  if (task.retired === 1) throw new AppError('labeling.taskRetired');
  if (task.blind) throw new AppError('labeling.acceptBlind');
  if (!canKeepAtOnce(task.options)) throw new AppError('labeling.acceptAttributes');
  const named = queries.suggestionSources.all(task.id).find((each) => each.source === source);
  if (!named) throw new AppError('labeling.noSuchSuggestions', { source });
  const id = createId('batch');
  const at = now().toISOString();
  const row = { id, task: task.id, source, name: named.name, threshold, at, undone: 0 };
  store.tx(() => queries.addBatch.run({ ...row, person: person.id, personName: person.name }));
  const random = new Random(seedOf(id));
  const shown = { kind: 'labels', title, subject: task.id, unit: 'items' } as const;
  const job = pool.here(shown, async (port) => {
    for (let after = -1, done = 0; ;) {
      const found = queries.openSuggestions.all({ task: task.id, source, threshold, after, limit: SLICE });
      if (found.length === 0) break;
      const drawn = found.map(() => random.uniform() < audit);
      store.tx(() =>
        found.forEach((suggestion, i) =>
          keep(parts, { task, person, at, batch: id }, { suggestion, isDrawn: drawn[i]! }),
        ),
      );
      after = found.at(-1)!.position;
      port.progress((done += found.length), null);
      tell(parts, task);
      await port.yieldToEventLoop();
    }
    await queueAudit(parts, { task, person, batch: id });
  });
  // The job says what became of it.
  void job.result.catch(() => undefined);
  return { batch: id, job };
}

interface Keeping {
  readonly task: Task;
  readonly person: Person;
  readonly at: string;
  readonly batch: string;
}

function keep(
  { queries, samples }: HelpParts,
  { task, person, at, batch }: Keeping,
  { suggestion, isDrawn }: { suggestion: SuggestionRow; isDrawn: boolean },
): void {
  const { position, class: label, value } = suggestion;
  const operation = isDrawn ? null : randomUUID();
  queries.addAccepted.run({ batch, position, operation, class: label, value });
  if (operation === null) return;
  const sample = samples.samplesAt(task.dataset, [position])[0]!;
  const answer = { type: 'value', value: tellValue(queries, task, contentOf(suggestion)!) } as const;
  const given: GivenAnswer = { operation, sample: sample.id, answer };
  saveAnswer(queries, given, { task, position, person, at, text: () => sample.text });
}

/** What was drawn becomes the queue of the person who kept the rest. */
async function queueAudit(
  parts: HelpParts,
  { task, person, batch }: { task: Task; person: Person; batch: string },
): Promise<void> {
  const drawn = parts.queries.auditedOf.all(batch);
  if (drawn.length === 0) return;
  const request = { task, person: person.id, seed: 0, filter: {}, order: 'audit' } as const;
  const items = drawn.map(({ position }) => ({ position, score: 0, why: { score: 0 } }));
  await keepRanking(parts, request, { items, learned: 0, model: null });
}

/** Takes the answers of a batch back; what anybody said since stays. @throws AppError `house.notFound` */
export function undoBatch(
  parts: HelpParts,
  { task, title, batch: id }: { task: Task; title: string; batch: string },
): Job<void> {
  const { store, pool, queries, samples, now } = parts;
  const batch = queries.batchesOf.all(task.id).find((each) => each.id === id);
  if (!batch) throw new AppError('house.notFound', { what: 'batch', id });
  const person: Person = { id: batch.person, name: batch.personName, role: 'engineer' };
  const shown = { kind: 'labels', title, subject: task.id, unit: 'items' } as const;
  const job = pool.here(shown, async (port) => {
    const at = now().toISOString();
    for (let after = -1, done = 0; ;) {
      const found = queries.acceptedFrom.all(id, after, SLICE);
      if (found.length === 0) break;
      store.tx(() => {
        for (const { position, operation } of found) {
          const sample = samples.samplesAt(task.dataset, [position])[0]!;
          const given: GivenAnswer = {
            operation: undoOf(operation),
            sample: sample.id,
            answer: { type: 'undo', of: operation },
          };
          saveAnswer(queries, given, { task, position, person, at, text: () => sample.text });
        }
      });
      after = found.at(-1)!.position;
      port.progress((done += found.length), null);
      await port.yieldToEventLoop();
    }
    store.tx(() => queries.setUndone.run(id));
    tell(parts, task);
  });
  void job.result.catch(() => undefined);
  return job;
}

/** An undo that was cut off and begins again finds what it did: the same operation has the same undo. */
function undoOf(operation: string): string {
  const hash = createHash('sha256').update(`undo ${operation}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function tell({ emit }: HelpParts, { id }: Task): void {
  emit({ type: 'changed', what: 'labels', id, edited: true });
  emit({ type: 'changed', what: 'labelingHelp', id });
}

export function readBatches(
  { queries }: Pick<HelpParts, 'queries'>,
  task: Pick<Task, 'id'>,
): AcceptedBatch[] {
  return queries.batchesOf.all(task.id).map((row) => tellBatch(queries, row));
}

function tellBatch(queries: HelpParts['queries'], row: BatchRow): AcceptedBatch {
  const { id, source, name, threshold, personName, at, undone } = row;
  const { accepted, drawn, answered, agreed } = queries.batchCounts.get(id)!;
  const interval = answered === 0 ? null : wilson(agreed, answered);
  return {
    id,
    source,
    name,
    threshold,
    by: personName,
    at,
    accepted,
    audit: { drawn, answered, agreed },
    interval,
    // The share that agrees is below what was promised; the interval says how sure that is.
    failed: answered > 0 && agreed / answered < threshold,
    undone: undone === 1,
  };
}

/** The score interval of a share (E. B. Wilson, 1927). */
export function wilson(hits: number, of: number): { low: number; high: number } {
  const share = hits / of;
  const middle = (share + (Z * Z) / (2 * of)) / (1 + (Z * Z) / of);
  const half = (Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of))) / (1 + (Z * Z) / of);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

function seedOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32LE(0);
}
