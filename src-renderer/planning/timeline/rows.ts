/** @file The rows of the timeline: tasks in the order of the outline, then milestones; what each is and where it stands. */
import type { ScheduledTask } from '../../../src-shared/planning/engine/index.ts';
import { DAY, parseDay } from '../../../src-shared/planning/engine/index.ts';
import type { PlanBody } from '../../../src-shared/planning/contract.ts';
import type { OutlineRow } from '../work/outline.ts';

export interface TimelineRow {
  readonly id: string;
  readonly title: string;
  readonly shape: 'bar' | 'summary' | 'milestone' | 'recurring';
  readonly depth: number;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
  readonly scheduled: ScheduledTask | undefined;
  /** The end of the due day, in civil minutes. */
  readonly due: number | undefined;
  /** Names of owners, drawn behind the bar. */
  readonly owners: string;
  readonly after: PlanBody<'task'>['after'];
  /** Milestones that it serves. */
  readonly milestones: readonly string[];
}

const endOf = (due: string | null) => (due === null ? undefined : (parseDay(due)! + 1) * DAY - 1);

export interface RowSource {
  readonly outline: readonly OutlineRow[];
  readonly milestones: readonly { readonly id: string; readonly body: PlanBody<'milestone'> }[];
  readonly scheduled: ReadonlyMap<string, ScheduledTask>;
  readonly ownersOf: (owners: readonly string[]) => string;
}

export function timelineRows({
  outline,
  milestones,
  scheduled,
  ownersOf,
}: RowSource): readonly TimelineRow[] {
  const tasks = outline.map(({ task: { id, body }, depth, hasChildren, isOpen }): TimelineRow => {
    const at = scheduled.get(id);
    return {
      id,
      title: body.title,
      shape: body.recurrence ? 'recurring' : at?.isSummary ? 'summary' : 'bar',
      depth,
      hasChildren,
      isOpen,
      scheduled: at,
      due: endOf(body.due),
      owners: ownersOf(body.owners),
      after: body.after,
      milestones: body.milestones,
    };
  });
  const ends = milestones.map(({ id, body }): TimelineRow => ({
    id,
    title: body.name,
    shape: 'milestone',
    depth: 0,
    hasChildren: false,
    isOpen: false,
    scheduled: scheduled.get(id),
    due: endOf(body.due),
    owners: '',
    after: body.after,
    milestones: [],
  }));
  return [...tasks, ...ends];
}

export interface Link {
  /** Places of rows. */
  readonly from: number;
  readonly to: number;
  readonly type: 'FS' | 'SS' | 'FF' | 'SF';
  readonly isCritical: boolean;
}

/** Dependencies between rows that are shown; those of folded tasks are not. */
export function linksOf(rows: readonly TimelineRow[], criticalPath: readonly string[]): readonly Link[] {
  const placeOf = new Map(rows.map(({ id }, index) => [id, index]));
  const path = new Set(criticalPath.slice(1).map((id, i) => `${criticalPath[i]}>${id}`));
  const links: Link[] = [];
  const add = (from: string, to: string, type: Link['type']): void => {
    const [a, b] = [placeOf.get(from), placeOf.get(to)];
    if (a !== undefined && b !== undefined)
      links.push({ from: a, to: b, type, isCritical: path.has(`${from}>${to}`) });
  };
  for (const { id, after, milestones } of rows) {
    for (const { task, type } of after) add(task, id, type);
    for (const milestone of milestones) add(id, milestone, 'FS');
  }
  return links;
}
