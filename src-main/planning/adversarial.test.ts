/** What people and programs send that is none: each gets words at its field in both languages, and nothing of it is kept. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanChange } from '../../src-shared/planning/contract.ts';
import { noteText } from '../../src-shared/planning/exchange/notes.ts';
import { sayWarning } from '../../src-shared/planning/schedule-warnings.ts';
import { scheduleInput } from '../../src-shared/planning/schedule-input.ts';
import { fromWire, isWireError, wording } from '../../src-shared/platform/errors.ts';
import type { App } from '../platform/host/app.ts';
import { openQuietly } from '../session.fixture.ts';
import { change, MILESTONE, PLAN, PROJECT, TASK } from './plan.fixture.ts';

let folder: string;
let app: App;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-adversarial-'));
  ({ app } = await openQuietly(path.join(folder, 'workspace')));
  await change(app.client, { id: PLAN, kind: 'project', body: PROJECT });
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const task = (id: string, body: object = {}): PlanChange =>
  // What is sent is not what the types allow: that is the point.
  ({ id, kind: 'task', body: { ...TASK, title: id, ...body } }) as PlanChange;

/** The words of a refusal, English and Chinese. */
async function refusal(asked: Promise<unknown>): Promise<readonly [string, string]> {
  try {
    await asked;
  } catch (thrown) {
    const data: unknown = (thrown as { data?: unknown }).data;
    if (!isWireError(data)) throw thrown;
    return [fromWire(data).message, wording(data, 'zh').message];
  }
  throw new Error('it was not refused');
}

/** Letters of a word that is none of the field's name: English where Chinese is asked for. */
const hasEnglish = (text: string, allowed: readonly string[]) =>
  allowed.reduce((rest, one) => rest.replaceAll(one, ''), text).match(/[A-Za-z]{3,}/g);

describe('a value that is none is refused at its field', () => {
  const hours = (likely: unknown) => ({ estimate: { optimistic: 1, likely, pessimistic: 9 } });
  it.each<[string, object, string, string]>([
    [
      'effort that is no number',
      hours(NaN),
      'estimate.likely is not valid: a number is needed',
      '需要一个数',
    ],
    ['endless effort', hours(Infinity), 'estimate.likely is not valid: a number is needed', '需要一个数'],
    ['negative effort', hours(-8), 'estimate.likely is not valid: it must be at least 0', '不能小于 0'],
    ['effort as text', hours('8'), 'estimate.likely is not valid: a number is needed', '需要一个数'],
    ['points out of order', hours(40), 'optimistic ≤ likely ≤ pessimistic', '乐观 ≤ 最可能 ≤ 悲观'],
    ['the 30th of February', { due: '2026-02-30' }, 'due is not valid: it is no date', '不是有效日期'],
    ['a month 13', { start: '2026-13-01' }, 'start is not valid: it is no date', '不是有效日期'],
    ['a title of blanks', { title: ' \t ' }, 'title is not valid: it is empty', '不能为空'],
    ['a title without an end', { title: 'x'.repeat(301) }, 'more than 300 characters', '超过 300 个字符'],
    ['more done than there is', { done: 1.5 }, 'done is not valid: it must be at most 1', '不能大于 1'],
    ['a column that no board has', { column: 'later' }, 'column is not valid: choose one of', '请从中选择'],
    ['a dependency of no kind', { after: [{ task: 'b', type: 'XX', lag: 0 }] }, 'after.0.type', '请从中选择'],
    [
      'a recurrence of every 0 weeks',
      { recurrence: { every: 'weekly', interval: 0, weekdays: [], nth: null, until: null } },
      'recurrence.interval',
      '不能小于 1',
    ],
  ])('%s', async (_name, body, en, zh) => {
    const [english, chinese] = await refusal(change(app.client, task('t', body)));
    expect(english).toContain(en);
    expect(chinese).toContain(zh);
    const place = /changes\.0\.body(?:\.\w+)*/.exec(chinese)?.[0] ?? '';
    expect(place).not.toBe('');
    expect(hasEnglish(chinese, [place, 'backlog', 'ready', 'doing', 'review', 'done'])).toBeNull();
    const { documents } = await app.client.planning.read({ scope: PLAN });
    expect(documents.map(({ kind }) => kind)).toEqual(['project']);
  });

  it('a kind that no plan has', async () => {
    const nothing = { id: 'x', kind: 'spell', body: {} } as unknown as PlanChange;
    const [english, chinese] = await refusal(change(app.client, nothing));
    expect(english).toMatch(/changes\.0\.kind is not valid: choose one of project/);
    expect(chinese).toContain('请从中选择');
  });
});

it('tasks that wait for each other are named where the schedule is asked for', async () => {
  const after = (id: string) => [{ task: id, type: 'FS' as const, lag: 0 }];
  await change(app.client, task('Ann', { after: after('Ben') }), task('Ben', { after: after('Ann') }));
  const [english, chinese] = await refusal(app.client.planning.makeForecast({ project: PLAN }));
  expect(english).toMatch(/wait for each other: (Ann → Ben → Ann|Ben → Ann → Ben)/);
  expect(chinese).toMatch(/这些任务相互等待：(Ann → Ben → Ann|Ben → Ann → Ben)/);
});

it('tasks that contain each other are named too', async () => {
  await change(app.client, task('Ann', { parent: 'Ben' }), task('Ben', { parent: 'Ann' }));
  const [english, chinese] = await refusal(app.client.planning.makeForecast({ project: PLAN }));
  expect([english, chinese].join()).toMatch(/contain each other: .*Ann.*相互包含：.*Ann/);
});

it('a file with a circle is refused, in the words of the reader', async () => {
  const text = 'id,title,after\n1,Ann,2\n2,Ben,1\n';
  const { problems } = await app.client.planning.previewImport({ project: PLAN, name: 'x.csv', text });
  expect(problems.map((one) => noteText(one, 'en')).join()).toMatch(/wait for each other: .*Ann/);
  const chinese = problems.map((one) => noteText(one, 'zh')).join();
  expect(chinese).toMatch(/这些任务相互等待：.*Ann/);
  expect(hasEnglish(chinese, ['Ann', 'Ben'])).toBeNull();
});

it('an import that is refused says its first problem in the words of the reader', async () => {
  const asked = {
    project: PLAN,
    name: 'x.csv',
    text: 'title,due\nA,2026-02-30\n',
    operation: crypto.randomUUID(),
  };
  const [english, chinese] = await refusal(app.client.planning.importFile(asked));
  expect(english).toContain('The first: No date of the calendar, as 2026-11-29: due “2026-02-30” (line 2)');
  expect(chinese).toContain('第一个：不是有效日期（格式 2026-11-29）：due “2026-02-30”（第 2 行）');
});

it('a value of a file that no field takes is told at its line in both languages', async () => {
  const text = `title,likely,skill\nA,200000,\nB,1,${'s'.repeat(61)}\n`;
  const { problems } = await app.client.planning.previewImport({ project: PLAN, name: 'x.csv', text });
  const words = (language: 'en' | 'zh') => problems.map((one) => noteText(one, language)).join('\n');
  expect(words('en')).toContain('it must be at most 100000 (line 2)');
  expect(words('en')).toContain('skill: it has more than 60 characters (line 3)');
  expect(words('zh')).toContain('不能大于 100000（第 2 行）');
  expect(words('zh')).toContain('skill：超过 60 个字符（第 3 行）');
});

it('an owner who was deleted is warned of at the task, and the plan is forecast all the same', async () => {
  const body = { ...TASK, title: 'Label', owners: ['gone'] };
  await change(app.client, { id: 't', kind: 'task', body });
  const source = { milestones: [], machines: [], people: [], calendar: undefined, holidays: [] };
  const { warnings } = scheduleInput({
    ...source,
    project: PROJECT,
    tasks: [{ id: 't', body }],
    today: '2026-03-02',
  });
  const missing = warnings.filter(({ kind }) => kind === 'ownerMissing');
  expect(missing.map((one) => sayWarning(one, 'en'))).toEqual([
    'An owner of “Label” is not in the team any more. Choose another one.',
  ]);
  expect(sayWarning(missing[0]!, 'zh')).toBe('“Label”的一位负责人已不在团队中，请另选。');
  expect((await app.client.planning.makeForecast({ project: PLAN })).unplaced).toEqual([]);
});

it('a calendar without a working day is told by its name, not a date in a thousand years', async () => {
  const nothing = { country: null, exceptions: [], read: [], week: Array.from({ length: 7 }, () => []) };
  await app.client.team.change({
    scope: 'team',
    operation: crypto.randomUUID(),
    changes: [{ id: 'calendar', kind: 'calendar', body: nothing }],
  });
  await change(app.client, task('t'));
  const [english, chinese] = await refusal(app.client.planning.makeForecast({ project: PLAN }));
  expect(english).toMatch(/calendar “.+” has no working time/);
  expect(chinese).toMatch(/日历“.+”没有任何工作时间/);
});

it('hostile names are kept to the letter, in the plan, the forecast, the report and every export', async () => {
  const names = [
    '<script>alert(1)</script>',
    `"; DROP TABLE documents; --`,
    '=HYPERLINK("http://x")',
    '../../etc/passwd',
    '__proto__',
    'constructor',
    '\u202Egnp.exe',
    '👩‍👩‍👧‍👦 z͑ͫ̓a̴l̶g̵o',
    '{task} {0} %s ${x}',
    ']]>&amp;',
  ];
  const ids = names.map((_, i) => `t${i}`);
  await change(
    app.client,
    { id: '__proto__', kind: 'milestone', body: { ...MILESTONE, name: names[0]! } },
    ...names.map((title, i) => task(ids[i]!, { title, milestones: ['__proto__'] })),
  );
  const { documents } = await app.client.planning.read({ scope: PLAN });
  const titles = documents.flatMap((one) => (one.kind === 'task' ? [one.body.title] : []));
  expect(titles.toSorted()).toEqual(names.toSorted());
  const { milestones, sources } = await app.client.planning.makeForecast({ project: PLAN });
  expect(milestones).toMatchObject([{ milestone: '__proto__', name: names[0] }]);
  expect(sources.map(({ title }) => title).toSorted()).toEqual(names.toSorted());
  for (const format of ['csv', 'json', 'mspdi', 'ics', 'mermaid'] as const) {
    const { text } = await app.client.planning.exportPlan({ project: PLAN, format });
    if (format === 'mermaid') continue;
    const preview = await app.client.planning.previewImport({ project: PLAN, name: `x.${format}`, text });
    expect(preview.problems, format).toEqual([]);
  }
});
