/** @file What every room gives the house, under the same names: its facets. */
import type { Uploads } from './api/uploads.ts';
import type { Person, WorkbenchEvent } from '../../src-shared/contract.ts';
import type { AnyFact } from './facts.ts';

/** What a room's procedures need of the door that they are called through. */
export interface Doorway {
  /** Files that clients sent before they said what for. */
  readonly uploads: Uploads;
}

/** A room as app.ts wires it. What a room has none of it leaves out. */
export interface Room<Procedures extends object = object, Counts extends object = object> {
  /** Implements its part of the contract. */
  procedures(door: Doorway): Procedures;
  /** How much of what there is, for the overview. */
  counts?(): Counts;
  /** The SHA-256 of every blob that the room's tables name: what is not named may go. */
  blobs?(): readonly string[];
  /** Of a blob that it names. @throws AppError `labeling.answersHidden` where it tells labels that a person may not see */
  requireBlobShown?(sha256: string, person: Pick<Person, 'role'>): void;
  /** What was measured, for whoever asks of it by name. */
  readonly facts?: readonly AnyFact[];
  /** Told of everything that happens, after clients are. */
  told?(event: WorkbenchEvent): void;
  /** Begins what may wait until a door stands open. */
  opened?(): void;
  /** Ends what is under way. */
  close?(): void | Promise<void>;
}

type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

type ProceduresOf<Rooms extends readonly Room[]> = Intersection<ReturnType<Rooms[number]['procedures']>>;
type CountsOf<Rooms extends readonly Room[]> = Intersection<
  Rooms[number] extends infer One ? (One extends { counts(): infer Counts } ? Counts : never) : never
>;

/** The procedures of all rooms as one object. Two rooms that implement the same would overwrite each other: a defect. */
export function proceduresOf<const Rooms extends readonly Room[]>(rooms: Rooms, door: Doorway) {
  const parts = rooms.map((room) => Object.entries(room.procedures(door)));
  const names = parts.flat().map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`two rooms implement “${twice}”`);
  return Object.fromEntries(parts.flat()) as ProceduresOf<Rooms>;
}

/** The counts of all rooms as one object. */
export function countsOf<const Rooms extends readonly Room[]>(rooms: Rooms) {
  return Object.assign({}, ...rooms.map((room) => room.counts?.() ?? {})) as CountsOf<Rooms>;
}

/** The blobs that any room names. */
export function blobsOf(rooms: readonly Room[]): string[] {
  return rooms.flatMap((room) => room.blobs?.() ?? []);
}

/** Asks every room whether a person may read a blob. @throws AppError `labeling.answersHidden` */
export function requireBlobShown(rooms: readonly Room[], sha256: string, person: Pick<Person, 'role'>): void {
  for (const room of rooms) room.requireBlobShown?.(sha256, person);
}

/** Closes rooms in this order, one after another. */
export async function closeAll(rooms: readonly Room[]): Promise<void> {
  for (const room of rooms) await room.close?.();
}
