/** @file A plan as a template for others: copied with new ids, its days as far from the start, nothing of it done yet. */
import { createId } from '../../platform/ids.ts';
import type { PlanBody, PlanChange, PlanDocument } from '../contract.ts';
import { monthIndex, monthName } from '../market.ts';

const DAY_MS = 86_400_000;

/** A day of the calendar so many days later. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** What another project begins with; hours, comments, answers, spending and what was measured stay behind. */
const KEPT: ReadonlySet<PlanDocument['kind']> = new Set([
  'project',
  'objective',
  'keyResult',
  'requirement',
  'milestone',
  'gate',
  'task',
  'risk',
  'budgetLine',
  'machine',
  'labelSchema',
  'savedFilter',
  'segment',
  'persona',
  'feature',
  'competitor',
  'positioningMap',
  'swotEntry',
  'canvasEntry',
  'revenueStream',
  'scenario',
]);

type Stored = PlanBody<'template'>['documents'][number];

/** A template of a plan as it stands. */
export function templateOf(documents: readonly PlanDocument[], name: string): PlanBody<'template'> {
  const project = documents.find(({ kind }) => kind === 'project');
  const start = project?.kind === 'project' ? project.body.start : '2026-01-01';
  return {
    name,
    text: '',
    start,
    documents: documents
      .filter(({ kind }) => KEPT.has(kind))
      .map(({ id, kind, body }) => ({ id, kind, body: { ...body, ...asNew(kind) } })),
  };
}

/** The fields of a document of which nothing is done yet. */
function asNew(kind: PlanDocument['kind']): Record<string, unknown> {
  if (kind === 'task')
    return { done: 0, column: 'backlog', actualStart: null, actualFinish: null, blockedBy: '', links: [] };
  if (kind === 'project') return { state: 'active', after: [] };
  if (kind === 'requirement') return { state: 'proposed', links: [] };
  if (kind === 'risk') return { state: 'open' };
  return kind === 'labelSchema' ? { dataset: null } : {};
}

/** The documents of a new project: every id that the template has becomes a new one, wherever it stands. */
export function copyTemplate(
  template: PlanBody<'template'>,
  { project, name, start }: { readonly project: string; readonly name: string; readonly start: string },
): PlanChange[] {
  const newIdOf = ({ id, kind }: Stored): string => {
    if (kind === 'project') return project;
    // There is one of a project, by this id.
    return kind === 'positioningMap' ? id : createId(kind);
  };
  const ids = new Map(template.documents.map((one) => [one.id, newIdOf(one)]));
  const days = daysBetween(template.start, start);
  const months = monthIndex(start) - monthIndex(template.start);
  const text = (value: string): string => {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return shiftDay(value, days);
    return ids.get(value) ?? value;
  };
  const key = (name: string): string =>
    /^\d{4}-\d{2}$/.test(name) ? monthName(monthIndex(name) + months) : (ids.get(name) ?? name);
  const copy = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(copy);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([at, one]) => [key(at), copy(one)]));
  };
  const changeOf = ({ id, kind, body }: Stored): PlanChange => {
    const copied = copy(body) as Record<string, unknown>;
    const named = kind === 'project' ? { ...copied, name } : copied;
    // The workbench checks each body by the schema of its kind.
    return { id: ids.get(id)!, kind, body: named } as unknown as PlanChange;
  };
  return template.documents.map(changeOf);
}
