/**
 * @file Documents of one room: read, changed all or nothing, taken back and done again. The log is append-only, and what
 * is taken back has the bytes that it had before.
 */
import { randomUUID } from 'node:crypto';
import type { Person } from '../../../src-shared/contract.ts';
import type { DocumentChange, DocumentKinds, DocumentOf } from '../../../src-shared/platform/documents.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Store } from '../store/index.ts';
import { prepareQueries, type ChangeRow, type EntryRow } from './queries.ts';

export interface DocumentsParts<Kinds extends DocumentKinds> {
  readonly store: Store;
  readonly room: string;
  readonly kinds: Kinds;
  /**
   * Refuses what no schema can see, e.g. a circle of dependencies; it is asked inside the transaction, when the changes
   * stand. @throws AppError
   */
  readonly check?: (scope: string, changes: readonly DocumentChange<Kinds>[]) => void;
  /** Told after each operation. */
  readonly changed: (scope: string, changes: readonly DocumentChange<Kinds>[]) => void;
}

export interface Told<Kinds extends DocumentKinds> {
  /** The place in the log up to which this tells everything. */
  readonly at: number;
  readonly changes: DocumentChange<Kinds>[];
}

interface Operation<Kinds extends DocumentKinds> {
  readonly scope: string;
  readonly operation: string;
  readonly changes: readonly DocumentChange<Kinds>[];
}

export type Documents<Kinds extends DocumentKinds> = ReturnType<typeof openDocuments<Kinds>>;

export function openDocuments<const Kinds extends DocumentKinds>(parts: DocumentsParts<Kinds>) {
  const { store, room, check, changed } = parts;
  const queries = prepareQueries(store.db);
  type Change = DocumentChange<Kinds>;

  const parse = (json: string | null): unknown => (json === null ? null : JSON.parse(json));
  const changeOf = ({ id, kind }: { id: string; kind: string }, json: string | null): Change =>
    ({ id, kind, body: parse(json) }) as Change;

  /** Writes one document and its row in the log. */
  function write(row: ChangeRow): void {
    const { scope, id, kind, after } = row;
    if (after === null) queries.remove.run({ room, scope, id });
    else queries.put.run({ room, scope, id, kind, body: after });
    queries.log.run(row);
  }

  function carryOut({ scope, operation, changes }: Operation<Kinds>, person: Person): void {
    const at = new Date().toISOString();
    for (const { id, kind, body } of changes) {
      const present = queries.one.get({ room, scope, id });
      if (present && present.kind !== kind)
        throw new AppError('documents.otherKind', { id, kind, present: present.kind });
      const [before, after] = [present?.body ?? null, body === null ? null : JSON.stringify(body)];
      if (before === after) continue;
      write({
        room,
        scope,
        id,
        kind,
        operation,
        way: 'change',
        target: null,
        author: person.id,
        authorName: person.name,
        at,
        before,
        after,
      });
    }
    check?.(scope, changes);
  }

  /** The operation that an undo or a redo is of. */
  function targetOf(scope: string, person: Person, way: 'undo' | 'redo'): string | undefined {
    const settled = new Set<string>();
    for (const { operation, way: did, target } of queries.lately.all({ room, scope, author: person.id })) {
      const of = target ?? operation;
      if (settled.has(of)) continue;
      settled.add(of);
      const stands = did !== 'undo';
      if (way === 'undo' && stands) return of;
      if (way === 'redo' && !stands) return of;
      // After a new change there is nothing to do again.
      if (way === 'redo' && did === 'change') return undefined;
    }
    return undefined;
  }

  function takeBack(row: EntryRow, way: 'undo' | 'redo', operation: string, person: Person): Change {
    const { scope, id, kind } = row;
    const [before, after] = way === 'undo' ? [row.after, row.before] : [row.before, row.after];
    const present = queries.one.get({ room, scope, id })?.body ?? null;
    if (present !== before) {
      const [last] = queries.history.all({ room, scope, id, before: null, limit: 1 });
      throw new AppError('documents.changedSince', { who: last?.authorName ?? '', kind });
    }
    write({
      room,
      scope,
      id,
      kind,
      operation,
      way,
      target: row.operation,
      author: person.id,
      authorName: person.name,
      at: new Date().toISOString(),
      before,
      after,
    });
    return changeOf(row, after);
  }

  function step(way: 'undo' | 'redo', scope: string, person: Person): Told<Kinds> {
    const changes = store.tx(() => {
      const target = targetOf(scope, person, way);
      if (target === undefined) return [];
      const rows = queries.ofOperation.all(target);
      const operation = randomUUID();
      const ordered = way === 'undo' ? rows.toReversed() : rows;
      const taken = ordered.map((row) => takeBack(row, way, operation, person));
      check?.(scope, taken);
      return taken;
    });
    if (changes.length > 0) changed(scope, changes);
    return { at: at(scope), changes };
  }

  const at = (scope: string): number => queries.at.get({ room, scope }) ?? 0;

  return {
    at,

    /** All documents of a scope, and the place in the log that they are of. */
    read(scope: string): { at: number; documents: DocumentOf<Kinds>[] } {
      const rows = queries.all.all({ room, scope });
      return { at: at(scope), documents: rows.map((row) => changeOf(row, row.body) as DocumentOf<Kinds>) };
    },

    /** The documents of a kind in every scope, or in one. */
    ofKind<Kind extends keyof Kinds & string>(kind: Kind, scope?: string) {
      const rows =
        scope === undefined
          ? queries.ofKind.all({ room, kind })
          : queries.kindIn.all({ room, kind, scope }).map((row) => ({ ...row, scope }));
      return rows.map((row) => ({
        scope: row.scope,
        ...(changeOf(row, row.body) as Extract<DocumentOf<Kinds>, { kind: Kind }>),
      }));
    },

    /** All documents of a kind that there ever were in a scope, with when they came and went; `body` is the last they had. */
    lives<Kind extends keyof Kinds & string>(scope: string, kind: Kind) {
      return queries.lives.all({ room, scope, kind }).map(({ id, addedAt, changedAt, before, after }) => ({
        id,
        addedAt,
        removedAt: after === null ? changedAt : null,
        body: parse(after ?? before) as Extract<DocumentOf<Kinds>, { kind: Kind }>['body'],
      }));
    },

    since({ scope, at: from }: { scope: string; at: number }): Told<Kinds> {
      const changes = queries.since
        .all({ room, scope, at: from })
        .map((row) => changeOf(row, queries.one.get({ room, scope, id: row.id })?.body ?? null));
      return { at: at(scope), changes };
    },

    /**
     * Carries out an operation, all or nothing; one that was carried out before is left.
     *
     * @throws AppError `documents.otherKind`, and what the room's check throws
     */
    change(asked: Operation<Kinds>, person: Person): { at: number } {
      const { scope, operation, changes } = asked;
      const done = store.tx(() => {
        if (queries.isDone.get(operation)) return false;
        carryOut(asked, person);
        return true;
      });
      if (done) changed(scope, changes);
      return { at: at(scope) };
    },

    /** @throws AppError `documents.changedSince` where somebody changed meanwhile what was changed */
    undo: (scope: string, person: Person): Told<Kinds> => step('undo', scope, person),
    redo: (scope: string, person: Person): Told<Kinds> => step('redo', scope, person),

    history({
      scope,
      id,
      before,
      limit,
    }: {
      scope: string;
      id?: string | undefined;
      before?: number | undefined;
      limit: number;
    }) {
      return queries.history
        .all({ room, scope, id: id ?? null, before: before ?? null, limit })
        .map((row) => ({
          seq: row.seq,
          operation: row.operation,
          at: row.at,
          author: row.authorName,
          way: row.way,
          kind: row.kind,
          id: row.id,
          before: parse(row.before),
          after: parse(row.after),
        }));
    },
  };
}
