/** @file Labeling: the classes of a dataset, the queue of what to label, answers as append-only events. */
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Person } from '../../src-shared/platform/contract.ts';
import type {
  Annotation,
  ClassChange,
  LabelClass,
  LabelingProgress,
  LabelsByDay,
} from '../../src-shared/labeling/contract.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import type { Store } from '../platform/store/index.ts';
import { saveAnswer, type GivenAnswer } from './answers.ts';
import { countLabelsByDay } from './by-day.ts';
import { readSchema, writeSchema } from './classes.ts';
import { readGiven, type GivenAnswers } from './given.ts';
import { readHistory } from './history.ts';
import { recordBatch, settleVotes } from './imports.ts';
import { readProgress } from './progress.ts';
import { prepareQueries, type Queries } from './queries.ts';
import { requirePositions } from './positions.ts';
import { readQueue, type QueuePage, type QueueRequest } from './queue.ts';
import type { ImportBatch, ImportOutcome, LabelingSamples, Vote, VotesBatch } from './types.ts';

export interface LabelingParts {
  readonly store: Store;
  readonly emit: Emit;
  readonly samples: LabelingSamples;
  /** The clock; tests set it. */
  readonly now?: () => Date;
}

/** The methods of the room. */
export type Labeling = ReturnType<typeof openLabeling>;

/** Opens the room. Every method throws AppError `house.notFound` when the dataset is not there. */
export function openLabeling({ store, emit, samples, now = () => new Date() }: LabelingParts) {
  const queries = prepareQueries(store.db);
  return {
    schema({ dataset }: { dataset: string }): LabelClass[] {
      samples.requireDataset(dataset);
      return readSchema(queries, dataset);
    },

    /** Makes the schema exactly these classes. @throws AppError `labeling.classInUse` and the like; then nothing changed. */
    setSchema(input: { dataset: string; classes: readonly ClassChange[] }, _person: Person): LabelClass[] {
      samples.requireDataset(input.dataset);
      store.tx(() => writeSchema(queries, input.dataset, input.classes));
      emit({ type: 'changed', what: 'schema', id: input.dataset });
      return readSchema(queries, input.dataset);
    },

    /** The next items of a queue; its cost does not grow with the dataset. */
    queue(input: QueueRequest): QueuePage {
      samples.requireDataset(input.dataset);
      return readQueue(queries, samples, input);
    },

    /**
     * Saves answers in order, all or none; returns once they are on the disk. An answer whose operation was saved
     * before counts as saved and changes nothing.
     *
     * @throws AppError `labeling.unknownLabel`, `labeling.sampleUnknown`, `labeling.undoUnknown`,
     *   `labeling.undoNotYours`, `labeling.operationReused`, `labeling.answeredMeanwhile`
     */
    annotate(
      input: { dataset: string; answers: readonly GivenAnswer[] },
      person: Person,
    ): { saved: number; progress: LabelingProgress } {
      const { dataset, answers } = input;
      samples.requireDataset(dataset);
      const at = now();
      store.tx(() => saveAll(queries, samples, { dataset, answers, person, at: at.toISOString() }));
      emit({ type: 'changed', what: 'labels', id: dataset, edited: true });
      return { saved: answers.length, progress: readProgress(queries, { dataset, person, at }) };
    },

    /** How many samples of a dataset carry a label. */
    labeled(dataset: string): number {
      samples.requireDataset(dataset);
      return queries.counts.get(dataset)?.labeled ?? 0;
    },

    labeledShare(dataset: string): number | null {
      samples.requireDataset(dataset);
      const { total, labeled } = queries.counts.get(dataset) ?? { total: 0, labeled: 0 };
      return total === 0 ? null : labeled / total;
    },

    labeledAs(dataset: string, label: string): number {
      samples.requireDataset(dataset);
      const named = queries.classes.all(dataset).find(({ name }) => name === label);
      if (!named) throw new AppError('house.notFound', { what: 'class', id: label });
      return named.samples;
    },

    progress({ dataset }: { dataset: string }, person: Person): LabelingProgress {
      samples.requireDataset(dataset);
      return readProgress(queries, { dataset, person, at: now() });
    },

    /** How many of the samples that carry a label got their first on each day. */
    async byDay({ dataset }: { dataset: string }): Promise<LabelsByDay> {
      samples.requireDataset(dataset);
      return countLabelsByDay(queries, dataset);
    },

    /** What this person can take back and give again, from their last events. */
    given({ dataset, limit }: { dataset: string; limit: number }, person: Person): GivenAnswers {
      samples.requireDataset(dataset);
      const sampleAt = (positions: readonly number[]) =>
        samples.samplesAt(dataset, positions).map(({ id }) => id);
      return readGiven(queries, { dataset, author: person.id, limit }, sampleAt);
    },

    /** Everything that was said of a sample, the oldest first. */
    history({ dataset, sample }: { dataset: string; sample: string }): Annotation[] {
      samples.requireDataset(dataset);
      const position = requirePositions(samples, dataset, [sample])[0]!;
      return readHistory(queries, { dataset, sample, position });
    },

    /** Takes over the labels of a file, batch by batch, in the transaction that stores its samples. */
    recordImport(batch: ImportBatch): ImportOutcome {
      return store.tx(() => recordBatch(queries, batch));
    },

    /** Gives samples that several rows of one import labeled the label of most of them, before anybody sees them. */
    settleImport(batch: VotesBatch): void {
      store.tx(() => settleVotes(queries, batch));
    },

    /** What rows of files said of samples from one position up to another, where more than one spoke, by position. */
    importVotes(dataset: string, from: number, to: number): Map<number, Vote[]> {
      const found = new Map<number, Vote[]>();
      for (const { position, label, rows } of queries.votesBetween.all(dataset, from, to))
        found.set(position, [...(found.get(position) ?? []), { label, rows }]);
      return found;
    },

    /**
     * Forgets at most `limit` samples of a dataset that nobody has seen, because its import did not end or was merged
     * into another. Its classes stay as rows that nothing reaches: deleting one would scan every state for references.
     *
     * @returns how many there were
     */
    forgetImport(dataset: string, limit: number): number {
      return store.tx(() => {
        const votes = queries.dropVotes.run({ dataset, limit });
        const changes = queries.dropStates.run({ dataset, limit }).changes + votes.changes;
        if (changes === 0) queries.dropCounts.run(dataset);
        return changes;
      });
    },
  };
}

function saveAll(
  queries: Queries,
  samples: LabelingSamples,
  call: { dataset: string; answers: readonly GivenAnswer[]; person: Person; at: string },
): void {
  const { dataset, answers, person, at } = call;
  const positions = requirePositions(
    samples,
    dataset,
    answers.map(({ sample }) => sample),
  );
  for (const [i, answer] of answers.entries())
    saveAnswer(queries, answer, { dataset, position: positions[i]!, person, at });
}
