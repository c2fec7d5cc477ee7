/** @file Tasks and milestones of a plan as CSV, all their fields; what {@link readTasksCsv} reads back. */
import type { PlanBody } from '../../../src-shared/planning/contract.ts';
import { joinList, writeDependency } from './cells.ts';
import { writeCsv } from './csv.ts';
import type { PlanToWrite } from './plan-to-write.ts';
import { COLUMNS_OF_CSV, type CsvColumn } from './task-columns.ts';

type Cells = Partial<Record<CsvColumn, string>>;

export function planAsCsv(plan: PlanToWrite): string {
  const { tasks, milestones, notes } = plan;
  for (const [kind, count] of plan.others) for (let i = 0; i < count; i++) notes.add('kind', kind);
  const rows = [
    ...milestones.map(({ id, body }) => milestoneCells(id, body, plan)),
    ...tasks.map(({ id, body }) => taskCells(id, body, plan)),
  ];
  return writeCsv([COLUMNS_OF_CSV, ...rows.map((cells) => COLUMNS_OF_CSV.map((name) => cells[name] ?? ''))]);
}

function milestoneCells(id: string, body: PlanBody<'milestone'>, plan: PlanToWrite): Cells {
  return {
    id,
    type: 'milestone',
    title: body.name,
    text: body.text,
    due: body.due ?? '',
    owners: body.owner === null ? '' : plan.personName(body.owner, body.name),
    after: dependencies(body.after, body.name, plan),
    rank: String(body.rank),
  };
}

function taskCells(id: string, body: PlanBody<'task'>, plan: PlanToWrite): Cells {
  const { title, estimate } = body;
  return {
    id,
    type: 'task',
    title,
    text: body.text,
    parent: plan.existing(body.parent === null ? [] : [body.parent], title)[0] ?? '',
    milestones: joinList(plan.existing(body.milestones, title)),
    column: body.column,
    priority: body.priority,
    owners: joinList(body.owners.map((owner) => plan.personName(owner, title)).filter((name) => name !== '')),
    optimistic: estimate ? String(estimate.optimistic) : '',
    likely: estimate ? String(estimate.likely) : '',
    pessimistic: estimate ? String(estimate.pessimistic) : '',
    done: String(body.done),
    start: body.start ?? '',
    due: body.due ?? '',
    actualStart: body.actualStart ?? '',
    actualFinish: body.actualFinish ?? '',
    after: dependencies(body.after, title, plan),
    labels: joinList(body.labels),
    skill: body.skill ?? '',
    gpuHours: String(body.gpuHours),
    checklist: listCell(body.checklist),
    links: listCell(body.links),
    recurrence: body.recurrence === null ? '' : JSON.stringify(body.recurrence),
    measured: body.measured === undefined ? '' : JSON.stringify(body.measured),
    blockedBy: body.blockedBy,
    levelled: body.levelled === undefined ? '' : String(body.levelled),
    rank: String(body.rank),
  };
}

const listCell = (list: readonly unknown[]): string => (list.length === 0 ? '' : JSON.stringify(list));

const dependencies = (after: PlanBody<'task'>['after'], title: string, plan: PlanToWrite): string =>
  joinList(
    after.filter(({ task }) => plan.existing([task], title).length > 0).map((one) => writeDependency(one)),
  );
