/**
 * @file Documents: the small typed things that people write and change by hand (a plan's tasks, risks, people of a team),
 * kept with their whole history. A room names its kinds, each with the schema of its body, and gets the procedures to
 * read, change, undo and look back.
 */
import * as z from 'zod';
import { ENGINEERS, EVERYONE, Id, Instant, read, write } from './procedure.ts';

/** The schema of each kind's body. */
export type DocumentKinds = Readonly<Record<string, z.ZodType>>;

/** A document of one of these kinds, told apart by `kind`. */
export type DocumentOf<Kinds extends DocumentKinds> = {
  [Kind in keyof Kinds & string]: {
    readonly id: string;
    readonly kind: Kind;
    readonly body: z.infer<Kinds[Kind]>;
  };
}[keyof Kinds & string];

/** What becomes of one document: its new body, or null to delete it. */
export type DocumentChange<Kinds extends DocumentKinds> = {
  [Kind in keyof Kinds & string]: {
    readonly id: string;
    readonly kind: Kind;
    readonly body: z.infer<Kinds[Kind]> | null;
  };
}[keyof Kinds & string];

/** The most documents that one operation changes. */
export const MOST_CHANGES = 20_000;

/** What a change leaves: the place in the log up to which everything is told. */
const At = z.object({ at: z.int() });

/** Which documents belong together and are read at once: a project's plan, the team. */
const Scope = z.object({ scope: Id });

/** The procedures of documents of these kinds. Everybody may read; engineers and the owner change. */
export function documentsContract<const Kinds extends DocumentKinds>(kinds: Kinds) {
  const each = Object.entries(kinds);
  const union = (bodyOf: (body: z.ZodType) => z.ZodType) =>
    z.discriminatedUnion(
      'kind',
      each.map(([kind, body]) => z.object({ id: Id, kind: z.literal(kind), body: bodyOf(body) })) as [
        z.ZodObject<{ id: typeof Id; kind: z.ZodLiteral<string>; body: z.ZodType }>,
      ],
    );
  // A union over a table of kinds has no type of its own that keeps kind and body together.
  const Document = union((body) => body) as unknown as z.ZodType<DocumentOf<Kinds>>;
  const Change = union((body) => body.nullable()) as unknown as z.ZodType<DocumentChange<Kinds>>;
  const Entry = z.object({
    seq: z.int(),
    operation: z.string(),
    at: Instant,
    author: z.string(),
    /** Whether it was a change, or one taken back or done again. */
    way: z.enum(['change', 'undo', 'redo']),
    kind: z.string(),
    id: Id,
    /** Null where there was none, or is none any more. */
    before: z.unknown(),
    after: z.unknown(),
  });
  return {
    read: read(EVERYONE)
      .input(Scope)
      .output(At.extend({ documents: z.array(Document) })),
    /** What became of documents since a place in the log; each once, as it is now. */
    since: read(EVERYONE)
      .input(Scope.extend({ at: z.int().min(0) }))
      .output(At.extend({ changes: z.array(Change) })),
    /** All of it or nothing. An operation that was carried out before is not carried out again. */
    change: write(ENGINEERS)
      .input(Scope.extend({ operation: z.uuid(), changes: z.array(Change).min(1).max(MOST_CHANGES) }))
      .output(At),
    /** Takes back the caller's last operation that stands; `changes` is empty where there is none. */
    undo: write(ENGINEERS)
      .input(Scope)
      .output(At.extend({ changes: z.array(Change) })),
    redo: write(ENGINEERS)
      .input(Scope)
      .output(At.extend({ changes: z.array(Change) })),
    /** The newest first. */
    history: read(EVERYONE)
      .input(
        Scope.extend({
          id: Id.optional(),
          before: z.int().optional(),
          limit: z.int().min(1).max(1000).default(100),
        }),
      )
      .output(z.array(Entry)),
  };
}

/** A day of the calendar on the wall, without a zone, e.g. `2026-11-29`. */
export const CivilDate = z.iso.date();
