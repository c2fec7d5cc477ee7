/** @file Reads iCalendar: events become milestones, to-dos tasks. */
import type { Draft, DraftDocument } from '../../exchange/draft.ts';
import {
  readComponents,
  splitTexts,
  unescapeText,
  type IcsComponent,
  type IcsProperty,
} from '../../exchange/ics.ts';
import { RELATIONS, SCHEDULED, UID_SUFFIX } from '../../exchange/write-ics.ts';
import { readDay } from '../../exchange/cells.ts';
import { Notes } from '../../../../src-shared/planning/exchange/notes.ts';
import { DEPENDENCY_TYPES } from '../../../../src-shared/planning/values.ts';

/** @throws AppError `planning.fileIcs` */
export function readIcs(text: string): Draft {
  const notes = new Notes();
  const all = readComponents(text);
  const entries = all.filter(({ name }) => name === 'VEVENT' || name === 'VTODO');
  for (const one of all)
    if (one.name === 'VJOURNAL' || one.name === 'VFREEBUSY') notes.add('kind', one.name, `${one.line}`);
  const uids = new Set<string>();
  const documents = entries.flatMap((component) => {
    const entry = new Entry(component, notes);
    // A changed occurrence of a series has the series’ UID.
    if (entry.has('RECURRENCE-ID')) notes.add('field', 'RECURRENCE-ID', entry.where);
    if (entry.has('RECURRENCE-ID')) return [];
    if (uids.has(entry.id)) notes.add('twice', entry.id, entry.where);
    uids.add(entry.id);
    return component.name === 'VEVENT' ? entry.milestone() : entry.task();
  });
  return { format: 'ics', documents, people: [], calendar: null, start: null, notes: notes.list() };
}

const DROPPED = [
  'LOCATION',
  'ATTENDEE',
  'ORGANIZER',
  'ATTACH',
  'URL',
  'GEO',
  'COMMENT',
  'RESOURCES',
  'CONTACT',
];
const FREQUENCIES = { DAILY: 'daily', WEEKLY: 'weekly', MONTHLY: 'monthly' } as const;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const idOf = (uid: string): string =>
  uid.endsWith(UID_SUFFIX) ? uid.slice(0, -UID_SUFFIX.length) : `ics-${uid}`;

class Entry {
  readonly id: string;
  readonly where: string;
  readonly #component: IcsComponent;
  readonly #notes: Notes;

  constructor(component: IcsComponent, notes: Notes) {
    this.#component = component;
    this.#notes = notes;
    this.where = `${component.line}`;
    const uid = unescapeText(this.#value('UID'));
    this.id = uid === '' ? `ics line ${component.line}` : idOf(uid);
    for (const name of DROPPED) if (this.has(name)) notes.add('field', name, this.where);
  }

  has(name: string): boolean {
    return this.#all(name).length > 0;
  }

  #all(name: string): readonly IcsProperty[] {
    return this.#component.properties.filter((one) => one.name === name);
  }

  #value(name: string): string {
    return this.#all(name)[0]?.value ?? '';
  }

  #title(): string {
    const title = unescapeText(this.#value('SUMMARY')).trim();
    if (title === '') this.#notes.add('noTitle', '', this.where);
    return title;
  }

  /** The day of a date; null where there is none or the schedule chose it. */
  #day(name: string): string | null {
    const value = this.#value(name);
    if (value === '' || this.#value(SCHEDULED).split(',').includes(name)) return null;
    const [, year, month, date] = /^(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?$/.exec(value.trim()) ?? [];
    const day = year === undefined ? undefined : readDay(`${year}-${month}-${date}`);
    if (day === undefined) this.#notes.add('badDate', `${name} “${value}”`, this.where);
    else if (value.includes('T') && name !== 'COMPLETED')
      this.#notes.add('approximated', 'time of day', this.where);
    return day ?? null;
  }

  milestone(): DraftDocument {
    if (this.has('RRULE')) this.#notes.add('field', 'RRULE', this.where);
    const body = {
      name: this.#title(),
      text: unescapeText(this.#value('DESCRIPTION')),
      due: this.#day('DTSTART'),
      after: this.#dependencies(),
    };
    return { id: this.id, kind: 'milestone', body, where: this.where };
  }

  task(): DraftDocument {
    const percent = Number(this.#value('PERCENT-COMPLETE') || '0');
    const isPercent = percent >= 0 && percent <= 100;
    if (!isPercent) this.#notes.add('badNumber', `PERCENT-COMPLETE “${percent}”`, this.where);
    const status = this.#value('STATUS').toUpperCase();
    const isDone = status === 'COMPLETED' || (status === '' && this.has('COMPLETED'));
    if (status === 'CANCELLED') this.#notes.add('approximated', 'STATUS CANCELLED', this.where);
    const body = {
      title: this.#title(),
      text: unescapeText(this.#value('DESCRIPTION')),
      parent: this.#parent(),
      column: isDone ? 'done' : status === 'IN-PROCESS' ? 'doing' : 'backlog',
      priority: this.#priority(),
      done: this.has('PERCENT-COMPLETE') ? percent / 100 : isDone ? 1 : 0,
      start: this.#day('DTSTART'),
      due: this.#day('DUE'),
      actualFinish: this.#day('COMPLETED'),
      after: this.#dependencies(),
      labels: this.#all('CATEGORIES').flatMap(({ value }) => splitTexts(value)),
      recurrence: this.#recurrence(),
    };
    return { id: this.id, kind: 'task', body, where: this.where };
  }

  #priority(): string {
    const number = Number(this.#value('PRIORITY') || '0');
    if (number === 0 || number === 5) return 'normal';
    return number === 1 ? 'urgent' : number < 5 ? 'high' : 'low';
  }

  #parent(): string | null {
    const parent = this.#all('RELATED-TO').find(
      ({ parameters }) => (parameters.RELTYPE ?? 'PARENT') === 'PARENT',
    );
    return parent ? idOf(unescapeText(parent.value)) : null;
  }

  #dependencies(): { task: string; type: string; lag: number }[] {
    return this.#all('RELATED-TO').flatMap(({ parameters, value }) => {
      const type = DEPENDENCY_TYPES.find((one) => RELATIONS[one] === parameters.RELTYPE?.toUpperCase());
      if (!type) return [];
      const [, sign, minutes = '0'] = /^([+-])?PT(\d+)M$/.exec(parameters.GAP ?? '') ?? [];
      return [
        { task: idOf(unescapeText(value)), type, lag: (Number(minutes) / 60) * (sign === '-' ? -1 : 1) },
      ];
    });
  }

  /** Rules that a task of the plan can have; another is told. */
  #recurrence(): object | null {
    const rule = this.#value('RRULE');
    if (rule === '') return null;
    const parts = new Map(
      rule.split(';').map((part): [string, string] => [part.split('=')[0]!, part.split('=')[1] ?? '']),
    );
    const every = FREQUENCIES[parts.get('FREQ') as keyof typeof FREQUENCIES];
    const known = ['FREQ', 'INTERVAL', 'BYDAY', 'UNTIL', 'WKST'];
    const days = (parts.get('BYDAY') ?? '').split(',').filter((day) => day !== '');
    const [, which, named] = /^(-1|[1-5])(MO|TU|WE|TH|FR|SA|SU)$/.exec(days[0] ?? '') ?? [];
    const isNth = every === 'monthly' && days.length === 1 && named !== undefined;
    const weekdays = (isNth ? [named] : days).map((day) => WEEKDAYS.indexOf(day) + 1);
    const isKnown = [...parts.keys()].every((part) => known.includes(part)) && !weekdays.includes(0);
    const until = parts
      .get('UNTIL')
      ?.slice(0, 8)
      .replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
    if (every === undefined || !isKnown || (days.length > 0 && every !== 'weekly' && !isNth)) {
      this.#notes.add('field', `RRULE ${rule}`, this.where);
      return null;
    }
    return {
      every: isNth ? 'nth-weekday' : every,
      interval: Number(parts.get('INTERVAL') ?? '1'),
      weekdays,
      nth: isNth ? (which === '-1' ? 5 : Number(which)) : null,
      until: until === undefined ? null : (readDay(until) ?? null),
    };
  }
}
