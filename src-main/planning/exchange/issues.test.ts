/** Issues and cards as Jira, GitHub and Trello export them. */
import { expect, it } from 'vitest';
import { isProblem } from '../../../src-shared/planning/exchange/notes.ts';
import { personOf, EMPTY, take } from './exchange.fixture.ts';

const people = [personOf('p1', 'Mei Li'), personOf('p2', 'octocat')];
const into = { ...EMPTY, people };
const taken = (value: unknown) => take(typeof value === 'string' ? value : JSON.stringify(value), into);
const notesOf = (value: unknown) => taken(value).notes.map(({ what, value: of }) => `${what}: ${of}`);

it('Jira as CSV: repeated columns, links of both directions, seconds, dates with names of months', () => {
  const csv = [
    'Summary,Issue key,Issue id,Parent id,Status,Priority,Assignee,Original Estimate,Due Date,Labels,Labels,Outward issue link (Blocks),Fix Versions,Sprint',
    'Collect,LA-1,10001,,Done,High,Mei Li,57600,12/Mar/26 12:00 AM,data,raw,LA-2,1.0,S1',
    '"Label, then check",LA-2,10002,10003,In Progress,Medium,,,,,,,1.0,',
    'Data,LA-3,10003,,To Do,,,,,,,LA-2,,',
  ].join('\r\n');
  const { changes, notes } = taken(csv);
  expect(notes.filter(isProblem)).toEqual([]);
  const [version, collect, label, epic] = changes;
  expect(version?.body).toMatchObject({ name: '1.0' });
  expect(collect?.body).toMatchObject({
    title: 'Collect',
    column: 'done',
    priority: 'high',
    owners: ['p1'],
    estimate: { likely: 16 },
    due: '2026-03-12',
    labels: ['data', 'raw'],
    milestones: [version?.id],
  });
  expect(label?.body).toMatchObject({
    title: 'Label, then check',
    column: 'doing',
    parent: epic?.id,
    after: [{ task: collect?.id, type: 'FS', lag: 0 }],
  });
  expect(notesOf(csv)).toEqual(['field: sprint', 'field: blocked by its own parent LA-3']);
});

it('Jira as JSON: categories of states, its document format, links and versions', () => {
  const text = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Hello' }] }] };
  const { changes } = taken({
    issues: [
      {
        key: 'A-1',
        fields: {
          summary: 'One',
          status: { name: 'Erledigt', statusCategory: { key: 'done' } },
          description: text,
        },
      },
      {
        key: 'A-2',
        fields: {
          summary: 'Two',
          priority: { name: 'Highest' },
          assignee: { displayName: 'Mei Li' },
          duedate: '2026-03-09',
          timeoriginalestimate: 7200,
          issuelinks: [{ type: { name: 'Blocks' }, inwardIssue: { key: 'A-1' } }],
        },
      },
    ],
  });
  expect(changes[0]?.body).toMatchObject({ title: 'One', column: 'done', done: 1, text: 'Hello\n\n' });
  expect(changes[1]?.body).toMatchObject({
    priority: 'urgent',
    owners: ['p1'],
    due: '2026-03-09',
    estimate: { likely: 2 },
    parent: null,
    after: [{ task: changes[0]?.id }],
  });
});

it('GitHub as JSON of the API and of its command, and as CSV', () => {
  const issue = {
    number: 7,
    title: 'Broken',
    body: 'Steps',
    state: 'CLOSED',
    labels: [{ name: 'bug' }],
    assignees: [{ login: 'octocat', name: '' }],
    milestone: { title: 'v1', dueOn: '2026-04-01T00:00:00Z' },
    closedAt: '2026-03-03T10:00:00Z',
    comments: [{ body: 'x' }],
  };
  const { changes } = taken([issue]);
  expect(changes[0]?.body).toMatchObject({ name: 'v1', due: '2026-04-01' });
  expect(changes[1]?.body).toMatchObject({
    title: 'Broken',
    column: 'done',
    actualFinish: '2026-03-03',
    owners: ['p2'],
    labels: ['bug'],
    milestones: [changes[0]?.id],
  });
  expect(notesOf([issue])).toEqual(['field: comments']);
  const csv = 'number,title,state,labels,assignees,url\n8,Slow,open,"bug, perf",octocat,x\n';
  expect(taken(csv).changes[0]?.body).toMatchObject({
    title: 'Slow',
    column: 'backlog',
    labels: ['bug', 'perf'],
    owners: ['p2'],
  });
});

it('Trello: lists as columns, checklists, members, due dates; archived cards and comments are told', () => {
  const board = {
    lists: [
      { id: 'l2', name: 'Doing', pos: 2 },
      { id: 'l1', name: 'To Do', pos: 1 },
    ],
    members: [{ id: 'm1', fullName: 'Mei Li' }],
    checklists: [{ id: 'c1', idCard: 'k1', checkItems: [{ name: 'gold', state: 'complete' }] }],
    cards: [
      {
        id: 'k1',
        name: 'Label',
        idList: 'l2',
        pos: 1,
        idMembers: ['m1'],
        labels: [{ name: '', color: 'red' }],
        due: '2026-03-09T11:00:00.000Z',
      },
      { id: 'k2', name: 'Old', idList: 'l1', pos: 1, closed: true },
      { id: 'k3', name: 'Ready', idList: 'l1', pos: 2, dueComplete: true },
    ],
    actions: [{ type: 'commentCard', data: { card: { name: 'Label' } } }],
  };
  const { changes } = taken(board);
  expect(changes.map(({ body }) => body)).toMatchObject([
    { title: 'Ready', column: 'done' },
    {
      title: 'Label',
      column: 'doing',
      owners: ['p1'],
      labels: ['red'],
      due: '2026-03-09',
      checklist: [{ text: 'gold', done: true }],
    },
  ]);
  expect(notesOf(board)).toEqual(['field: archived card', 'field: comment']);
});

it('JSON that is none of them, or cut off, is refused in words', () => {
  expect(() => taken({ hello: 1 })).toThrow(/no plan/);
  expect(() => taken('{"issues": [\n{"key":')).toThrow(/line 2/);
});
