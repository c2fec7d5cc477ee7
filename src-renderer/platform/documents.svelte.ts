/**
 * @file Documents in the window: read once whole, then only what changed. A change is painted before it is saved, saved in
 * order, and tried again while the workbench cannot be reached; what the workbench refuses is taken back on the screen.
 */
import type { DocumentChange, DocumentKinds, DocumentOf } from '../../src-shared/platform/documents.ts';
import { type AppError, toAppError } from '../../src-shared/platform/errors.ts';

export interface DocumentsClient<Kinds extends DocumentKinds> {
  read(input: { scope: string }): Promise<{ at: number; documents: DocumentOf<Kinds>[] }>;
  since(input: { scope: string; at: number }): Promise<{ at: number; changes: DocumentChange<Kinds>[] }>;
  change(input: {
    scope: string;
    operation: string;
    changes: DocumentChange<Kinds>[];
  }): Promise<{ at: number }>;
  undo(input: { scope: string }): Promise<{ at: number; changes: DocumentChange<Kinds>[] }>;
  redo(input: { scope: string }): Promise<{ at: number; changes: DocumentChange<Kinds>[] }>;
}

export interface DocumentStoreParts<Kinds extends DocumentKinds> {
  readonly client: DocumentsClient<Kinds>;
  readonly scope: string;
  /** Tells what the workbench refused. */
  readonly refused: (error: AppError) => void;
  readonly pause?: (milliseconds: number) => Promise<void>;
}

/** What an undo or a redo changed: how many documents, and what the first with a name is called. Undefined where it was refused. */
export type Stepped = { readonly count: number; readonly name: string | undefined } | undefined;

/** As people know a document; undefined where it has no words of its own. */
function nameOf(body: unknown): string | undefined {
  if (body === null || typeof body !== 'object') return undefined;
  const { title, name, text } = body as Readonly<Record<string, unknown>>;
  const words = [title, name, text].find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof words === 'string' ? words.trim().split('\n')[0]!.slice(0, 60) : undefined;
}

interface Unsaved<Kinds extends DocumentKinds> {
  readonly operation: string;
  readonly changes: DocumentChange<Kinds>[];
}

/** Milliseconds until an unreachable workbench is asked again. */
const AGAIN_MS = 1000;

export class DocumentStore<Kinds extends DocumentKinds> {
  readonly scope: string;
  /** Grows with every change; what reads documents depends on it. */
  version = $state(0);
  /** Before the documents came. */
  fresh = $state(true);
  error = $state.raw<AppError>();
  /** Changes that are not saved yet. */
  unsaved = $state(0);
  readonly #parts: DocumentStoreParts<Kinds>;
  // Thousands of documents: one version for all is cheaper than a signal each.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #byId = new Map<string, DocumentOf<Kinds>>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #lists = new Map<string, { readonly version: number; readonly list: readonly unknown[] }>();
  readonly #queue: Unsaved<Kinds>[] = [];
  #at = 0;
  #working: Promise<void> | undefined;

  constructor(parts: DocumentStoreParts<Kinds>) {
    this.#parts = parts;
    this.scope = parts.scope;
  }

  /** Reads everything. */
  async open(): Promise<void> {
    try {
      const { at, documents } = await this.#parts.client.read({ scope: this.scope });
      this.#byId.clear();
      for (const document of documents) this.#byId.set(document.id, document);
      for (const { changes } of this.#queue) this.#apply(changes);
      this.#at = at;
      this.error = undefined;
      this.fresh = false;
      this.version++;
    } catch (thrown) {
      this.error = toAppError(thrown);
    }
  }

  /** Reads what changed since, e.g. by somebody else. What is unsaved here stays as it is painted. */
  async follow(): Promise<void> {
    if (this.fresh) return this.open();
    const { scope } = this;
    const { at, changes } = await this.#parts.client.since({ scope, at: this.#at });
    this.#at = Math.max(this.#at, at);
    const mine = this.#queue.flatMap((unsaved) => unsaved.changes.map(({ id }) => id));
    // What was changed here comes back, too; it is painted already.
    this.#apply(changes.filter((change) => !mine.includes(change.id) && !this.#isKnown(change)));
  }

  get(id: string): DocumentOf<Kinds> | undefined {
    void this.version;
    return this.#byId.get(id);
  }

  /** The body of a document of this kind. */
  body<Kind extends keyof Kinds & string>(
    kind: Kind,
    id: string | null | undefined,
  ): Extract<DocumentOf<Kinds>, { kind: Kind }>['body'] | undefined {
    const document = id == null ? undefined : this.get(id);
    return document?.kind === kind
      ? (document as Extract<DocumentOf<Kinds>, { kind: Kind }>).body
      : undefined;
  }

  /** All documents of a kind; the same list until something changes. */
  of<Kind extends keyof Kinds & string>(kind: Kind): readonly Extract<DocumentOf<Kinds>, { kind: Kind }>[] {
    const { version } = this;
    const known = this.#lists.get(kind);
    type List = readonly Extract<DocumentOf<Kinds>, { kind: Kind }>[];
    if (known?.version === version) return known.list as List;
    const list = [...this.#byId.values()].filter((document) => document.kind === kind) as unknown as List;
    this.#lists.set(kind, { version, list });
    return list;
  }

  /** Changes documents in one operation, which one undo takes back. */
  change(...changes: DocumentChange<Kinds>[]): void {
    if (changes.length === 0) return;
    this.#apply(changes);
    this.#queue.push({ operation: crypto.randomUUID(), changes });
    this.unsaved = this.#queue.length;
    void this.saved();
  }

  /** Changes some fields of a document that is there. */
  edit<Kind extends keyof Kinds & string>(
    kind: Kind,
    id: string,
    fields: Partial<Extract<DocumentOf<Kinds>, { kind: Kind }>['body'] & object>,
  ): void {
    const body = this.body(kind, id);
    if (body === undefined) return;
    this.change({ id, kind, body: { ...(body as object), ...fields } } as unknown as DocumentChange<Kinds>);
  }

  readonly undo = (): Promise<Stepped> => this.#step('undo');
  readonly redo = (): Promise<Stepped> => this.#step('redo');

  /** Waits until everything is saved or refused. */
  saved(): Promise<void> {
    this.#working ??= this.#work().finally(() => (this.#working = undefined));
    return this.#working;
  }

  async #step(way: 'undo' | 'redo'): Promise<Stepped> {
    await this.saved();
    try {
      const { changes } = await this.#parts.client[way]({ scope: this.scope });
      const names = changes.map(({ id, body }) => nameOf(body) ?? nameOf(this.#byId.get(id)?.body));
      this.#apply(changes);
      return { count: changes.length, name: names.find((name) => name !== undefined) };
    } catch (thrown) {
      this.#parts.refused(toAppError(thrown));
      return undefined;
    }
  }

  async #work(): Promise<void> {
    const { client, refused, pause = wait } = this.#parts;
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      try {
        await client.change({ scope: this.scope, ...next });
        this.#queue.shift();
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.key === 'house.unreachable') await pause(AGAIN_MS);
        else {
          this.#queue.shift();
          refused(error);
          await this.open();
        }
      }
      this.unsaved = this.#queue.length;
    }
  }

  #isKnown({ id, body }: DocumentChange<Kinds>): boolean {
    return JSON.stringify(this.#byId.get(id)?.body ?? null) === JSON.stringify(body);
  }

  #apply(changes: readonly DocumentChange<Kinds>[]): void {
    for (const change of changes) {
      if (change.body === null) this.#byId.delete(change.id);
      else this.#byId.set(change.id, change as unknown as DocumentOf<Kinds>);
    }
    if (changes.length > 0) this.version++;
  }
}

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
