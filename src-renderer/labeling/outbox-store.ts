/** @file Unsaved answers on this machine's disk (IndexedDB), so that a closed window or a crash loses none. */
import type { Answer, Seen } from '../../src-shared/contract.ts';
import type { Delta } from './answers.ts';

/** An answer that the workbench has not acknowledged yet. */
export interface Unsaved {
  /** Grows; answers are sent in this order. */
  readonly order: number;
  readonly operation: string;
  readonly person: string;
  /** The task that it answers: the id of a dataset for its first. */
  readonly dataset: string;
  readonly sample: string;
  readonly answer: Answer;
  /** How long its author had the sample before them, where that is measured. */
  readonly seconds?: number | undefined;
  /** What was seen of the sample when it was answered; undefined where that does not matter. */
  readonly seen?: Seen | undefined;
  readonly delta: Delta;
  /** Names what one gesture gives to many items, and the undos of it. */
  readonly gesture?: string | undefined;
}

export interface OutboxStore {
  /** All that was kept, in order. */
  load(): Promise<readonly Unsaved[]>;
  /** Keeps an answer; handed to the browser before this returns, on the disk when it resolves. */
  put(unsaved: Unsaved): Promise<void>;
  remove(operations: readonly string[]): Promise<void>;
}

const STORE = 'answers';

/** The store in the browser's IndexedDB. */
export function openOutboxStore(factory: IDBFactory = indexedDB): OutboxStore {
  const database = openDatabase(factory);
  // The connection is used from the first key on; a failure to open is told by whoever waits for it.
  database.catch(() => undefined);

  async function change(work: (store: IDBObjectStore) => void): Promise<void> {
    const transaction = (await database).transaction(STORE, 'readwrite', { durability: 'strict' });
    work(transaction.objectStore(STORE));
    // Committing at once, rather than when the requests have answered, is what survives the closing of the tab.
    transaction.commit();
    await ended(transaction);
  }

  return {
    async load() {
      const store = (await database).transaction(STORE).objectStore(STORE);
      const rows = await answered<Unsaved[]>(store.getAll());
      return rows.toSorted((a, b) => a.order - b.order);
    },
    put: (unsaved) => change((store) => store.put(unsaved)),
    remove: (operations) => change((store) => operations.forEach((operation) => store.delete(operation))),
  };
}

function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open('lathe-outbox', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'operation' });
  return answered(request);
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
  });
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB aborted'));
  });
}
