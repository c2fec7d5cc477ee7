/** Spans of English and Chinese texts: marked, nested, related and taken back by keys alone, and by the mouse. */
import type { Page } from '@playwright/test';
import type { Client } from '../src-shared/contract.ts';
import type { Span } from '../src-shared/labeling/tasks/values.ts';
import { expect, test } from './fixtures.ts';
import { prefer } from './pages/looks.ts';
import { importRows, jobDone } from './rpc.ts';

const CLASSES = [
  { name: 'PER', key: '1', guideline: '', titles: { en: 'Person', zh: '人物' } },
  { name: 'ORG', key: '2', guideline: '', color: '#b44da3', titles: { en: 'Organization', zh: '机构' } },
  { name: 'LOC', key: '3', guideline: '', titles: { en: 'Place', zh: '地点' } },
];

const OPTIONS = {
  relations: ['works for', 'born in'],
  attributes: [
    { name: 'real', type: 'flag' as const, choices: [], required: true, classes: ['PER'] },
    { name: 'remark', type: 'text' as const, choices: [], required: false, classes: ['PER'] },
  ],
};

async function made(client: Client, dataset: string, options: Partial<typeof OPTIONS>): Promise<string> {
  const { task, job } = await client.labeling.createTask({
    dataset,
    kind: 'spans',
    name: 'Names',
    classes: CLASSES,
    options,
    guidelines: '1. Mark **every** name.\n2. Also those within others.',
  });
  await jobDone(client, job);
  return task;
}

const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

/** In the page: where characters of the text stand in the window. */
const POINTS = `(...places) => {
  const walker = document.createTreeWalker(document.querySelector('[data-testid=text]'), NodeFilter.SHOW_TEXT);
  const points = [];
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const place of places)
      if (place >= at && place < at + node.length) {
        const range = document.createRange();
        range.setStart(node, place - at);
        range.setEnd(node, place - at + 1);
        const { left, top, height } = range.getBoundingClientRect();
        points.push({ x: left + 1, y: top + height / 2 });
      }
    at += node.length;
  }
  return points;
}`;

/** What was marked of each text, in the order of the items. */
async function marked(client: Client, task: string): Promise<string[][]> {
  const { items } = await client.labeling.queue({ task, queue: 'all', limit: 100 });
  return items.map(({ text, labelValue }) =>
    ((labelValue?.['spans'] ?? []) as Span[]).map(
      ({ start, end, label }) => `${label} ${text.slice(start, end)}`,
    ),
  );
}

const FIRST = 'Ada Lovelace of the University of London\n\tmet Charles Babbage.';

test('texts are marked by keys alone: nested, overlapping, related, with questions, undo and redo', async ({
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  const rows = [
    FIRST,
    'Nothing to see.',
    'שלום לאברהם מירושלים 123',
    '👩‍👩‍👧 Zoë visited 🇨🇳 Beijing.',
    'Person lives in City.',
  ];
  const dataset = await importRows(
    client,
    rows.map((text) => ({ text, label: null })),
    { folder, name: 'names' },
  );
  const task = await made(client, dataset, OPTIONS);
  await page.goto(`${workbench.address}/label/${dataset}?task=${task}`);
  const text = page.getByTestId('text');
  await expect(text).toHaveText(FIRST);
  // Ada Lovelace is a person, the university an organization with a place in it.
  await press(page, 'Control+Shift+ArrowRight', 'Control+Shift+ArrowRight', '1');
  await press(page, ...Array.from({ length: 3 }, () => 'Control+ArrowRight'), 'Control+ArrowLeft');
  await press(page, ...Array.from({ length: 3 }, () => 'Control+Shift+ArrowRight'), '2');
  await press(page, 'Control+Shift+ArrowLeft', '3');
  const spans = page.getByRole('list', { name: 'Spans' }).getByRole('button');
  await expect(spans).toHaveText([
    'Ada Lovelace Person',
    'University of London Organization',
    'London Place',
  ]);
  // The end of the last grows and shrinks; each is a step.
  await press(page, ']', '}', 'u', 'u', 'Shift+U', 'Shift+U');
  await expect(spans.last()).toHaveText('London Place');
  // From Ada to the university.
  await press(page, 'Shift+Tab', 'Shift+Tab', 'r', 'Tab');
  await expect(page.getByText('Relation from “Ada Lovelace”')).toBeVisible();
  await keepScreenshot('spans-relation');
  await press(page, '1');
  await expect(page.getByRole('list', { name: 'Relations' })).toContainText('works for');
  // What is required is asked for before it is saved.
  await press(page, 'Control+Enter');
  await expect(page.getByRole('alert')).toContainText('“real” of “Ada Lovelace”');
  await expect(page.getByLabel('real')).toBeFocused();
  await checkAccess();
  for (const [width, height] of [
    [1920, 1080],
    [1024, 768],
    [1280, 800],
  ] as const) {
    // prettier-ignore
    await page.setViewportSize({ width, height });
    await keepScreenshot(`spans-light-${width}`);
  }
  await press(page, 'y', 'Enter', 'Control+Enter');
  await expect(text).toHaveText('Nothing to see.');
  await press(page, 'Enter');
  await expect(page.getByRole('alert')).toContainText('Nothing is marked');
  // Past the last span Tab comes to the classes, not to what would skip the item.
  await press(page, 'Tab');
  await expect(page.getByRole('list', { name: 'Classes' }).getByRole('button').first()).toBeFocused();
  await press(page, 'Shift+N');
  // Hebrew reads from right to left: the left arrow goes forth.
  await expect(text).toHaveText(rows[2]!);
  await press(page, 'Control+Shift+ArrowLeft', '2', 'Control+ArrowLeft', '3');
  await keepScreenshot('spans-hebrew');
  await press(page, 'Enter');
  // No key stops within what is read as one character.
  await expect(text).toHaveText(rows[3]!);
  await press(
    page,
    'Shift+ArrowRight',
    '2',
    'Control+End',
    'ArrowLeft',
    'Control+Shift+ArrowLeft',
    '3',
    'Enter',
  );
  await expect(text).toHaveText(rows[4]!);
  await press(page, 'End', 'ArrowLeft', 'Control+Shift+ArrowLeft', '3', 'Enter');
  await expect(page.getByText('No more items wait for your answer.')).toBeVisible();
  await expect(page.getByTestId('saved')).toHaveText('All saved');
  expect(await marked(client, task)).toEqual([
    ['PER Ada Lovelace', 'ORG University of London', 'LOC London'],
    [],
    ['ORG שלום', 'LOC לאברהם'],
    ['ORG 👩‍👩‍👧', 'LOC Beijing'],
    ['LOC City'],
  ]);
  const { items } = await client.labeling.queue({ task, queue: 'labeled', limit: 100 });
  expect(items.map(({ labelValue }) => (labelValue?.['relations'] as unknown[]).length)).toEqual([
    1,
    ...Array<number>(4).fill(0),
  ]);
  // Undo goes on in another window: the last answer, then the one before.
  await page.reload();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeEnabled();
  await press(page, 'u');
  await expect(text).toHaveText(rows[4]!);
  await expect(page.getByTestId('left')).toHaveText('1 left');
  await press(page, 'Shift+U');
  await expect(page.getByTestId('saved')).toHaveText('All saved');
  expect((await client.labeling.task({ task })).counts.labeled).toBe(5);
});

test('Chinese is marked by words and by the mouse, dark and in Chinese, also a long text', async ({
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  const long = Array.from({ length: 500 }, (_, i) => `第${i}号员工张三在北京大学工作，明天去上海开会。`).join(
    '',
  );
  const rows = ['他在北京大学读书。', '王小明住在上海。', long];
  const dataset = await importRows(
    client,
    rows.map((text) => ({ text, label: null })),
    { folder, name: '名字', language: 'zh' },
  );
  const task = await made(client, dataset, {});
  await prefer(page, { language: 'zh', theme: 'dark' });
  await page.goto(`${workbench.address}/label/${dataset}?task=${task}`);
  const text = page.getByTestId('text');
  await expect(text).toHaveText(rows[0]!);
  // Two characters within are dragged over; words are taken whole, with Alt exactly what was dragged over.
  // What is drawn anew meanwhile leaves alone what is being selected.
  const drag = async (from: number, to: number, meanwhile?: () => Promise<void>): Promise<void> => {
    const [a, b] = await page.evaluate<{ x: number; y: number }[]>(`(${POINTS})(${from}, ${to})`);
    await page.mouse.move(a!.x, a!.y);
    await page.mouse.down();
    await page.mouse.move(b!.x, b!.y, { steps: 3 });
    await meanwhile?.();
    await page.mouse.up();
  };
  await drag(2, 5, () => page.setViewportSize({ width: 1200, height: 800 }));
  await page.getByRole('button', { name: '机构' }).click();
  await page.keyboard.down('Alt');
  await drag(2, 3);
  await page.keyboard.up('Alt');
  await page.getByRole('button', { name: '地点' }).click();
  await checkAccess();
  await keepScreenshot('spans-zh-dark');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(text).toHaveText(rows[1]!);
  await press(page, '1', 'Control+Enter');
  await expect(text).toContainText('第0号员工张三');
  await page.getByRole('button', { name: '跳过' }).click();
  await expect(page.getByText('没有等待您回答的项了。')).toBeVisible();
  const [first] = await marked(client, task);
  expect(first![0]).toMatch(/^ORG 北京大学?/);
  expect(first![1]).toBe('LOC 北');
  await checkAccess();
  // The dialog offers what the editor can do.
  await page.goto(`${workbench.address}/label`);
  await page.getByRole('button', { name: '为 名字 新建标注任务' }).click();
  await page.getByLabel('名称', { exact: true }).fill('关系');
  await page.getByLabel('类型', { exact: true }).click();
  await page.getByRole('option', { name: '文本片段' }).click();
  await page.getByLabel('类别', { exact: true }).fill('人物，机构');
  await page.getByLabel('“机构”的键').press('o');
  await page.getByLabel('关系类型', { exact: true }).fill('任职于');
  await page.getByRole('button', { name: '添加问题' }).click();
  await page.getByLabel('问题', { exact: true }).fill('真人');
  await page.getByLabel('答案类型').selectOption('是或否');
  await checkAccess();
  await keepScreenshot('spans-new-zh-dark');
  await page.getByRole('button', { name: '创建任务' }).click();
  await expect(page.getByRole('link', { name: /关系/ })).toBeVisible();
  const related = (await client.labeling.tasks({ dataset })).find(({ name }) => name === '关系')!;
  expect(related.options).toMatchObject({
    relations: ['任职于'],
    attributes: [{ name: '真人', type: 'flag', required: false }],
  });
  const classes = await client.labeling.schema({ task: related.id });
  expect(classes.map(({ name, key }) => [name, key])).toEqual([['人物', '1'], ['机构', 'o']]); // prettier-ignore
});
