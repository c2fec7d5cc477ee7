/** @file What a file would become in a plan, as people look at it before it is taken over. */
import type { ImportPreview } from '../../../src-shared/contract.ts';
import type { PlanChange } from '../../../src-shared/planning/contract.ts';
import { isProblem } from '../../../src-shared/planning/exchange/notes.ts';
import type { DraftChanges } from './changes.ts';
import type { Draft } from './draft.ts';
import type { PlanSource } from './plan-to-write.ts';

/** Rows that people look at before they take a file over. */
const MOST_ROWS = 200;

export function previewOf(
  draft: Draft,
  { changes, notes, changed, missing }: DraftChanges,
  source: PlanSource,
): ImportPreview {
  const kinds = Map.groupBy(changes, ({ kind }) => kind);
  const present = new Set(source.documents.map(({ id }) => id));
  const isNew = ({ id }: PlanChange) => !changed.has(id) && !present.has(id);
  return {
    format: draft.format,
    kinds: [...kinds].map(([kind, all]) => {
      const added = all.filter(({ id }) => !changed.has(id)).length;
      return kind === 'project'
        ? { kind, added: 0, changed: all.length }
        : { kind, added, changed: all.length - added };
    }),
    rows: rowsOf(changes, source).map(({ change, ...row }) => ({ ...row, isNew: isNew(change) })),
    problems: notes.filter(isProblem),
    losses: notes.filter((note) => !isProblem(note)),
    missingPeople: missing.map(({ name, daysOff }) => ({
      name,
      daysOff: daysOff.map((one) => ({ ...one })),
    })),
    calendar: draft.calendar,
  };
}

type Row = Omit<ImportPreview['rows'][number], 'isNew'> & { readonly change: PlanChange };

function rowsOf(changes: readonly PlanChange[], { people }: PlanSource): Row[] {
  const levels = new Map<string, number>();
  const nameOf = (id: string) => people.find((one) => one.id === id)?.body.name ?? id;
  return changes.slice(0, MOST_ROWS).flatMap((change): Row[] => {
    if (change.body === null) return [];
    if (change.kind === 'milestone') {
      const { name, due, owner } = change.body;
      const owners = owner === null ? [] : [nameOf(owner)];
      return [{ change, title: name, kind: change.kind, level: 1, owners, hours: null, start: null, due }];
    }
    if (change.kind !== 'task') return [];
    const { title, parent, owners, estimate, start, due } = change.body;
    const level = parent === null ? 1 : (levels.get(parent) ?? 0) + 1;
    levels.set(change.id, level);
    const hours = estimate?.likely ?? null;
    return [{ change, title, kind: change.kind, level, owners: owners.map(nameOf), hours, start, due }];
  });
}
