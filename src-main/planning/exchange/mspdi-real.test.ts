/** MS-Project XML at its worst and at its size, and what Lathe writes by the schema's order of elements. */
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PlanDocument } from '../../../src-shared/planning/contract.ts';
import { isProblem, noteText } from '../../../src-shared/planning/exchange/notes.ts';
import { draftOf } from '../worker/exchange/read-file.ts';
import {
  EMPTY,
  milestone,
  personOf,
  plans,
  planWith,
  take,
  task,
  withoutIds,
  write,
} from './exchange.fixture.ts';
import { realMspdi } from './mspdi-real.fixture.ts';

const people = [personOf('p1', '李梅'), personOf('p2', 'Max')];
const source = { ...EMPTY, people };

it('exceptions that recur are told day by day, and a calendar has what it is derived from', () => {
  const { calendar } = draftOf({ name: 'x.xml', text: realMspdi(3) });
  const days = Map.groupBy(calendar!.exceptions, ({ name }) => name);
  const datesOf = (name: string) => days.get(name)?.map(({ from }) => from);
  expect(datesOf('元旦')).toEqual(['2026-01-01', '2027-01-01', '2028-01-01']);
  expect(datesOf('Thanksgiving')).toEqual(['2026-11-26', '2027-11-25']);
  expect(datesOf('Short Friday')).toEqual(['2026-05-01', '2026-05-15', '2026-05-29']);
  // The last weekdays of January, February and March.
  expect(datesOf('Stocktaking')).toEqual(['2026-01-30', '2026-02-27', '2026-03-31']);
  expect(datesOf('Bridge')).toEqual(['2026-06-01', '2026-06-04', '2026-06-07', '2026-06-10']);
  // Friday is free in the project's own calendar, the rest comes from its base.
  expect(calendar?.week.map((hours) => hours.length)).toEqual([2, 2, 2, 2, 0, 0, 0]);
});

it('a file of 5 MB is read whole: outline, Chinese names, people, links of all types, rows that are none', () => {
  const text = realMspdi(2200);
  expect(new TextEncoder().encode(text).length).toBeGreaterThan(5_000_000);
  const { changes, notes, missing } = take(text, source);
  expect(notes.filter(isProblem)).toEqual([]);
  expect(missing).toEqual([]);
  const tasks = changes.flatMap((one) =>
    one.kind === 'task' && one.body ? [{ id: one.id, body: one.body }] : [],
  );
  expect(tasks).toHaveLength(2202);
  const byTitle = new Map(tasks.map((one) => [one.body.title, one]));
  const leaf = byTitle.get('数据标注 & check 15')!;
  expect(leaf.body).toMatchObject({
    parent: byTitle.get('数据标注 & check 11')!.id,
    owners: ['p2'],
    estimate: { likely: 16 },
    done: 0.5,
    after: [{ task: byTitle.get('Label & check 14')!.id, type: 'SS', lag: 0 }],
  });
  expect(byTitle.get('数据标注 & check 11')!.body.parent).toBe(byTitle.get('Label & check 10')!.id);
  const told = notes.map((note) => noteText(note, 'zh')).join('\n');
  for (const words of [
    '手动排程',
    '停用的任务',
    '重复任务',
    '没有名称的任务',
    '过长的名称',
    '基线',
    '越晚越好',
    '按日历时间的延隔',
  ])
    expect(told).toContain(words);
  expect(tasks.find(({ body }) => body.title === '#900002')?.body).toMatchObject({
    start: '2026-07-02',
    due: '2026-08-01',
  });
});

it('a large file that is cut off anywhere is refused with its line, or says nothing that it does not', () => {
  const text = realMspdi(60);
  for (let share = 0.05; share < 1; share += 0.09) {
    const cut = text.slice(0, Math.floor(text.length * share));
    expect(() => draftOf({ name: 'x.xml', text: cut }), `${share}`).toThrow(/line \d+/);
  }
});

it('import, export and import again are the same plan', () => {
  const once = take(realMspdi(60), source);
  const documents = once.changes.flatMap((one): PlanDocument[] =>
    one.body === null || one.kind === 'project'
      ? []
      : [{ id: one.id, kind: one.kind, body: one.body } as PlanDocument],
  );
  const again = take(
    write({ ...source, documents: [...EMPTY.documents, ...documents] }, 'mspdi').text,
    source,
  );
  expect(again.notes.filter(isProblem)).toEqual([]);
  expect(withoutIds(again.changes)).toEqual(withoutIds(documents));
});

/** The order of `xsd:sequence` in mspdi_pj12.xsd, of the elements that Lathe writes. */
const SEQUENCES: Readonly<Record<string, readonly string[]>> = {
  Project: [
    ...['SaveVersion', 'Name', 'Title', 'ScheduleFromStart', 'StartDate', 'CurrencyCode', 'CalendarUID'],
    ...['MinutesPerDay', 'MinutesPerWeek', 'DaysPerMonth', 'NewTasksAreManual'],
    ...['ExtendedAttributes', 'Calendars', 'Tasks', 'Resources', 'Assignments'],
  ],
  ExtendedAttributes: ['ExtendedAttribute'],
  Calendars: ['Calendar'],
  Calendar: ['UID', 'Name', 'IsBaseCalendar', 'BaseCalendarUID', 'WeekDays', 'Exceptions'],
  WeekDays: ['WeekDay'],
  WeekDay: ['DayType', 'DayWorking', 'TimePeriod', 'WorkingTimes'],
  WorkingTimes: ['WorkingTime'],
  WorkingTime: ['FromTime', 'ToTime'],
  Exceptions: ['Exception'],
  Exception: [
    'EnteredByOccurrences',
    'TimePeriod',
    'Occurrences',
    'Name',
    'Type',
    'DayWorking',
    'WorkingTimes',
  ],
  TimePeriod: ['FromDate', 'ToDate'],
  Tasks: ['Task'],
  Task: [
    ...[
      'UID',
      'ID',
      'Name',
      'Type',
      'IsNull',
      'OutlineNumber',
      'OutlineLevel',
      'Priority',
      'Start',
      'Finish',
    ],
    ...['Duration', 'DurationFormat', 'Work', 'EffortDriven', 'Estimated', 'Milestone', 'Summary'],
    ...['PercentComplete', 'PercentWorkComplete', 'ActualStart', 'ActualFinish', 'ConstraintType'],
    ...['ConstraintDate', 'Deadline', 'Notes', 'PredecessorLink', 'ExtendedAttribute'],
  ],
  PredecessorLink: ['PredecessorUID', 'Type', 'CrossProject', 'LinkLag', 'LagFormat'],
  // Of the project's definitions, and of a task's values.
  ExtendedAttribute: ['FieldID', 'FieldName', 'Alias', 'Value', 'DurationFormat'],
  Resources: ['Resource'],
  Resource: [
    'UID',
    'ID',
    'Name',
    'Type',
    'IsNull',
    'MaxUnits',
    'StandardRate',
    'StandardRateFormat',
    'CalendarUID',
  ],
  Assignments: ['Assignment'],
  Assignment: ['UID', 'TaskUID', 'ResourceUID', 'Units', 'Work'],
};
const REPEATED = new Set([
  ...['ExtendedAttribute', 'Calendar', 'WeekDay', 'WorkingTime', 'Exception', 'Task', 'PredecessorLink'],
  ...['Resource', 'Assignment'],
]);

/** What an element has against the order of its sequence. */
function faultsOf(element: XmlElement): string[] {
  const children = element.children.filter((child) => child instanceof XmlElement);
  const sequence = SEQUENCES[element.name];
  if (!sequence) return children.length > 0 ? [`${element.name} has elements`] : [];
  let at = 0;
  const own = children.flatMap(({ name }, i) => {
    const place = sequence.indexOf(name);
    if (place < at) return [`${element.name}: ${name} stands behind ${sequence[at]!}`];
    const isTwice = i > 0 && children[i - 1]!.name === name && !REPEATED.has(name);
    at = place;
    return isTwice ? [`${element.name}: ${name} twice`] : [];
  });
  return [...own, ...children.flatMap(faultsOf)];
}

it('of any plan what Lathe writes has its elements in the order of the schema, and dates and durations in its forms', () => {
  const withCalendar = {
    calendar: {
      country: null,
      read: [],
      week: Array.from({ length: 7 }, (_, n) => (n < 5 ? [{ from: 540, to: 1080 }] : [])),
      exceptions: [{ from: '2026-05-01', to: '2026-05-03', name: 'May', hours: [] }],
    },
  };
  fc.assert(
    fc.property(plans, fc.boolean(), (plan, hasCalendar) => {
      const { text } = write({ ...plan, ...(hasCalendar && withCalendar) }, 'mspdi');
      const { root } = parseXml(text);
      expect(faultsOf(root!)).toEqual([]);
      for (const [, value] of text.matchAll(/<(?:Start|Finish|Deadline|\w+Date)>([^<]*)</g))
        expect(value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      for (const [, value] of text.matchAll(/<(?:Duration|Work)>([^<]*)</g))
        expect(value).toMatch(/^PT\d+H\d+M\d+S$/);
    }),
    { numRuns: 60 },
  );
  const { text } = write(planWith([milestone('m'), task('t', { milestones: ['m'] })]), 'mspdi');
  expect(text).toContain('xmlns="http://schemas.microsoft.com/project"');
});
