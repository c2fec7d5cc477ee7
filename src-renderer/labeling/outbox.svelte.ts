/**
 * @file Answers on their way to the workbench: kept on this machine until acknowledged, sent in order, sent again with
 * the same operation id after a failure. The workbench counts a retry as the save it repeats.
 */
import type { Client, LabelingProgress } from '../../src-shared/contract.ts';
import { type AppError, toAppError } from '../../src-shared/platform/errors.ts';
import type { ErrorCode } from '../../src-shared/problems.ts';
import type { OutboxStore, Unsaved } from './outbox-store.ts';

export interface OutboxOptions {
  readonly annotate: Client['labeling']['annotate'];
  readonly store: OutboxStore;
  /** Resolves when what was just changed is on the screen. */
  readonly painted: () => Promise<void>;
  /** Resolves after so many milliseconds, or earlier when there is reason to hope. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

export interface Refusal {
  readonly unsaved: Unsaved;
  readonly error: AppError;
}

const MOST_AT_ONCE = 100;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;

/** Sending the same again cannot help: the workbench understood and said no. */
const FINAL: ReadonlySet<ErrorCode> = new Set([
  'BAD_INPUT',
  'NOT_FOUND',
  'FORBIDDEN',
  'CONFLICT',
  'TOO_LARGE',
]);

export class Outbox {
  /** In the order they were given. */
  unsaved = $state.raw<readonly Unsaved[]>([]);
  /** Why the last try failed; undefined while all goes well. */
  trouble = $state.raw<AppError>();
  readonly #options: OutboxOptions;
  #person: string | undefined;
  #order = 0;
  #sending = false;
  #saved: readonly ((dataset: string, progress: LabelingProgress) => void)[] = [];
  #refused: readonly ((refusal: Refusal) => void)[] = [];

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Takes up what an earlier window left unsaved for this person, and starts sending. */
  async open(person: string): Promise<void> {
    this.#person = person;
    const kept = await this.#load();
    const known = this.unsaved.map(({ operation }) => operation);
    const mine = kept.filter((each) => each.person === person && !known.includes(each.operation));
    this.unsaved = [...mine, ...this.unsaved];
    this.#order = Math.max(this.#order, ...kept.map(({ order }) => order));
    void this.#drain();
  }

  /** A browser that keeps nothing still labels; it only cannot promise what a closed window leaves. */
  async #load(): Promise<readonly Unsaved[]> {
    try {
      return await this.#options.store.load();
    } catch (thrown) {
      console.error('unsaved answers could not be read', thrown);
      return [];
    }
  }

  /** Calls back after every acknowledged call; call the result to stop. */
  onSaved(listener: (dataset: string, progress: LabelingProgress) => void): () => void {
    this.#saved = [...this.#saved, listener];
    return () => (this.#saved = this.#saved.filter((other) => other !== listener));
  }

  /** Calls back for an answer that the workbench will never take; call the result to stop. */
  onRefused(listener: (refusal: Refusal) => void): () => void {
    this.#refused = [...this.#refused, listener];
    return () => (this.#refused = this.#refused.filter((other) => other !== listener));
  }

  /** Gives an answer: kept at once, sent after the next paint. @returns its operation id */
  give(
    given: Pick<Unsaved, 'dataset' | 'sample' | 'answer' | 'seconds' | 'seen' | 'delta' | 'gesture'>,
  ): string {
    if (this.#person === undefined) throw new Error('the outbox is not open');
    const operation = crypto.randomUUID();
    // Above what another window of this person may have used meanwhile.
    this.#order = Math.max(this.#order + 1, Date.now() * 1000);
    const unsaved: Unsaved = { ...given, operation, person: this.#person, order: this.#order };
    this.unsaved = [...this.unsaved, unsaved];
    this.#options.store.put(unsaved).catch((thrown: unknown) => (this.trouble = toAppError(thrown)));
    void this.#drain();
    return operation;
  }

  /** What is unsaved of one dataset. */
  of(dataset: string): readonly Unsaved[] {
    return this.unsaved.filter((each) => each.dataset === dataset);
  }

  async #drain(): Promise<void> {
    if (this.#sending || this.unsaved.length === 0) return;
    this.#sending = true;
    let wait = FIRST_WAIT_MS;
    let most = MOST_AT_ONCE;
    await this.#options.painted();
    while (this.unsaved.length > 0) {
      const batch = firstCall(this.unsaved, most);
      const failure = await this.#send(batch);
      if (failure === undefined) {
        [wait, most] = [FIRST_WAIT_MS, MOST_AT_ONCE];
      } else if (!FINAL.has(failure.code)) {
        await this.#options.pause(wait);
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      } else if (batch.length > 1) {
        most = 1;
      } else {
        this.#refuse(batch[0]!, failure);
      }
    }
    this.#sending = false;
  }

  /** One call; undefined when the answers are on the workbench's disk. */
  async #send(batch: readonly Unsaved[]): Promise<AppError | undefined> {
    const { dataset } = batch[0]!;
    const answers = batch.map(({ operation, sample, answer, seconds, seen, gesture }) => ({
      operation,
      sample,
      answer,
      seconds,
      seen,
      gesture,
    }));
    try {
      const { progress } = await this.#options.annotate({ task: dataset, answers });
      this.#drop(batch);
      this.trouble = undefined;
      for (const listener of this.#saved) listener(dataset, progress);
      return undefined;
    } catch (thrown) {
      this.trouble = toAppError(thrown);
      return this.trouble;
    }
  }

  /** Sets one answer aside for good, with the undos that name it. */
  #refuse(unsaved: Unsaved, error: AppError): void {
    const gone = [unsaved, ...dependents(unsaved.operation, this.unsaved)];
    // Answers to a dataset that is not here may belong to another workspace at this address: they wait for it.
    this.#drop(gone, { keep: error.key === 'house.notFound' });
    this.trouble = undefined;
    for (const listener of this.#refused) listener({ unsaved, error });
  }

  #drop(gone: readonly Unsaved[], { keep = false } = {}): void {
    const operations = gone.map(({ operation }) => operation);
    this.unsaved = this.unsaved.filter(({ operation }) => !operations.includes(operation));
    if (keep) return;
    this.#options.store
      .remove(operations)
      .catch((thrown: unknown) => console.error('unsaved answers could not be cleared', thrown));
  }
}

/** The longest run of answers from the start that belongs to one dataset, at most `most`. */
function firstCall(unsaved: readonly Unsaved[], most: number): readonly Unsaved[] {
  const end = unsaved.findIndex(({ dataset }) => dataset !== unsaved[0]!.dataset);
  return unsaved.slice(0, Math.min(most, end === -1 ? unsaved.length : end));
}

/** The undos of an operation, the redos of those, and so on. */
function dependents(operation: string, unsaved: readonly Unsaved[]): readonly Unsaved[] {
  return unsaved
    .filter(({ answer }) => answer.type === 'undo' && answer.of === operation)
    .flatMap((undo) => [undo, ...dependents(undo.operation, unsaved)]);
}
