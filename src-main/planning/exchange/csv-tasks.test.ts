/** Tasks as CSV: what people and other planners write, and what is wrong with it. */
import { expect, it } from 'vitest';
import { isProblem, noteText } from '../../../src-shared/planning/exchange/notes.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { EMPTY, personOf, planWith, take, task, write } from './exchange.fixture.ts';

const bodies = (text: string) => take(text).changes.map(({ body }) => body);
const problems = (text: string, into = EMPTY) =>
  take(text, into)
    .notes.filter(isProblem)
    .map((note) => noteText(note, 'en'));

it('reads titles alone, other names of columns, semicolons, and dependencies by number or title', () => {
  const text = [
    'ID;Task Name;% Complete;Start;Effort;Predecessors;Resource Names;Budget',
    '1;Collect;100%;2026/3/2;16h;;Mei Li;900',
    '2;Label;1;2026-03-05;24;1SS+2 days;mei li; Ada; "the"',
    '3;Train;;;;Label;;',
  ].join('\n');
  const { changes, notes } = take(text.replace('mei li; Ada; "the"', 'mei li;'));
  const [collect, label, train] = changes;
  expect(collect?.body).toMatchObject({
    done: 1,
    start: '2026-03-02',
    estimate: { likely: 16 },
    owners: ['person-mei'],
  });
  expect(label?.body).toMatchObject({ done: 0.01, after: [{ task: collect?.id, type: 'SS', lag: 16 }] });
  expect(train?.body).toMatchObject({ after: [{ task: label?.id, type: 'FS', lag: 0 }], estimate: null });
  expect(notes).toEqual([{ what: 'field', value: 'Budget', count: 1, first: '2' }]);
  expect(bodies('Title\nA\nB\n')).toMatchObject([
    { title: 'A', rank: 1 },
    { title: 'B', rank: 2 },
  ]);
  expect(bodies('标题,截止,工时\n标注,2026-03-09,8小时\n')).toMatchObject([
    { title: '标注', due: '2026-03-09', estimate: { likely: 8 } },
  ]);
});

it('says what is wrong and on which line: efforts, dates, priorities, references, double ids, missing titles', () => {
  const text = `id,title,due,priority,parent,optimistic,likely
1,A,,,,,NaN
2,B,2026-02-30,,,,
3,C,,someday,,,-4
4,D,,,nowhere,,
6,E,,,,9,3
6,,,,,,`;
  expect(problems(text)).toEqual([
    'Two rows have the same id: 6 (line 7)',
    'There is no title (line 7)',
    'No number from 0 on: likely “NaN” (line 2)',
    'No date of the calendar, as 2026-11-29: due “2026-02-30” (line 3)',
    'Not one of the choices: priority “someday” (line 4)',
    'No number from 0 on: likely “-4” (line 4)',
    'Neither in the file nor in the plan: nowhere (line 5)',
    'A value is not accepted: estimate: optimistic ≤ likely ≤ pessimistic (line 6)',
    'A value is not accepted: title: it is empty (line 7)',
  ]);
});

it('names the tasks of a cycle, also one that runs through the plan', () => {
  const [cycle = ''] = problems('id,title,after\n1,First,2\n2,Second,1\n');
  expect(cycle).toMatch(/could not be scheduled/);
  expect(cycle).toMatch(/First/);
  expect(cycle).toMatch(/Second/);
  const plan = planWith([
    task('a', { title: 'Alpha' }),
    task('b', { title: 'Beta', after: [{ task: 'a', type: 'FS', lag: 0 }] }),
  ]);
  expect(problems('id,title,after\na,Alpha,b\n', plan)[0]).toMatch(/Alpha/);
  expect(problems('id,title,parent\n1,A,2\n2,B,1\n')[0]).toMatch(/A/);
});

it('changes tasks whose id the plan has, in what the file has columns for', () => {
  const plan = planWith([task('a', { title: 'Alpha', labels: ['x'], due: '2026-04-01' })]);
  const { changes, changed } = take('id,title,due\na,Alpha 2,\n', plan);
  expect([...changed]).toEqual(['a']);
  expect(changes).toMatchObject([{ id: 'a', body: { title: 'Alpha 2', due: null, labels: ['x'] } }]);
});

it('people of one name are told apart by their ids; who is not in the team is told', () => {
  const people = [personOf('p1', 'Wei'), personOf('p2', 'Wei')];
  const source = { ...planWith([task('a', { owners: ['p2'] })]), people };
  const { text } = write(source, 'csv');
  expect(take(text, { ...EMPTY, people }).changes[0]?.body).toMatchObject({ owners: ['p2'] });
  const { changes, missing, notes } = take('title,owner\nA,Wei\nB,Nobody\n', { ...EMPTY, people });
  expect(changes.map(({ body }) => body)).toMatchObject([{ owners: [] }, { owners: [] }]);
  expect(missing.map(({ name }) => name)).toEqual(['Wei', 'Nobody']);
  expect(notes.map(({ what }) => what)).toEqual(['person', 'person']);
});

it('hostile names stay what they are', () => {
  const names = [
    '=cmd|"/c calc"!A1',
    '__proto__',
    '<script>alert(1)</script>',
    '‮gpj.exe',
    "Robert'); DROP TABLE tasks;--",
    'a\nb',
  ];
  const source = planWith(names.map((title, i) => task(`t${i}`, { title, rank: i })));
  for (const format of ['csv', 'json', 'mspdi'] as const)
    expect(
      take(write(source, format).text).changes.map(({ body }) => body && 'title' in body && body.title),
      format,
    ).toEqual(names);
});

it('more rows than an operation of the window has are taken, each once', () => {
  const rows = Array.from({ length: 25_000 }, (_, i) => `Task ${i},8\n`).join('');
  const { changes, notes } = take(`title,hours\n${rows}`);
  expect(notes).toEqual([]);
  expect(new Set(changes.map(({ id }) => id)).size).toBe(25_000);
});

it('an unclosed quote, no column of titles and an empty file are refused in words', () => {
  expect(() => take('title,text\nA,"never\nclosed')).toThrow(/line 2/);
  expect(() => take('foo,bar\n1,2\n')).toThrow(/foo, bar/);
  expect(() => take('  \n')).toThrow(AppError);
});
