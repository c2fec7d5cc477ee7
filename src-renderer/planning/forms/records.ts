/** @file The documents of one kind at the hands of a list and its form. */
import type { DocumentChange, DocumentKinds, DocumentOf } from '../../../src-shared/platform/documents.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import type { DocumentStore } from '../../platform/documents.svelte.ts';

export interface Row<Body> {
  readonly id: string;
  readonly body: Body;
}

export interface Records<Body> {
  readonly kind: string;
  readonly list: readonly Row<Body>[];
  /** @returns the new one's id */
  add(...bodies: readonly Body[]): string;
  edit(id: string, fields: Partial<Body>): void;
  /** Deletes it and what belongs to it, in one operation. */
  remove(id: string): void;
  undo(): Promise<unknown>;
}

export type BodyOf<Kinds extends DocumentKinds, Kind extends keyof Kinds & string> = Extract<
  DocumentOf<Kinds>,
  { readonly kind: Kind }
>['body'];

/** @param owned what is deleted along with a document of this id, e.g. the key results of an objective */
export function recordsOf<Kinds extends DocumentKinds, Kind extends keyof Kinds & string>(
  store: DocumentStore<Kinds>,
  kind: Kind,
  owned: (id: string) => readonly { readonly id: string; readonly kind: keyof Kinds & string }[] = () => [],
): Records<BodyOf<Kinds, Kind>> {
  type Body = BodyOf<Kinds, Kind>;
  const change = (id: string, of: keyof Kinds & string, body: unknown) =>
    // A change of one kind of a union that is only known by its type parameter.
    ({ id, kind: of, body }) as unknown as DocumentChange<Kinds>;
  return {
    kind,
    get list() {
      return store.of(kind) as unknown as readonly Row<Body>[];
    },
    add(...bodies) {
      const changes = bodies.map((body) => change(createId(kind), kind, body));
      store.change(...changes);
      return changes.at(-1)!.id;
    },
    edit: (id, fields) => store.edit(kind, id, fields as Parameters<typeof store.edit<Kind>>[2]),
    remove: (id) =>
      store.change(change(id, kind, null), ...owned(id).map((one) => change(one.id, one.kind, null))),
    undo: () => store.undo(),
  };
}

/** Where a new one stands: after all. */
export const nextRank = (rows: readonly Row<{ readonly rank: number }>[]): number =>
  rows.reduce((most, { body }) => Math.max(most, body.rank), 0) + 1;

export const byRank = <Body extends { readonly rank: number }>(rows: readonly Row<Body>[]): Row<Body>[] =>
  rows.toSorted((a, b) => a.body.rank - b.body.rank);
