/** MS-Project XML that other programs wrote: TaskJuggler's export as it is, and what Project 2016 says of days that recur. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isProblem, noteText } from '../../../src-shared/planning/exchange/notes.ts';
import { draftOf } from '../worker/exchange/read-file.ts';
import { EMPTY, personOf, take } from './exchange.fixture.ts';

/** Of a project of two people, five rows and one milestone, by `export … { formats mspxml definitions * }` of 3.7.1. */
const TASKJUGGLER = readFileSync(new URL('./written/taskjuggler.xml', import.meta.url), 'utf8');

it('a file of TaskJuggler is read whole: rows of level 0, work that only its assignments tell, a milestone without duration', () => {
  const people = [personOf('p1', 'Mei Li'), personOf('p2', 'Sébastien <Bono>')];
  const { changes, notes, missing } = take(TASKJUGGLER, { ...EMPTY, people });
  expect(notes.filter(isProblem)).toEqual([]);
  expect(missing).toEqual([]);
  const tasks = changes.flatMap((one) =>
    one.kind === 'task' && one.body ? [{ id: one.id, ...one.body }] : [],
  );
  const byTitle = new Map(tasks.map((one) => [one.title, one]));
  expect([...byTitle.keys()]).toEqual(['Data', 'Specification', 'Label & check', 'Train']);
  const data = byTitle.get('Data')!;
  const specification = byTitle.get('Specification')!;
  const label = byTitle.get('Label & check')!;
  expect(specification).toMatchObject({
    parent: data.id,
    owners: ['p1'],
    estimate: { likely: 16 },
    done: 1,
    actualFinish: null,
  });
  // Both work on it, three days in all; what the file calls actual is planned, since it lies behind the file's own day.
  expect(label).toMatchObject({
    parent: data.id,
    owners: ['p1', 'p2'],
    estimate: { likely: 24 },
    done: 0.4,
    actualStart: null,
    actualFinish: null,
    after: [{ task: specification.id, type: 'FS', lag: 0 }],
  });
  expect(byTitle.get('Train')).toMatchObject({
    parent: null,
    priority: 'urgent',
    estimate: { likely: 8 },
    actualStart: null,
    after: [{ task: label.id, type: 'SS', lag: 0 }],
  });
  const milestone = changes.find(({ kind }) => kind === 'milestone');
  expect(milestone?.body).toMatchObject({ name: 'Alpha release', text: 'all gates pass', due: '2026-12-04' });
  expect(data.milestones).toEqual([milestone!.id]);
  const told = notes.map((note) => noteText(note, 'en')).join('\n');
  expect(told).toContain('work as it is spread over the days');
  expect(told).toContain('ActualStart behind the day of the file');
});

interface Rule {
  readonly from: string;
  readonly most: number;
  /** As the file writes the rule. */
  readonly rule: string;
  /** The days that the same file lists for it, for programs that know no rules. */
  readonly days: string;
}

/** Written by Microsoft Project 2016, which says each exception twice: as a rule, and day by day. */
const RULES: Readonly<Record<string, Rule>> = {
  'every third day': {
    from: '2000-02-01',
    most: 4,
    rule: '<Type>7</Type><Period>3</Period>',
    days: '2000-02-01 2000-02-04 2000-02-07 2000-02-10',
  },
  'every fifth day': {
    from: '2000-03-01',
    most: 5,
    rule: '<Type>7</Type><Period>5</Period>',
    days: '2000-03-01 2000-03-06 2000-03-11 2000-03-16 2000-03-21',
  },
  'every week, Monday': {
    from: '2001-01-01',
    most: 3,
    rule: '<Type>6</Type><Period>1</Period><DaysOfWeek>2</DaysOfWeek>',
    days: '2001-01-01 2001-01-08 2001-01-15',
  },
  'every second week, Tuesday': {
    from: '2001-01-01',
    most: 4,
    rule: '<Type>6</Type><Period>2</Period><DaysOfWeek>4</DaysOfWeek>',
    days: '2001-01-02 2001-01-16 2001-01-30 2001-02-13',
  },
  'every fourth week, Thursday': {
    from: '2001-01-01',
    most: 6,
    rule: '<Type>6</Type><Period>4</Period><DaysOfWeek>16</DaysOfWeek>',
    days: '2001-01-04 2001-02-01 2001-03-01 2001-03-29 2001-04-26 2001-05-24',
  },
  'every seventh week, Sunday': {
    from: '2001-01-01',
    most: 9,
    rule: '<Type>6</Type><Period>7</Period><DaysOfWeek>1</DaysOfWeek>',
    days: '2001-02-18 2001-04-08 2001-05-27 2001-07-15 2001-09-02 2001-10-21 2001-12-09 2002-01-27 2002-03-17',
  },
  'first Monday of every second month': {
    from: '2002-01-01',
    most: 3,
    rule: '<Type>5</Type><Period>2</Period><MonthItem>4</MonthItem><MonthPosition>0</MonthPosition>',
    days: '2002-01-07 2002-03-04 2002-05-06',
  },
  'second Tuesday of every third month': {
    from: '2002-01-01',
    most: 4,
    rule: '<Type>5</Type><Period>3</Period><MonthItem>5</MonthItem><MonthPosition>1</MonthPosition>',
    days: '2002-01-08 2002-04-09 2002-07-09 2002-10-08',
  },
  'last Friday of every sixth month': {
    from: '2002-01-01',
    most: 7,
    rule: '<Type>5</Type><Period>6</Period><MonthItem>8</MonthItem><MonthPosition>4</MonthPosition>',
    days: '2002-01-25 2002-07-26 2003-01-31 2003-07-25 2004-01-30 2004-07-30 2005-01-28',
  },
  'second Sunday of every eighth month': {
    from: '2002-01-01',
    most: 9,
    rule: '<Type>5</Type><Period>8</Period><MonthItem>3</MonthItem><MonthPosition>1</MonthPosition>',
    days: '2002-01-13 2002-09-08 2003-05-11 2004-01-11 2004-09-12 2005-05-08 2006-01-08 2006-09-10 2007-05-13',
  },
  'the fourth of every fifth month': {
    from: '2003-01-01',
    most: 6,
    rule: '<Type>4</Type><Period>5</Period><MonthDay>4</MonthDay>',
    days: '2003-01-04 2003-06-04 2003-11-04 2004-04-04 2004-09-04 2005-02-04',
  },
  'first Tuesday of March': {
    from: '2004-01-01',
    most: 4,
    rule: '<Type>3</Type><Month>2</Month><MonthItem>5</MonthItem><MonthPosition>0</MonthPosition>',
    days: '2004-03-02 2005-03-01 2006-03-07 2007-03-06',
  },
  'third Thursday of May': {
    from: '2004-01-01',
    most: 6,
    rule: '<Type>3</Type><Month>4</Month><MonthItem>7</MonthItem><MonthPosition>2</MonthPosition>',
    days: '2004-05-20 2005-05-19 2006-05-18 2007-05-17 2008-05-15 2009-05-21',
  },
  'third of April': {
    from: '2005-01-01',
    most: 5,
    rule: '<Type>2</Type><Month>3</Month><MonthDay>3</MonthDay>',
    days: '2005-04-03 2006-04-03 2007-04-03 2008-04-03 2009-04-03',
  },
};

const withRule = ({
  from,
  most,
  rule,
  days,
}: Rule) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project xmlns="http://schemas.microsoft.com/project"><CalendarUID>1</CalendarUID><Calendars><Calendar>
  <UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><IsBaselineCalendar>0</IsBaselineCalendar>
  <BaseCalendarUID>-1</BaseCalendarUID><Exceptions><Exception><EnteredByOccurrences>1</EnteredByOccurrences>
  <TimePeriod><FromDate>${from}T00:00:00</FromDate><ToDate>${days.split(' ').at(-1)}T23:59:00</ToDate></TimePeriod>
  <Occurrences>${most}</Occurrences><Name>Free</Name>${rule}<DayWorking>0</DayWorking></Exception></Exceptions>
</Calendar></Calendars><Tasks/></Project>`;

it.each(Object.entries(RULES))('Project 2016 lists the same days: %s', (_, rule) => {
  const { calendar } = draftOf({ name: 'x.xml', text: withRule(rule) });
  expect(calendar!.exceptions.map(({ from }) => from)).toEqual(rule.days.split(' '));
});
