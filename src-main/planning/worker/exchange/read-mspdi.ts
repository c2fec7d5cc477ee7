/** @file Reads MS-Project XML (MSPDI) as Microsoft Project, ProjectLibre and Lathe write it. */
import type { Draft, DraftDocument, DraftPerson } from '../../exchange/draft.ts';
import { readDay, splitList } from '../../exchange/cells.ts';
import {
  CONSTRAINTS,
  CUSTOM_FIELDS,
  ELAPSED,
  LINK_TYPES,
  PERCENT_LAGS,
  readDuration,
  UNESTIMATED,
  type CustomField,
} from '../../exchange/mspdi-fields.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { Notes } from '../../../../src-shared/planning/exchange/notes.ts';
import { COLUMNS } from '../../../../src-shared/planning/values.ts';
import { lineOf, MspdiCalendars } from './mspdi-calendars.ts';
import { assignedMinutes } from './mspdi-work.ts';
import { readXml, type Element } from './xml-tree.ts';

/** @throws AppError `planning.fileXml`, `planning.fileUnknown` */
export function readMspdi(text: string, name: string): Draft {
  const project = readXml(text);
  if (project.name !== 'Project') throw new AppError('planning.fileUnknown', { file: name });
  return new Reader(project).read();
}

interface Row {
  readonly element: Element;
  readonly uid: string;
  readonly id: string;
  readonly parent: string | null;
  readonly isMilestone: boolean;
}

interface Dependency {
  readonly task: string;
  readonly type: string;
  readonly lag: number;
}

/** Elements of a task that the plan has no place for, where they hold anything. */
const DROPPED = ['Baseline', 'HyperlinkAddress', 'TimephasedData', 'OutlineCode'];

/** What a task says of itself that the plan takes as a plain task. */
const FLAGS = [
  ['Recurring', 'recurring task'],
  ['IsSubproject', 'inserted project'],
  ['ExternalTask', 'task of another project'],
] as const;
/** Of our titles; names of Project may have 512 characters. */
const LONGEST_TITLE = 300;

class Reader {
  readonly #project: Element;
  readonly #notes = new Notes();
  readonly #calendars: MspdiCalendars;
  readonly #rows: readonly Row[];
  /** Ids of rows that are no milestones. */
  readonly #tasks: ReadonlySet<string>;
  readonly #summaries = new Set<string>();
  readonly #resources: ReadonlyMap<string, Element>;
  /** Of each task by its UID. */
  readonly #assignments: ReadonlyMap<string, Element[]>;
  /** Our own field by the id that this file has for its alias. */
  readonly #fields: ReadonlyMap<string, CustomField>;
  readonly #aliases: ReadonlyMap<string, string>;
  /** The day up to which the file tells what has been done; undefined where it does not say. */
  readonly #today: string | undefined;
  /** Milestones that wait for a task, by the id of the task. */
  readonly #serves = new Map<string, string[]>();

  constructor(project: Element) {
    this.#project = project;
    this.#today = readDay(project.text('StatusDate')) ?? readDay(project.text('CurrentDate'));
    this.#calendars = new MspdiCalendars(project, this.#notes);
    this.#rows = this.#outline(project.one('Tasks')?.all('Task') ?? []);
    this.#tasks = new Set(this.#rows.filter(({ isMilestone }) => !isMilestone).map(({ id }) => id));
    const resources = project.one('Resources')?.all('Resource') ?? [];
    this.#resources = new Map(
      resources.filter((one) => this.#isPerson(one)).map((one) => [one.text('UID'), one]),
    );
    const assignments = project.one('Assignments')?.all('Assignment') ?? [];
    this.#assignments = Map.groupBy(
      assignments.filter((one) => this.#resources.has(one.text('ResourceUID'))),
      (one) => one.text('TaskUID'),
    );
    const definitions = project.one('ExtendedAttributes')?.all('ExtendedAttribute') ?? [];
    this.#aliases = new Map(
      definitions.map((one) => [one.text('FieldID'), one.text('Alias') || one.text('FieldName')]),
    );
    const byAlias = new Map(
      Object.entries(CUSTOM_FIELDS).map(([field, { alias }]) => [alias, field as CustomField]),
    );
    this.#fields = new Map(
      [...this.#aliases].flatMap(([id, alias]) => {
        const field = byAlias.get(alias as never);
        return field ? [[id, field] as const] : [];
      }),
    );
  }

  read(): Draft {
    const dependencies = this.#rows.map((row) => this.#dependencies(row));
    const documents = this.#rows.map((row, i) =>
      row.isMilestone ? this.#milestone(row, dependencies[i]!) : this.#task(row, dependencies[i]!),
    );
    const start = this.#project.text('StartDate');
    return {
      format: 'mspdi',
      documents,
      people: [...this.#resources].map(([uid, one]) => this.#person(uid, one)),
      calendar: this.#calendars.team(this.#project.text('CalendarUID')),
      start: readDay(start) ?? null,
      notes: this.#notes.list(),
    };
  }

  /** Blank rows and the project's own row are no tasks; a level says below which row a task stands. */
  #outline(elements: readonly Element[]): Row[] {
    const above: Row[] = [];
    const levels: number[] = [];
    return elements.flatMap((element) => {
      const uid = element.text('UID');
      const level = levelOf(element);
      if (element.flag('IsNull') || isOwnRow(element)) return [];
      if (element.text('Name') === '' && element.text('Start') === '' && element.text('Duration') === '')
        return [];
      while (levels.length > 0 && levels.at(-1)! >= level) {
        levels.pop();
        above.pop();
      }
      const parent = above.at(-1)?.uid;
      if (parent !== undefined) this.#summaries.add(parent);
      const isMilestone = element.flag('Milestone') && !element.flag('Summary') && this.#isInstant(element);
      const row: Row = {
        element,
        uid,
        id: idOf(uid),
        parent: parent === undefined ? null : idOf(parent),
        isMilestone,
      };
      levels.push(level);
      above.push(row);
      return [row];
    });
  }

  /** Some writers give no duration; then the dates say it. */
  #isInstant(element: Element): boolean {
    if (element.text('Duration') !== '') return this.#minutes(element, 'Duration') === 0;
    return element.text('Start') === element.text('Finish');
  }

  #isPerson(one: Element): boolean {
    if (one.text('Name') === '' || one.flag('IsNull') || one.text('UID') === '0') return false;
    if (one.text('Type') === '1' || one.text('Type') === '') return true;
    this.#notes.add('kind', `material or cost ${one.text('Name')}`, lineOf(one));
    return false;
  }

  #person(uid: string, one: Element): DraftPerson {
    return {
      id: idOf(`person-${uid}`),
      name: one.text('Name'),
      daysOff: this.#calendars.daysOff(one.text('CalendarUID')),
    };
  }

  #minutes(element: Element, name: string): number | undefined {
    const text = element.text(name);
    if (text === '') return undefined;
    const minutes = readDuration(text);
    if (minutes === undefined) this.#notes.add('badNumber', `${name} “${text}”`, lineOf(element));
    return minutes;
  }

  #day(element: Element, name: string): string | null {
    const text = element.text(name);
    if (text === '' || text === 'NA') return null;
    const day = readDay(text);
    if (day === undefined) this.#notes.add('badDate', `${name} “${text}”`, lineOf(element));
    return day ?? null;
  }

  #dependencies({ element, id, isMilestone }: Row): Dependency[] {
    return element.all('PredecessorLink').flatMap((link) => {
      const before = idOf(link.text('PredecessorUID'));
      if (link.flag('CrossProject')) {
        this.#notes.add(
          'field',
          `link to another project ${link.text('CrossProjectName')}`.trim(),
          lineOf(link),
        );
        return [];
      }
      const type = LINK_TYPES[Number(link.text('Type') || '1')];
      const lag = Number(link.text('LinkLag') || '0') / 600;
      if (type === undefined || !Number.isFinite(lag)) {
        this.#notes.add(
          'badDependency',
          `Type ${link.text('Type')}, LinkLag ${link.text('LinkLag')}`,
          lineOf(link),
        );
        return [];
      }
      if (type === 'FS' && lag === 0 && isMilestone && this.#tasks.has(before)) {
        this.#serves.set(before, [...(this.#serves.get(before) ?? []), id]);
        return [];
      }
      return [{ task: before, type, lag: this.#lag(link, lag) }];
    });
  }

  /** Hours of work; a lag that runs day and night, or is a part of a duration, is taken as about so much of it. */
  #lag(link: Element, hours: number): number {
    const format = link.text('LagFormat');
    if (hours !== 0 && PERCENT_LAGS.has(format)) {
      this.#notes.add('field', 'lag in percent', lineOf(link));
      return 0;
    }
    if (hours === 0 || !ELAPSED.has(format)) return hours;
    this.#notes.add('approximated', 'elapsed lag', lineOf(link));
    return hours / 3;
  }

  #owners(uid: string): string[] {
    const assignments = this.#assignments.get(uid) ?? [];
    for (const one of assignments) {
      const most = Number(this.#resources.get(one.text('ResourceUID'))?.text('MaxUnits') || '1');
      if (one.text('Units') !== '' && Math.abs(Number(one.text('Units')) - most) > 1e-6)
        this.#notes.add('approximated', `units ${one.text('Units')}`, lineOf(one));
    }
    return [...new Set(assignments.map((one) => idOf(`person-${one.text('ResourceUID')}`)))];
  }

  #milestone(row: Row, after: readonly Dependency[]): DraftDocument {
    const { element, id, uid, parent } = row;
    if (parent !== null) this.#notes.add('field', 'outline of milestones', lineOf(element));
    const due = this.#day(element, 'Deadline') ?? this.#dueByConstraint(element);
    const owner = this.#owners(uid)[0] ?? null;
    const body = { name: this.#title(element), text: element.raw('Notes'), due, owner, after };
    return { id, kind: 'milestone', body, where: lineOf(element) };
  }

  /** Project lets a task be without a name, and have a longer one. */
  #title(element: Element): string {
    const name = element.text('Name');
    if (name === '') this.#notes.add('approximated', 'tasks without a name', lineOf(element));
    if (name.length > LONGEST_TITLE) this.#notes.add('approximated', 'long names', lineOf(element));
    return name === '' ? `#${element.text('ID') || element.text('UID')}` : name.slice(0, LONGEST_TITLE);
  }

  /** A milestone that must lie on a day, or not behind it, is promised for it. */
  #dueByConstraint(element: Element): string | null {
    const isDue = ['2', '3', '5', '7'].includes(element.text('ConstraintType'));
    return isDue ? this.#day(element, 'ConstraintDate') : null;
  }

  #task({ element, id, uid, parent }: Row, after: readonly Dependency[]): DraftDocument {
    const custom = this.#custom(element);
    const isSummary = this.#summaries.has(uid);
    for (const name of DROPPED) if (element.one(name)) this.#notes.add('field', name, lineOf(element));
    for (const [name, what] of FLAGS)
      if (element.flag(name)) this.#notes.add('approximated', what, lineOf(element));
    if (['0', 'false'].includes(element.text('Active')))
      this.#notes.add('approximated', 'inactive task', lineOf(element));
    const percent = Number(element.text('PercentComplete') || '0');
    if (!(percent >= 0 && percent <= 100))
      this.#notes.add('badNumber', `PercentComplete “${percent}”`, lineOf(element));
    const column = COLUMNS.find((one) => one === custom.get('column'));
    const reached = percent >= 100 ? 'done' : percent > 0 ? 'doing' : 'backlog';
    const { start, due } = this.#constraint(element);
    const body = {
      title: this.#title(element),
      text: element.raw('Notes'),
      parent,
      milestones: this.#serves.get(id) ?? [],
      column: column ?? reached,
      priority: priorityOf(Number(element.text('Priority') || '500')),
      owners: this.#owners(uid),
      estimate: isSummary && !custom.has('likely') ? null : this.#estimate(element, uid, custom),
      done: percent / 100,
      start,
      due,
      actualStart: this.#actual(element, 'ActualStart'),
      actualFinish: this.#actual(element, 'ActualFinish'),
      after,
      labels: splitList(custom.get('labels') ?? ''),
      skill: custom.get('skill') ?? null,
      gpuHours: Number(custom.get('gpuHours') ?? '0'),
      blockedBy: custom.get('blockedBy') ?? '',
    };
    return { id, kind: 'task', body, where: lineOf(element) };
  }

  #custom(element: Element): Map<CustomField, string> {
    const custom = new Map<CustomField, string>();
    for (const one of element.all('ExtendedAttribute')) {
      const id = one.text('FieldID');
      const field = this.#fields.get(id);
      if (field) custom.set(field, one.raw('Value'));
      else if (one.text('Value') !== '')
        this.#notes.add('field', this.#aliases.get(id) ?? id, lineOf(element));
    }
    return custom;
  }

  #estimate(element: Element, uid: string, custom: ReadonlyMap<CustomField, string>): object | null {
    const points = (['optimistic', 'likely', 'pessimistic'] as const).map((name) =>
      readDuration(custom.get(name) ?? ''),
    );
    const [optimistic, likely, pessimistic] = points.map((minutes) => (minutes ?? Number.NaN) / 60);
    if (points.every((minutes) => minutes !== undefined)) return { optimistic, likely, pessimistic };
    const hours = this.#hours(element, uid);
    const isUnestimated = element.flag('Estimated') && readDuration(element.text('Duration')) === UNESTIMATED;
    if (hours === 0 || isUnestimated) return null;
    return { optimistic: hours, likely: hours, pessimistic: hours };
  }

  /** Hours of work; where none is written, those of the assignments, or of the duration for everybody who is assigned. */
  #hours(element: Element, uid: string): number {
    const work = this.#minutes(element, 'Work') ?? 0;
    if (work > 0) return work / 60;
    const assignments = this.#assignments.get(uid) ?? [];
    if (element.text('Duration') === '') {
      const assigned = assignments.reduce((sum, one) => sum + assignedMinutes(one), 0);
      const what = assigned > 0 ? 'work as it is spread over the days' : 'tasks without a duration';
      this.#notes.add('approximated', what, lineOf(element));
      return assigned / 60;
    }
    const duration = this.#minutes(element, 'Duration') ?? 0;
    const isElapsed = ELAPSED.has(element.text('DurationFormat'));
    if (isElapsed) this.#notes.add('approximated', 'elapsed duration', lineOf(element));
    const units = assignments.reduce((sum, one) => sum + Number(one.text('Units') || '1'), 0);
    return ((isElapsed ? duration / 3 : duration) / 60) * (units > 0 ? units : 1);
  }

  /** When it was begun or ended; what lies behind the day of the file is only planned, as TaskJuggler writes it. */
  #actual(element: Element, name: 'ActualStart' | 'ActualFinish'): string | null {
    const day = this.#day(element, name);
    if (day === null || this.#today === undefined || day <= this.#today) return day;
    this.#notes.add('approximated', `${name} behind the day of the file`, lineOf(element));
    return null;
  }

  /** Not earlier than, and wanted by. Tasks that are placed by hand stay where they are. */
  #constraint(element: Element): { start: string | null; due: string | null } {
    const deadline = this.#day(element, 'Deadline');
    if (element.flag('Manual')) {
      const start = this.#day(element, 'ManualStart') ?? this.#day(element, 'Start');
      this.#notes.add('approximated', 'manually scheduled', lineOf(element));
      return { start, due: deadline };
    }
    const type = element.text('ConstraintType') || '0';
    if (type === '0') return { start: null, due: deadline };
    const date = this.#day(element, 'ConstraintDate');
    if (type === '4') return { start: date, due: deadline };
    const name: string = Object.hasOwn(CONSTRAINTS, type) ? CONSTRAINTS[type as '0'] : type;
    this.#notes.add('approximated', name, lineOf(element));
    if (type === '2') return { start: date, due: deadline };
    return { start: null, due: deadline ?? (type === '7' || type === '3' ? date : null) };
  }
}

/** The row of the project itself; a level of 0 alone is not its sign, since TaskJuggler counts its rows from there. */
const isOwnRow = (element: Element): boolean =>
  element.text('UID') === '0' || element.text('ID') === '0' || element.text('OutlineNumber') === '0';

/** By its level, else by how many numbers its outline number has. */
function levelOf(element: Element): number {
  const level = element.text('OutlineLevel');
  if (level !== '') return Number(level);
  const outline = element.text('OutlineNumber');
  return outline === '' ? 1 : outline.split('.').length;
}

const idOf = (uid: string): string => `mspdi-${uid}`;

function priorityOf(number: number): string {
  if (number > 800) return 'urgent';
  if (number > 500) return 'high';
  return number < 500 ? 'low' : 'normal';
}
