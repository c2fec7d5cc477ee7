/** MS-Project XML as Microsoft Project and ProjectLibre write it. */
import { expect, it } from 'vitest';
import { isProblem } from '../../../src-shared/planning/exchange/notes.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { draftOf } from '../worker/exchange/read-file.ts';
import { EMPTY, personOf, task, planWith, take, write } from './exchange.fixture.ts';
import { MICROSOFT, PROJECT_LIBRE } from './mspdi-files.fixture.ts';

const draft = (text: string) => draftOf({ name: 'plan.xml', text });

it('a file of Microsoft Project: outline, links with lag, work, constraints, milestones; what is lost is told', () => {
  const people = [personOf('p1', 'Mei Li'), personOf('p2', 'Max')];
  const { changes, notes, missing } = take(MICROSOFT, { ...EMPTY, people });
  expect(notes.filter(isProblem)).toEqual([]);
  expect(missing).toEqual([]);
  const byTitle = new Map(
    changes.flatMap((one) => (one.kind === 'task' && one.body ? [[one.body.title, one] as const] : [])),
  );
  const phase = byTitle.get('Data');
  const collect = byTitle.get('Collect & clean');
  const label = byTitle.get('Label 500');
  expect(byTitle.size).toBe(4);
  expect(phase?.body).toMatchObject({ parent: null, estimate: null });
  expect(collect?.body).toMatchObject({
    parent: phase?.id,
    estimate: { optimistic: 16, likely: 16, pessimistic: 16 },
    owners: ['p1'],
    done: 1,
    column: 'done',
    actualStart: '2026-03-02',
    actualFinish: '2026-03-03',
  });
  expect(label?.body).toMatchObject({
    priority: 'high',
    owners: ['p1', 'p2'],
    after: [{ task: collect?.id, type: 'SS', lag: 8 }],
    start: '2026-03-05',
    due: '2026-03-20',
    text: 'guideline:\n1 < 2',
  });
  expect(byTitle.get('Estimate me')?.body).toMatchObject({ estimate: null });
  const point = changes.find(({ kind }) => kind === 'milestone');
  expect(point?.body).toMatchObject({ name: 'Beta', due: '2026-03-31' });
  expect(label?.body).toMatchObject({ milestones: [point?.id] });
  const told = notes.map(({ what, value }) => `${what}: ${value}`);
  expect(told).toEqual(
    expect.arrayContaining([
      'field: Baseline',
      'field: Team color',
      'kind: material or cost Cloud',
      'teamCalendar: 2',
    ]),
  );
});

it('a project that begins on a Saturday: an empty plan begins then, one with tasks keeps its start', () => {
  const { changes } = take(MICROSOFT);
  const project = changes.find(({ kind }) => kind === 'project');
  expect(project?.body).toMatchObject({ start: '2026-02-28' });
  const full = take(MICROSOFT, planWith([task('present')]));
  expect(full.changes.some(({ kind }) => kind === 'project')).toBe(false);
  expect(full.notes).toContainEqual(
    expect.objectContaining({ what: 'projectKept', value: 'StartDate 2026-02-28' }),
  );
});

it('calendars: the working week, exceptions of several days, leave of a person', () => {
  const { calendar, people } = draft(MICROSOFT);
  expect(calendar?.week.map((hours) => hours.length)).toEqual([2, 2, 2, 2, 1, 0, 0]);
  expect(calendar?.week[4]).toEqual([{ from: 480, to: 720 }]);
  expect(calendar?.exceptions).toEqual([
    { from: '2026-04-03', to: '2026-04-06', name: 'Easter', hours: [] },
    { from: '2026-04-11', to: '2026-04-11', name: 'Worked Saturday', hours: [{ from: 540, to: 1440 }] },
  ]);
  expect(people.find(({ name }) => name === 'Mei Li')?.daysOff).toEqual([
    { from: '2026-03-09', to: '2026-03-13', why: 'Leave' },
  ]);
});

it('a file of ProjectLibre: days of type 0 as exceptions, durations without work, unassigned tasks', () => {
  const { changes, notes } = take(PROJECT_LIBRE);
  expect(notes.filter(isProblem)).toEqual([]);
  const tasks = changes.flatMap((one) => (one.kind === 'task' && one.body ? [one.body] : []));
  expect(tasks.map(({ title }) => title)).toEqual(['Aufgabe eins', '第二个任务']);
  expect(tasks[0]).toMatchObject({ estimate: { likely: 24 }, owners: [] });
  expect(tasks[1]?.after).toMatchObject([{ type: 'FF', lag: -4 }]);
  expect(draft(PROJECT_LIBRE).calendar?.exceptions).toEqual([
    { from: '2026-12-24', to: '2027-01-01', name: '', hours: [] },
  ]);
});

it('what Lathe writes has people with their leave and the calendar, and reads back the same', () => {
  const person = {
    ...personOf('person-mei', 'Mei Li').body,
    daysOff: [{ from: '2026-03-09', to: '2026-03-13', why: 'Leave' }],
  };
  const week =
    EMPTY.calendar?.week ?? Array.from({ length: 7 }, (_, i) => (i < 4 ? [{ from: 480, to: 1440 }] : []));
  const calendar = {
    country: null,
    read: [],
    week,
    exceptions: [{ from: '2026-05-01', to: '2026-05-01', name: 'May', hours: [] }],
  };
  const source = {
    ...planWith([task('t', { owners: ['person-mei'] })]),
    calendar,
    people: [{ id: 'person-mei', body: person }],
  };
  const read = draft(write(source, 'mspdi').text);
  expect(read.calendar).toEqual(calendar);
  expect(read.people).toMatchObject([{ name: 'Mei Li', daysOff: person.daysOff }]);
});

it.each([
  ['cut off within a task', MICROSOFT.slice(0, MICROSOFT.indexOf('Label 500')), /line \d{2}/],
  ['another document', '<?xml version="1.0"?><svg xmlns="x"/>', /no plan/],
  ['entities that grow', '<!DOCTYPE a [<!ENTITY b "x">]><Project><Name>&b;</Name></Project>', /line 1/],
  ['elements within elements', '<a>'.repeat(200_000), /line|deep/],
])('%s is refused in words', (_name, text, words) => {
  expect(() => draft(text)).toThrow(AppError);
  expect(() => draft(text)).toThrow(words);
});

it('negative and unreadable durations, impossible dates and unknown predecessors are problems at their line', () => {
  const bad = `<Project><Tasks>
<Task><UID>1</UID><Name>A</Name><OutlineLevel>1</OutlineLevel><Work>PT-8H0M0S</Work></Task>
<Task><UID>2</UID><Name>B</Name><OutlineLevel>1</OutlineLevel><Deadline>2026-02-30T00:00:00</Deadline>
<PredecessorLink><PredecessorUID>9</PredecessorUID><Type>1</Type></PredecessorLink></Task>
</Tasks></Project>`;
  const problems = take(bad)
    .notes.filter(isProblem)
    .map(({ what, value, first }) => [what, value, first]);
  expect(problems).toEqual([
    ['badNumber', 'Work “PT-8H0M0S”', '2'],
    ['badDate', 'Deadline “2026-02-30T00:00:00”', '3'],
    ['unknownReference', '9', '3'],
  ]);
});
