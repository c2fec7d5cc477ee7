/** @file Labeling: annotation tasks, their classes, the queue of what to label, answers as append-only events. */
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Person } from '../../src-shared/platform/contract.ts';
import type {
  Annotation,
  LabelClass,
  LabelingProgress,
  LabelsByDay,
} from '../../src-shared/labeling/contract.ts';
import type { AgreementTable, Measured } from '../../src-shared/labeling/agreement/contract.ts';
import type { Measure } from '../../src-shared/labeling/agreement/measures.ts';
import type { Ranking } from '../../src-shared/labeling/ranking/contract.ts';
import type { Dispute } from '../../src-shared/labeling/tasks/contract.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { Store } from '../platform/store/index.ts';
import { Agreements, ownAgreement } from './agreement.ts';
import { saveAnswer, type GivenAnswer } from './answers.ts';
import { createExchangeRoom } from './exchange/room.ts';
import { countLabelsByDay } from './by-day.ts';
import { readSchema } from './classes.ts';
import { readDisputes } from './disputes.ts';
import { contentOf } from './fold.ts';
import { readGiven, type GivenAnswers } from './given.ts';
import { createHelpRoom } from './help/room.ts';
import { isHidden } from './hidden.ts';
import { readHistory } from './history.ts';
import { recordBatch, settleVotes } from './imports.ts';
import { Leases } from './leases.ts';
import { readProgress } from './progress.ts';
import { prepareQueries } from './queries.ts';
import { readRanking } from './ranking.ts';
import { requirePositions } from './positions.ts';
import { readQueue, type QueuePage, type QueueRequest } from './queue.ts';
import { createTaskRoom } from './task-room.ts';
import { Tasks, type Task } from './tasks.ts';
import { tellValue } from './told.ts';
import type {
  FrozenVersions,
  ImportBatch,
  ImportOutcome,
  LabelingModels,
  LabelingSamples,
  LabelingTraining,
  Vote,
  VotesBatch,
} from './types.ts';

export interface LabelingParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly emit: Emit;
  readonly samples: LabelingSamples;
  /** Files of answers that come with sample data, by the name of the sample; none unless given. */
  readonly sampleAnnotations?: ReadonlyMap<string, string>;
  /** Without it there are none. */
  readonly frozen?: FrozenVersions;
  /** Models that can be asked; none unless given. */
  readonly models?: LabelingModels;
  /** What trains recipes; nothing unless given. */
  readonly training?: LabelingTraining;
  /** The clock; tests set it. */
  readonly now?: () => Date;
}

/** The methods of the room. */
export type Labeling = ReturnType<typeof openLabeling>;

/** Of a workspace whose models nobody can ask. */
const NO_MODELS: LabelingModels = {
  get(id) {
    throw new AppError('house.notFound', { what: 'model', id });
  },
  ask: () => Promise.resolve([]),
};

const NO_TRAINING: LabelingTraining = { retrain: () => Promise.resolve(null) };

/** Whose labels something holds. */
interface LabelOrigin {
  readonly dataset: string;
  /** Null for none but those of the file. */
  readonly task: string | null;
}

/** What a task is asked for: the id of one, or of a dataset for its first. */
interface OfTask {
  readonly task: string;
}

const noVersions: FrozenVersions = (id) =>
  Promise.reject(new AppError('house.notFound', { what: 'version', id }));

/** Opens the room. Every method throws AppError `house.notFound` when the task or its dataset is not there. */
export function openLabeling({
  store,
  pool,
  emit,
  samples,
  frozen = noVersions,
  models = NO_MODELS,
  training = NO_TRAINING,
  now = () => new Date(),
}: LabelingParts) {
  const queries = prepareQueries(store.db);
  const tasks = new Tasks({ queries, samples, now });
  const leases = new Leases(now);
  const agreements = new Agreements(queries);
  const taskParts = { store, pool, emit, queries, samples, tasks, leases, frozen, now };
  const taskRoom = createTaskRoom(taskParts);
  const exchangeRoom = createExchangeRoom(taskParts);
  const help = createHelpRoom({ store, pool, emit, queries, samples, models, training, tasks, now });
  const told = (task: Task): void => emit({ type: 'changed', what: 'labels', id: task.id, edited: true });
  return {
    ...taskRoom,
    ...exchangeRoom,
    ...help,

    opened(): void {
      taskRoom.opened();
      help.sweep();
    },

    close(): void {
      taskRoom.close();
      exchangeRoom.close();
    },

    schema({ task }: OfTask): LabelClass[] {
      return readSchema(queries, tasks.require(task).id);
    },

    /** The next items of a queue for a person; its cost does not grow with the dataset. */
    queue(input: OfTask & Omit<QueueRequest, 'task' | 'person'>, person: Person): QueuePage {
      return readQueue({ queries, samples, leases }, { ...input, task: tasks.require(input.task), person });
    },

    /**
     * Saves answers in order, all or none; returns once they are on the disk. An answer whose operation was saved
     * before counts as saved and changes nothing.
     *
     * @throws AppError `labeling.taskRetired`, `labeling.sampleUnknown`, and what `saveAnswer` throws
     */
    annotate(
      input: OfTask & { answers: readonly GivenAnswer[] },
      person: Person,
    ): { saved: number; progress: LabelingProgress } {
      const { answers } = input;
      const task = tasks.require(input.task);
      if (task.retired === 1) throw new AppError('labeling.taskRetired');
      const at = now();
      const saved = store.tx(() => saveAll(task, answers, { person, at: at.toISOString() }));
      for (const { position, type } of saved)
        leases.answered(task.id, position, {
          person: person.id,
          reopens: type === 'undo' || type === 'clear',
        });
      told(task);
      help.answered(task);
      return { saved: answers.length, progress: readProgress(queries, { task: task.id, person, at }) };
    },

    /** Items whose answers make no label, in order. */
    disputes({ task, ...page }: OfTask & { after: number; limit: number }): {
      items: Dispute[];
      left: number;
    } {
      return readDisputes({ queries, samples }, tasks.require(task), page);
    },

    /** What items are labeled, whoever said it. @throws AppError `labeling.sampleUnknown`, `labeling.answersHidden` */
    labelsOf(
      { task: id, samples: ids }: OfTask & { samples: readonly string[] },
      person: Pick<Person, 'role'>,
    ) {
      const task = tasks.require(id);
      if (isHidden(task, person)) throw new AppError('labeling.answersHidden');
      const positions = requirePositions(samples, task.dataset, ids);
      return positions.map((position, i) => {
        const content = contentOf(queries.state.get(task.id, position)!);
        return { sample: ids[i]!, label: content === null ? null : tellValue(queries, task, content) };
      });
    },

    /** @param person who reads it; without one it is for the workbench itself */
    async agreement({ task: id }: OfTask, person?: Pick<Person, 'id' | 'role'>): Promise<AgreementTable> {
      const task = tasks.require(id);
      const { table } = await agreements.of(task);
      return person && isHidden(task, person) ? ownAgreement(table, person) : table;
    },

    /** What was compared, by everybody's answers. @throws AppError `labeling.notCompared`, `labeling.answersHidden` */
    async preferenceRanking({ task: id }: OfTask, person: Pick<Person, 'role'>): Promise<Ranking> {
      const task = tasks.require(id);
      if (isHidden(task, person)) throw new AppError('labeling.answersHidden');
      return readRanking({ queries, samples }, task);
    },

    /** One measure, of all people or of each with themself. */
    async agreementBy(task: string, measure: Measure, whose: 'overall' | 'self'): Promise<Measured> {
      const { agreement } = await agreements.of(tasks.require(task));
      return agreement[whose](measure);
    },

    /**
     * Whether a person may not see what others and the file made of a dataset's items: in one of its tasks several people
     * answer each of them, and this person is one of those who do.
     */
    hidesLabels: (task: string, person: Pick<Person, 'role'>): boolean =>
      isHidden(tasks.require(task), person),

    /** As `hidesLabels`, of labels that were frozen or exported: also while their dataset is in the bin. */
    hidesFrozenLabels({ dataset, task }: LabelOrigin, person: Pick<Person, 'role'>): boolean {
      return isHidden(tasks.ofOrigin(dataset, task), person);
    },

    /** How many samples of a dataset carry a label. */
    labeled(dataset: string): number {
      return queries.counts.get(tasks.require(dataset).id)?.labeled ?? 0;
    },

    labeledShare(dataset: string): number | null {
      const { total, labeled } = queries.counts.get(tasks.require(dataset).id) ?? { total: 0, labeled: 0 };
      return total === 0 ? null : labeled / total;
    },

    labeledAs(dataset: string, label: string): number {
      const named = queries.classes.all(tasks.require(dataset).id).find(({ name }) => name === label);
      if (!named) throw new AppError('house.notFound', { what: 'class', id: label });
      return named.samples;
    },

    progress({ task }: OfTask, person: Person): LabelingProgress {
      return readProgress(queries, { task: tasks.require(task).id, person, at: now() });
    },

    /** How many of the samples that carry a label got their first on each day. */
    async byDay({ task }: OfTask): Promise<LabelsByDay> {
      return countLabelsByDay(queries, tasks.require(task).id);
    },

    /** What this person can take back and give again, from their last events. */
    given({ task: id, limit }: OfTask & { limit: number }, person: Person): GivenAnswers {
      const task = tasks.require(id);
      const sampleAt = (positions: readonly number[]) =>
        samples.samplesAt(task.dataset, positions).map((sample) => sample.id);
      return readGiven(queries, { task, person, limit }, sampleAt);
    },

    /** Everything that this person may know was said of a sample, the oldest first. */
    history({ task: id, sample }: OfTask & { sample: string }, person: Person): Annotation[] {
      const task = tasks.require(id);
      const position = requirePositions(samples, task.dataset, [sample])[0]!;
      return readHistory(queries, { task, sample, position, person });
    },

    /** Takes over the labels of a file, batch by batch, in the transaction that stores its samples. */
    recordImport(batch: ImportBatch): ImportOutcome {
      return store.tx(() => recordBatch(queries, tasks, batch));
    },

    /** Gives samples that several rows of one import labeled the label of most of them, before anybody sees them. */
    settleImport(batch: VotesBatch): void {
      store.tx(() => settleVotes(queries, tasks, batch));
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
        const votes = queries.dropVotes.run({ task: dataset, limit });
        const changes = queries.dropStates.run({ task: dataset, limit }).changes + votes.changes;
        if (changes === 0) queries.dropCounts.run(dataset);
        return changes;
      });
    },
  };

  /** @returns what was not saved before */
  function saveAll(
    task: Task,
    answers: readonly GivenAnswer[],
    { person, at }: { person: Person; at: string },
  ): { position: number; type: GivenAnswer['answer']['type'] }[] {
    const positions = requirePositions(
      samples,
      task.dataset,
      answers.map(({ sample }) => sample),
    );
    return answers.flatMap((given, i) => {
      const position = positions[i]!;
      const text = (): string => samples.samplesAt(task.dataset, [position])[0]!.text;
      const isNew = saveAnswer(queries, given, { task, position, person, at, text });
      return isNew ? [{ position, type: given.answer.type }] : [];
    });
  }
}
