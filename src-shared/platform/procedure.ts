/** @file How a procedure of the contract is declared: who may call it, what goes in, what comes out. */
import { oc } from '@orpc/contract';
import * as z from 'zod';

/** From the one who owns the workspace to one who only looks. */
export const ROLES = ['owner', 'engineer', 'labeler', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** What each procedure says of itself beside its schemas. */
export interface ProcedureMeta {
  readonly roles: readonly Role[];
  /** Reads change nothing; the window may repeat them freely. */
  readonly kind: 'read' | 'write';
}

const base = oc.$meta<ProcedureMeta>({ roles: [], kind: 'write' });

/** A procedure that changes nothing. There is no way to declare one without naming its roles. */
export function read(roles: readonly [Role, ...Role[]]) {
  return base.meta({ roles, kind: 'read' });
}

/** A procedure that changes something. */
export function write(roles: readonly [Role, ...Role[]]) {
  return base.meta({ roles, kind: 'write' });
}

export const EVERYONE = ['owner', 'engineer', 'labeler', 'viewer'] as const;
export const LABELERS = ['owner', 'engineer', 'labeler'] as const;
export const ENGINEERS = ['owner', 'engineer'] as const;
export const OWNERS = ['owner'] as const;

/** Time as ISO 8601 in UTC, e.g. `2026-11-22T08:00:00.000Z`. */
export const Instant = z.iso.datetime();
/** SHA-256 in lower-case hexadecimal. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const Id = z.string().min(1).max(64);
export const Name = z.string().trim().min(1).max(120);

/** Something said in both languages. */
export const LocalizedText = z.object({ en: z.string(), zh: z.string() });
export type LocalizedText = z.infer<typeof LocalizedText>;

/** One page of a list: `next` is null on the last. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), total: z.int(), next: z.int().nullable() });
}

/** Which page: the first row's offset and at most how many rows. */
export const PageRequest = z.object({
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(1000).default(100),
});

/** A page of a list that can be searched. */
export const ListRequest = PageRequest.extend({
  /** Rows in whose words this stands, in whatever case; empty for all. */
  search: z.string().max(1000).default(''),
});

/** In which order; null for the newest first. Rows without a value come last either way. */
export function sortOf<Column extends z.ZodType<string>>(column: Column) {
  return z
    .object({ column, descending: z.boolean().default(false) })
    .nullable()
    .default(null);
}
