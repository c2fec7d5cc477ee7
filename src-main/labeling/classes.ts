/** @file The classes of a task: what an import brings, what an engineer makes of them. */
import type { ClassChange, LabelClass } from '../../src-shared/labeling/contract.ts';
import { MOST_CLASSES } from '../../src-shared/labeling/values.ts';
import { RESERVED_KEYS } from '../../src-shared/labeling/values.ts';
import { canonicalClass } from '../../src-shared/labeling/class-name.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { ClassRow, Queries } from './queries.ts';

const KEYS = [...'1234567890abcdefghijklmnopqrstuvwxyz'].filter((key) => !isReserved(key));

/** Names compare in their one form; one from before that was kept is still found as it is written. */
export function classCalled<Named extends { readonly name: string }>(
  classes: readonly Named[],
  label: string,
): Named | undefined {
  const name = canonicalClass(label);
  return (
    classes.find((each) => each.name === label) ?? classes.find((each) => canonicalClass(each.name) === name)
  );
}

function isReserved(key: string): boolean {
  return RESERVED_KEYS.some((reserved) => reserved === key);
}

export function readSchema(queries: Queries, task: string): LabelClass[] {
  const known = inSchema(queries.classes.all(task));
  return known.map((row, rank) => tellClass(row, rank, known));
}

/** What was never said of a class is left out. */
function tellClass(row: ClassRow, rank: number, known: readonly ClassRow[]): LabelClass {
  const { name, key, guideline, color, titleEn, titleZh } = row;
  const parent = known.find(({ id }) => id === row.parent)?.name;
  const examples = JSON.parse(row.examples) as string[];
  return {
    name,
    key,
    guideline,
    ...(color && { color }),
    ...(row.place !== rank && { place: row.place }),
    ...(parent !== undefined && { parent }),
    ...((titleEn || titleZh) && { titles: { en: titleEn, zh: titleZh } }),
    ...(examples.length > 0 && { examples }),
  };
}

export function inSchema(classes: readonly ClassRow[]): ClassRow[] {
  return classes.filter(({ retired }) => retired === 0);
}

/** @throws AppError `labeling.unknownLabel` when the schema has no such class */
export function requireClass(classes: readonly ClassRow[], label: string): ClassRow {
  const known = inSchema(classes);
  const found = classCalled(known, label);
  if (found !== undefined) return found;
  const names = known.map(({ name }) => name);
  const shown = names.slice(0, 12).join(', ') + (names.length > 12 ? ' …' : '');
  throw new AppError('labeling.unknownLabel', { label, classes: shown || '—' });
}

/** The class of an imported label; a label no class has makes one, with the first free key, at the end. */
export function ensureClass(queries: Queries, task: string, name: string): number {
  const classes = queries.classes.all(task);
  const known = inSchema(classes);
  const existing = classCalled(classes, name);
  if (existing?.retired === 0) return existing.id;
  // Its answers count as another's: so does what comes now.
  if (existing?.becomes) return existing.becomes;
  if (known.length >= MOST_CLASSES) {
    const examples = known
      .slice(0, 5)
      .map((each) => each.name)
      .join(', ');
    throw new AppError('labeling.tooManyClasses', { most: MOST_CLASSES, examples });
  }
  if (existing !== undefined) return reviveClass(queries, known, existing.id);
  const { lastInsertRowid } = queries.addClass.run({
    task,
    name,
    guideline: '',
    ...nextPlace(known, name),
  });
  return Number(lastInsertRowid);
}

/** Brings a class back into the schema, e.g. when an undo restores a label whose class was removed since. */
export function reviveClass(queries: Queries, known: readonly ClassRow[], id: number): number {
  queries.reviveClass.run({ id, ...nextPlace(known) });
  return id;
}

/** The next rank, and the first free key; a class whose name is a free key, as a digit's is, gets that. */
function nextPlace(known: readonly ClassRow[], name = ''): { key: string; rank: number; place: number } {
  const taken = new Set(known.map(({ key }) => key));
  return {
    key: KEYS.find((key) => key === name && !taken.has(key)) ?? KEYS.find((key) => !taken.has(key)) ?? '',
    rank: Math.max(-1, ...known.map(({ rank }) => rank)) + 1,
    place: freePlace(known),
  };
}

/** The first color that no class of the schema has, so that no other changes its own. */
function freePlace(known: readonly { readonly place: number }[]): number {
  const taken = new Set(known.map(({ place }) => place));
  let place = 0;
  while (taken.has(place)) place++;
  return place;
}

/** What the answers of a class that leaves the schema count as; null for nothing. Classes by their names. */
export interface ClassMove {
  readonly from: string;
  readonly to: string | null;
}

/**
 * Makes the schema exactly `changes`, in that order. Must run in a transaction. A class in use leaves only with a move; its
 * answers are kept, and count as themselves again when it comes back.
 *
 * @throws AppError `labeling.duplicateClass`, `labeling.duplicateKey`, `labeling.reservedKey`, `labeling.classUnknown`,
 *   `labeling.classInUse`, `labeling.classCircle`
 */
export function writeSchema(
  queries: Queries,
  task: string,
  { classes: schema, moves = [] }: { classes: readonly ClassChange[]; moves?: readonly ClassMove[] },
): void {
  const changes = schema.map((change) => ({ ...change, name: canonicalClass(change.name) || change.name }));
  requireDistinct(changes);
  const classes = queries.classes.all(task);
  const targets = targetsOf(classes, changes);
  const kept = classes.filter((each) => targets.includes(each));
  const names = new Set(changes.map(({ name }) => name));
  for (const left of classes.filter((each) => !kept.includes(each))) {
    retireClass(queries, left, { moves });
    if (names.has(left.name)) queries.renameClass.run(`${left.name} (${left.id})`, left.id);
  }
  // Names are unique, so those that change hands pass through one that nobody can have.
  for (const { id } of kept) queries.renameClass.run(`\0${id}`, id);
  const shown = kept.filter(({ retired }) => retired === 0).map(({ place }) => ({ place }));
  for (const [rank, change] of changes.entries()) {
    const target = targets[rank];
    const place = target?.retired === 0 ? target.place : freePlace(shown);
    if (target?.retired !== 0) shown.push({ place });
    writeClass(queries, { task, rank, place, change }, target);
  }
  for (const change of changes) describeClass(queries, task, change);
  for (const move of moves) moveClass(queries, task, { move, left: classCalled(classes, move.from) });
}

/** @throws AppError `labeling.classUnknown` for a target that is not in the schema as it is now */
function moveClass(
  queries: Queries,
  task: string,
  { move: { from, to }, left }: { move: ClassMove; left: ClassRow | undefined },
): void {
  const known = inSchema(queries.classes.all(task));
  if (left === undefined) throw new AppError('labeling.classUnknown', { label: from });
  // One that stayed keeps its answers.
  if (known.some(({ id }) => id === left.id)) return;
  const target = to === null ? undefined : classCalled(known, to);
  if (to !== null && target === undefined) throw new AppError('labeling.classUnknown', { label: to });
  queries.moveClass.run({ from: left.id, to: target?.id ?? 0 });
}

/** Writes what else is said of a class; what is left out stays as it is. */
function describeClass(queries: Queries, task: string, change: ClassChange): void {
  const { color, parent, titles, examples } = change;
  if (color === undefined && parent === undefined && titles === undefined && examples === undefined) return;
  const known = inSchema(queries.classes.all(task));
  const row = classCalled(known, change.name)!;
  const above = parent === undefined ? row.parent : parent === '' ? null : parentOf(known, row, parent);
  queries.describeClass.run({
    id: row.id,
    color: color ?? row.color,
    parent: above,
    titleEn: titles?.en ?? row.titleEn,
    titleZh: titles?.zh ?? row.titleZh,
    examples: examples === undefined ? row.examples : JSON.stringify(examples),
  });
}

/** @throws AppError `labeling.classUnknown`; `labeling.classCircle` for one that would be of itself */
function parentOf(known: readonly ClassRow[], row: ClassRow, parent: string): number {
  const above = classCalled(known, parent);
  if (above === undefined) throw new AppError('labeling.classUnknown', { label: parent });
  for (let each: ClassRow | undefined = above; each; each = known.find(({ id }) => id === each!.parent))
    if (each.id === row.id) throw new AppError('labeling.classCircle', { label: row.name, parent });
  return above.id;
}

function writeClass(
  queries: Queries,
  written: { task: string; rank: number; place: number; change: ClassChange },
  target: ClassRow | undefined,
): void {
  const { task, rank, place, change } = written;
  const { name, key, guideline } = change;
  if (target === undefined) {
    queries.addClass.run({ task, name, key, guideline, rank, place });
    return;
  }
  queries.renameClass.run(name, target.id);
  queries.updateClass.run({ id: target.id, key, guideline, rank, place });
}

/** Which class each change means; undefined for a new one. A class renamed away leaves its name free for a new one. */
function targetsOf(classes: readonly ClassRow[], changes: readonly ClassChange[]): (ClassRow | undefined)[] {
  const renamed = new Map<string, ClassRow>();
  for (const { was } of changes) {
    if (was === undefined) continue;
    if (renamed.has(was)) throw new AppError('labeling.duplicateClass', { label: was });
    const found = classCalled(inSchema(classes), was);
    if (found === undefined) throw new AppError('labeling.classUnknown', { label: was });
    renamed.set(was, found);
  }
  return changes.map(({ name, was }) =>
    was === undefined
      ? classCalled(
          classes.filter((each) => !renamed.has(each.name)),
          name,
        )
      : renamed.get(was),
  );
}

function requireDistinct(changes: readonly ClassChange[]): void {
  const names = new Set<string>();
  const keys = new Map<string, string>();
  for (const { name, key } of changes) {
    if (names.has(name)) throw new AppError('labeling.duplicateClass', { label: name });
    names.add(name);
    if (key === '') continue;
    if (isReserved(key))
      throw new AppError('labeling.reservedKey', { key, label: name, reserved: RESERVED_KEYS.join(', ') });
    const first = keys.get(key);
    if (first !== undefined) throw new AppError('labeling.duplicateKey', { key, first, second: name });
    keys.set(key, name);
  }
}

function retireClass(queries: Queries, left: ClassRow, { moves }: { moves: readonly ClassMove[] }): void {
  const moved =
    classCalled(
      moves.map(({ from }) => ({ name: from })),
      left.name,
    ) !== undefined;
  if (left.samples > 0 && !moved && left.retired === 0)
    throw new AppError('labeling.classInUse', { label: left.name, count: left.samples });
  queries.retireClass.run(left.id);
}
