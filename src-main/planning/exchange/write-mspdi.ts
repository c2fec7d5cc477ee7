/** @file A plan as MS-Project XML (MSPDI): milestones and tasks with their outline, dependencies, people and calendars. */
import type { PlanBody } from '../../../src-shared/planning/contract.ts';
import { formatMoment } from '../../../src-shared/planning/engine/index.ts';
import {
  CUSTOM_FIELDS,
  LINK_TYPES,
  PRIORITY_NUMBERS,
  UNESTIMATED,
  writeDuration,
  type CustomField,
} from './mspdi-fields.ts';
import { calendarsXml } from './write-mspdi-calendars.ts';
import type { PlanToWrite } from './plan-to-write.ts';
import { joinList } from './cells.ts';
import { isWritable, leaf, node } from './xml.ts';

type TaskBody = PlanBody<'task'>;
type Numbers = ReadonlyMap<string, number>;

/** `2026-03-02T09:00:00` */
export const momentText = (minutes: number): string => `${formatMoment(minutes)}:00`;
const startOf = (day: string | null) => (day === null ? undefined : `${day}T00:00:00`);
const endOf = (day: string | null) => (day === null ? undefined : `${day}T23:59:00`);

export function planAsMspdi(plan: PlanToWrite): string {
  return new Writer(plan).project();
}

interface Beginning {
  readonly title: string;
  readonly level: number;
  readonly priority: number;
  /** Of work. */
  readonly minutes: number;
  /** Minutes that stand for a duration that nobody has estimated: Project’s “1 day?”. */
  readonly unestimated?: number | undefined;
}

class Writer {
  readonly #plan: PlanToWrite;
  /** Of milestones and tasks by id, from 1 on; 0 is the project itself in the format. */
  readonly #uids: Numbers;
  readonly #people: Numbers;
  readonly #outline: number[] = [];

  constructor(plan: PlanToWrite) {
    this.#plan = plan;
    const all = [...plan.milestones, ...plan.tasks];
    this.#uids = new Map(all.map(({ id }, i) => [id, i + 1]));
    this.#people = new Map(plan.source.people.map(({ id }, i) => [id, i + 1]));
  }

  project(): string {
    const { project, milestones, tasks, source, notes } = this.#plan;
    if (project.vision !== '') notes.add('field', 'vision', project.name);
    if (project.scope !== '') notes.add('field', 'scope', project.name);
    for (const [kind, count] of this.#plan.others) for (let i = 0; i < count; i++) notes.add('kind', kind);
    const head = [
      leaf('SaveVersion', 14),
      leaf('Name', project.name),
      leaf('Title', project.name),
      leaf('ScheduleFromStart', 1),
      leaf('StartDate', `${project.start}T00:00:00`),
      leaf('CurrencyCode', project.currency),
      leaf('CalendarUID', 1),
      leaf('MinutesPerDay', 480),
      leaf('MinutesPerWeek', 2400),
      leaf('DaysPerMonth', 20),
      leaf('NewTasksAreManual', 0),
    ].join('\n');
    const fields = Object.values(CUSTOM_FIELDS).map(({ id, name, alias }) =>
      node('ExtendedAttribute', [
        ['FieldID', id],
        ['FieldName', name],
        ['Alias', alias],
      ]),
    );
    const rows = [
      ...milestones.map(({ id, body }) => this.#milestone(id, body)),
      ...tasks.map(({ id, body }) => this.#task(id, body)),
    ];
    const resources = source.people.map(({ id, body }) =>
      node('Resource', [
        ['UID', this.#people.get(id)],
        ['ID', this.#people.get(id)],
        ['Name', body.name],
        ['Type', 1],
        ['IsNull', 0],
        ['MaxUnits', body.capacity],
        ['StandardRate', body.cost],
        ['StandardRateFormat', 2],
        ['CalendarUID', (this.#people.get(id) ?? 0) + 1],
      ]),
    );
    const parts: readonly (readonly [string, string])[] = [
      ['ExtendedAttributes', fields.join('')],
      ['Calendars', calendarsXml(this.#plan)],
      ['Tasks', rows.join('')],
      ['Resources', resources.join('')],
      ['Assignments', this.#assignments()],
    ];
    const body = parts.map(([name, inside]) => `<${name}>\n${inside}</${name}>`).join('\n');
    return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Project xmlns="http://schemas.microsoft.com/project">\n${head}\n${body}\n</Project>\n`;
  }

  #number(level: number): string {
    this.#outline.length = level;
    this.#outline[level - 1] = (this.#outline[level - 1] ?? 0) + 1;
    return this.#outline.join('.');
  }

  #milestone(id: string, body: PlanBody<'milestone'>): string {
    const { notes, tasks } = this.#plan;
    if (body.owner !== null) notes.add('field', 'owner', body.name);
    const before = tasks
      .filter((task) => task.body.milestones.includes(id))
      .map((task) => ({ task: task.id, type: 'FS' as const, lag: 0 }));
    return node('Task', [
      ...this.#begin(id, { title: body.name, level: 1, priority: 500, minutes: 0 }),
      ['Milestone', 1],
      ['Summary', 0],
      ['ConstraintType', 0],
      ['Deadline', endOf(body.due)],
      ['Notes', body.text || undefined],
      ...this.#links([...before, ...body.after], body.name),
    ]);
  }

  #begin(
    id: string,
    { title, level, priority, minutes, unestimated }: Beginning,
  ): (readonly [string, string | number | undefined])[] {
    const uid = this.#uids.get(id);
    const { start, finish, duration } = this.#plan.scheduled(id) ?? {
      start: null,
      finish: null,
      duration: minutes,
    };
    return [
      ['UID', uid],
      ['ID', uid],
      ['Name', title],
      ['Type', 0],
      ['IsNull', 0],
      ['OutlineNumber', this.#number(level)],
      ['OutlineLevel', level],
      ['Priority', priority],
      ['Start', start === null ? undefined : momentText(start)],
      ['Finish', finish === null ? undefined : momentText(finish)],
      ['Duration', writeDuration(unestimated ?? duration)],
      ['DurationFormat', 5],
      ['Work', writeDuration(minutes)],
    ];
  }

  #task(id: string, body: TaskBody): string {
    this.#tellLosses(body);
    const { summaries } = this.#plan;
    const percent = Math.round(body.done * 100);
    const hours = body.estimate?.likely ?? 0;
    const level = this.#plan.level(id);
    const isOpen = body.estimate === null && !summaries.has(id);
    const begin = {
      title: body.title,
      level,
      priority: PRIORITY_NUMBERS[body.priority],
      minutes: hours * 60,
      unestimated: isOpen ? UNESTIMATED : undefined,
    };
    return node('Task', [
      ...this.#begin(id, begin),
      ['EffortDriven', 0],
      ['Estimated', body.estimate ? 0 : 1],
      ['Milestone', 0],
      ['Summary', summaries.has(id) ? 1 : 0],
      ['PercentComplete', percent],
      ['PercentWorkComplete', percent],
      ['ActualStart', startOf(body.actualStart)],
      ['ActualFinish', endOf(body.actualFinish)],
      ['ConstraintType', body.start === null ? 0 : 4],
      ['ConstraintDate', startOf(body.start)],
      ['Deadline', endOf(body.due)],
      ['Notes', body.text || undefined],
      ...this.#links(body.after, body.title),
      ...customFields(body),
    ]);
  }

  #tellLosses({ title, text, done, checklist, links, recurrence, measured, levelled }: TaskBody): void {
    const { notes } = this.#plan;
    if (!isWritable(title + text)) notes.add('approximated', 'control characters', title);
    if (Math.abs(done * 100 - Math.round(done * 100)) > 1e-9) notes.add('approximated', 'done', title);
    if (checklist.length > 0) notes.add('field', 'checklist', title);
    if (links.length > 0) notes.add('field', 'links', title);
    if (recurrence) notes.add('field', 'recurrence', title);
    if (measured) notes.add('field', 'measured', title);
    if (levelled !== undefined) notes.add('field', 'levelled', title);
  }

  #links(after: TaskBody['after'], title: string): string[] {
    return after.flatMap(({ task, type, lag }) => {
      if (this.#plan.existing([task], title).length === 0) return [];
      const tenths = Math.round(lag * 600);
      if (Math.abs(tenths - lag * 600) > 1e-6) this.#plan.notes.add('approximated', 'lag', title);
      return node('PredecessorLink', [
        ['PredecessorUID', this.#uids.get(task)],
        ['Type', LINK_TYPES.indexOf(type)],
        ['CrossProject', 0],
        ['LinkLag', tenths],
        ['LagFormat', 5],
      ]);
    });
  }

  #assignments(): string {
    const { tasks, summaries } = this.#plan;
    let uid = 0;
    return tasks
      .flatMap(({ id, body }) =>
        body.owners.flatMap((owner) => {
          const person = this.#people.get(owner);
          if (person === undefined) this.#plan.notes.add('dangling', owner, body.title);
          if (person === undefined) return [];
          const share = summaries.has(id) ? 0 : ((body.estimate?.likely ?? 0) * 60) / body.owners.length;
          return node('Assignment', [
            ['UID', ++uid],
            ['TaskUID', this.#uids.get(id)],
            ['ResourceUID', person],
            ['Units', this.#plan.source.people[person - 1]?.body.capacity ?? 1],
            ['Work', writeDuration(share)],
          ]);
        }),
      )
      .join('');
  }
}

function customFields(body: TaskBody): string[] {
  const { estimate, labels, column, skill, blockedBy, gpuHours } = body;
  const hours = (value: number | undefined) => (value === undefined ? undefined : writeDuration(value * 60));
  const values: Readonly<Record<CustomField, string | undefined>> = {
    optimistic: hours(estimate?.optimistic),
    likely: hours(estimate?.likely),
    pessimistic: hours(estimate?.pessimistic),
    labels: labels.length > 0 ? joinList(labels) : undefined,
    column,
    skill: skill ?? undefined,
    blockedBy: blockedBy || undefined,
    gpuHours: gpuHours > 0 ? String(gpuHours) : undefined,
  };
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const { id } = CUSTOM_FIELDS[name as CustomField];
    const isDuration = value.startsWith('PT') && name in { optimistic: 0, likely: 0, pessimistic: 0 };
    return node('ExtendedAttribute', [
      ['FieldID', id],
      ['Value', value],
      ['DurationFormat', isDuration ? 5 : undefined],
    ]);
  });
}
