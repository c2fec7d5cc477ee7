/**
 * @file A plan as iCalendar (RFC 5545): milestones as all-day events, tasks as to-dos; sub-tasks and dependencies as related to
 * one another (RFC 9253). Dates that the schedule chose are marked, so that they do not come back as promised.
 */
import type { PlanBody } from '../../../src-shared/planning/contract.ts';
import { DAY, formatDay } from '../../../src-shared/planning/engine/index.ts';
import { escapeText, fold } from './ics.ts';
import type { PlanToWrite } from './plan-to-write.ts';

type TaskBody = PlanBody<'task'>;

/** `RELTYPE` by the type of a dependency. */
export const RELATIONS = {
  FS: 'FINISHTOSTART',
  SS: 'STARTTOSTART',
  FF: 'FINISHTOFINISH',
  SF: 'STARTTOFINISH',
} as const;
export const SCHEDULED = 'X-LATHE-SCHEDULED';
/** Behind the ids of documents, so that a file that comes back changes what it was made of. */
export const UID_SUFFIX = '@lathe-plan';
const PRIORITIES = { urgent: 1, high: 3, normal: 5, low: 9 } as const;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const LAST = 5;

const compact = (day: string): string => day.replaceAll('-', '');
const dateLine = (name: string, day: string): string => `${name};VALUE=DATE:${compact(day)}`;
const nextDay = (day: string): string => formatDay(Date.parse(day) / 86_400_000 + 1);

export function planAsIcs(plan: PlanToWrite): string {
  const { project, milestones, tasks, source, notes } = plan;
  for (const [kind, count] of plan.others) for (let i = 0; i < count; i++) notes.add('kind', kind);
  const stamp = `DTSTAMP:${compact(source.today)}T000000Z`;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Lathe//Plan//EN',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escapeText(project.name)}`,
    ...milestones.flatMap(({ id, body }) => milestoneLines(id, body, plan).toSpliced(1, 0, stamp)),
    ...tasks.flatMap(({ id, body }) => taskLines(id, body, plan).toSpliced(1, 0, stamp)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function dayOfFinish(id: string, plan: PlanToWrite): string | undefined {
  const finish = plan.scheduled(id)?.finish;
  return finish === null || finish === undefined ? undefined : formatDay(Math.floor((finish - 1) / DAY));
}

function dayOfStart(id: string, plan: PlanToWrite): string | undefined {
  const start = plan.scheduled(id)?.start;
  return start === null || start === undefined ? undefined : formatDay(Math.floor(start / DAY));
}

function milestoneLines(id: string, body: PlanBody<'milestone'>, plan: PlanToWrite): string[] {
  const { name } = body;
  if (body.owner !== null) plan.notes.add('field', 'owner', name);
  const day = body.due ?? dayOfFinish(id, plan);
  if (day === undefined) plan.notes.add('unscheduled', name);
  if (day === undefined) return [];
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(id)}${UID_SUFFIX}`,
    `SUMMARY:${escapeText(name)}`,
    ...(body.text === '' ? [] : [`DESCRIPTION:${escapeText(body.text)}`]),
    dateLine('DTSTART', day),
    dateLine('DTEND', nextDay(day)),
    'TRANSP:TRANSPARENT',
    ...(body.due === null ? [`${SCHEDULED}:DTSTART`] : []),
    ...relations(body.after, name, plan),
    'END:VEVENT',
  ];
}

function taskLines(id: string, body: TaskBody, plan: PlanToWrite): string[] {
  tellLosses(body, plan);
  const start = body.start ?? dayOfStart(id, plan);
  const due = body.due ?? dayOfFinish(id, plan);
  const scheduled = [
    ...(body.start === null && start !== undefined ? ['DTSTART'] : []),
    ...(body.due === null && due !== undefined ? ['DUE'] : []),
  ];
  const isDone = body.column === 'done';
  const status = isDone
    ? 'COMPLETED'
    : body.column === 'doing' || body.column === 'review'
      ? 'IN-PROCESS'
      : 'NEEDS-ACTION';
  return [
    'BEGIN:VTODO',
    `UID:${escapeText(id)}${UID_SUFFIX}`,
    `SUMMARY:${escapeText(body.title)}`,
    ...(body.text === '' ? [] : [`DESCRIPTION:${escapeText(body.text)}`]),
    ...(start === undefined ? [] : [dateLine('DTSTART', start)]),
    ...(due === undefined ? [] : [dateLine('DUE', due)]),
    ...(scheduled.length === 0 ? [] : [`${SCHEDULED}:${scheduled.join(',')}`]),
    ...(body.actualFinish === null ? [] : [`COMPLETED:${compact(body.actualFinish)}T120000Z`]),
    `STATUS:${status}`,
    `PERCENT-COMPLETE:${Math.round(body.done * 100)}`,
    `PRIORITY:${PRIORITIES[body.priority]}`,
    ...(body.labels.length === 0 ? [] : [`CATEGORIES:${body.labels.map(escapeText).join(',')}`]),
    ...(body.recurrence ? [`RRULE:${ruleOf(body.recurrence)}`] : []),
    ...plan
      .existing(body.parent === null ? [] : [body.parent], body.title)
      .map((parent) => relation('PARENT', parent)),
    ...relations(body.after, body.title, plan),
    'END:VTODO',
  ];
}

function tellLosses(
  { title, owners, estimate, milestones, checklist, links, ...body }: TaskBody,
  { notes }: PlanToWrite,
): void {
  if (owners.length > 0) notes.add('field', 'owners', title);
  if (estimate) notes.add('field', 'estimate', title);
  if (milestones.length > 0) notes.add('field', 'milestones', title);
  if (checklist.length > 0) notes.add('field', 'checklist', title);
  if (links.length > 0) notes.add('field', 'links', title);
  if (body.measured) notes.add('field', 'measured', title);
  if (body.actualStart !== null) notes.add('field', 'actualStart', title);
  if (body.skill !== null) notes.add('field', 'skill', title);
  if (body.gpuHours > 0) notes.add('field', 'gpuHours', title);
  if (body.blockedBy !== '') notes.add('field', 'blockedBy', title);
  if (body.levelled !== undefined) notes.add('field', 'levelled', title);
  if (body.column === 'ready' || body.column === 'review') notes.add('approximated', 'column', title);
  if (Math.abs(body.done * 100 - Math.round(body.done * 100)) > 1e-9)
    notes.add('approximated', 'done', title);
}

const relation = (type: string, id: string): string =>
  `RELATED-TO;RELTYPE=${type}:${escapeText(id)}${UID_SUFFIX}`;

function relations(after: TaskBody['after'], title: string, plan: PlanToWrite): string[] {
  return after
    .filter(({ task }) => plan.existing([task], title).length > 0)
    .map(({ task, type, lag }) => {
      const minutes = Math.round(Math.abs(lag) * 60);
      const gap = minutes === 0 ? '' : `;GAP=${lag < 0 ? '-' : ''}PT${minutes}M`;
      if (Math.abs(Math.abs(lag) * 60 - minutes) > 1e-6) plan.notes.add('approximated', 'lag', title);
      return relation(`${RELATIONS[type]}${gap}`, task);
    });
}

function ruleOf({ every, interval, weekdays, nth, until }: NonNullable<TaskBody['recurrence']>): string {
  const frequency = { daily: 'DAILY', weekly: 'WEEKLY', monthly: 'MONTHLY', 'nth-weekday': 'MONTHLY' }[every];
  const days = weekdays.map((day) => WEEKDAYS[day - 1] ?? 'MO');
  const which = nth === LAST ? '-1' : String(nth ?? 1);
  const byDay =
    every === 'weekly' && days.length > 0
      ? `;BYDAY=${days.join(',')}`
      : every === 'nth-weekday'
        ? `;BYDAY=${which}${days[0] ?? 'MO'}`
        : '';
  return `FREQ=${frequency};INTERVAL=${interval}${byDay}${until === null ? '' : `;UNTIL=${compact(until)}`}`;
}
