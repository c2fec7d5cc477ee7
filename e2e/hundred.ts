/** @file What is asked of the items of each task: how a task is made, which keys answer an item, and what must be said of it then. */
import { expect, type Page } from '@playwright/test';
import type { Client, QueueItem } from '../src-shared/contract.ts';
import type { Region, Span } from '../src-shared/labeling/tasks/values.ts';
import { ITEMS, textOf, type Hundreds } from './hundreds.ts';
import { prefer, type Look, type Preference } from './pages/looks.ts';
import { jobDone } from './rpc.ts';

export { ITEMS };

export interface Asked {
  readonly name: string;
  readonly of: keyof Hundreds;
  readonly look: Preference & { readonly width: 1024 | 1440 | 1920 | 2560 };
  /** @returns the task */
  readonly make: (client: Client, dataset: string, look: Look & { readonly page: Page }) => Promise<string>;
  /** An expression of the page: whether an item is painted. */
  readonly shows: (item: QueueItem) => string;
  /** Pressed once, on the first item. */
  readonly begins?: readonly string[];
  readonly keys: (i: number) => readonly string[];
  /** Take back the last answer, and give it again and go on. */
  readonly back: readonly string[];
  readonly again: readonly string[];
  /** What is said when no item is left. */
  readonly ends: { readonly en: string; readonly zh: string };
  /** What of an answer is compared with what was expected. */
  readonly said: (item: QueueItem) => unknown;
  readonly expected: (i: number) => unknown;
}

const quoted = (words: string): string => JSON.stringify(words);
const showsText = ({ text }: QueueItem): string =>
  `document.querySelector('[data-testid=text]')?.textContent === ${quoted(text)}`;
const showsImage = ({ id }: QueueItem): string => `(() => {
  const image = document.querySelector('[data-testid=image]');
  return image !== null && image.src.includes(${quoted(id)}) && image.complete && image.naturalWidth > 0;
})()`;
const showsRegions = ({ id }: QueueItem): string =>
  `document.querySelector('[data-testid=canvas]')?.dataset.shown?.includes(${quoted(id)}) === true`;
const showsRow =
  (part: 'row' | 'compared') =>
  ({ text }: QueueItem): string =>
    `document.querySelector('[data-testid=${part}]')?.textContent.includes(${quoted(promptOf(text))}) === true`;
const promptOf = (text: string): string => (JSON.parse(text) as { prompt: string }).prompt;

const FIRST_DESK = {
  ends: { en: 'This queue is done', zh: '这个队列已经处理完' },
  back: ['u'],
  again: ['Shift+U', 'ArrowRight'],
};
const DESK = {
  ends: { en: 'No more items wait for your answer.', zh: '没有等待您回答的项了。' },
  back: ['u'],
  again: ['Shift+U', 'PageDown'],
};

const named = (name: string, key: string, [en, zh]: readonly [string, string], parent?: string) => ({
  name,
  key,
  guideline: '',
  titles: { en, zh },
  ...(parent !== undefined && { parent }),
});
const TWO = [named('news', '1', ['News', '新闻']), named('letter', '2', ['Letter', '来信'])];
const LABELS = [...TWO, named('urgent', '3', ['Urgent', '紧急'])];
const TREE = [
  named('animal', '', ['Animal', '动物']),
  named('cat', 'c', ['Cat', '猫'], 'animal'),
  named('dog', 'd', ['Dog', '狗'], 'animal'),
  named('plant', '', ['Plant', '植物']),
  named('tree', 't', ['Tree', '树'], 'plant'),
];
const LEAVES = ['cat', 'dog', 'tree'];
const THINGS = [named('person', '1', ['Person', '人物']), named('place', '2', ['Place', '地点'])];

type Input = Omit<Parameters<Client['labeling']['createTask']>[0], 'dataset' | 'name'>;

const task =
  (name: string, input: Input): Asked['make'] =>
  async (client, dataset) => {
    const made = await client.labeling.createTask({ ...input, name, dataset });
    await jobDone(client, made.job);
    return made.task;
  };

/** The first task of a dataset, with classes of its own. */
const firstTask: Asked['make'] = async (client, dataset) => {
  await client.labeling.setSchema({ task: dataset, classes: TWO });
  return dataset;
};

/** Made in the dialog as people make it, by keys, since its columns are chosen there. */
const preferenceTask: Asked['make'] = async (client, dataset, { page, checkAccess, keepScreenshot }) => {
  await prefer(page, { language: 'en', theme: 'light' });
  await page.goto(new URL('/label', page.url()).href);
  await page.getByRole('button', { name: 'New annotation task for rows' }).press('Enter');
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.type('Better');
  const [open, down] = [['Tab', 'Enter', 'p', 'Enter'], 'ArrowDown'];
  for (const key of [...open, 'Tab', down, down, 'Tab', down, down]) await page.keyboard.press(key);
  const dialog = page.getByRole('dialog');
  await expect(page.getByLabel('Column of the first')).toHaveValue('first');
  await expect(dialog).toContainText('Choose the two columns that are compared');
  await page.keyboard.press(down);
  await expect(page.getByLabel('Column of the second')).toHaveValue('second');
  for (const key of ['Tab', down]) await page.keyboard.press(key);
  await checkAccess();
  await keepScreenshot('hundred-preference-new');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('link', { name: 'Open the task Better' })).toBeVisible();
  const made = (await client.labeling.tasks({ dataset })).find(({ name }) => name === 'Better')!;
  expect(made.options.columns).toEqual({ prompt: 'prompt', first: 'first', second: 'second' });
  return made.id;
};

const twoWays = (i: number): 0 | 1 => (i % 3 === 0 ? 1 : 0);
const labelOf = ({ label }: QueueItem): unknown => label;
const valueOf = ({ labelValue }: QueueItem): unknown => labelValue;

const jump = (way: 'Right' | 'Down'): string => `Control+Shift+Arrow${way}`;
const REGION_KEYS = {
  box: ['Enter', jump('Right'), jump('Down'), 'Enter'],
  polygon: ['Enter', jump('Right'), 'Enter', jump('Down'), 'Enter', 'Shift+F'],
  keypoints: ['Enter', jump('Right'), 'Enter'],
  mask: ['Enter', jump('Down'), 'Enter'],
} as const;

/** A task of one shape: every tenth image holds nothing, every third one thing of the other class. */
function regions(name: string, shape: keyof typeof REGION_KEYS, look: Asked['look']): Asked {
  const skeleton = { points: ['head', 'foot'], edges: [[0, 1] as [number, number]] };
  const isEmpty = (i: number): boolean => i % 10 === 9;
  return {
    ...DESK,
    name,
    of: 'images',
    look,
    make: task(name, {
      kind: 'regions',
      classes: THINGS,
      options: { shapes: [shape], skeleton: shape === 'keypoints' ? skeleton : null },
    }),
    shows: showsRegions,
    keys: (i) =>
      isEmpty(i) ? ['Shift+N'] : [String(1 + twoWays(i)), ...REGION_KEYS[shape], 'Control+Enter'],
    said: ({ labelValue }) =>
      ((labelValue?.['regions'] ?? null) as Region[] | null)?.map((region) => [region.shape, region.label]),
    expected: (i) => (isEmpty(i) ? [] : [[shape, THINGS[twoWays(i)]!.name]]),
  };
}

/** Of a text of {@link textOf}: the person by words or letters from the start, the place of an English one from the end. */
const spanKeys = (i: number): readonly string[] =>
  i % 2 === 0
    ? ['Control+Shift+ArrowRight', '1', 'End', 'ArrowLeft', 'Control+Shift+ArrowLeft', '2', 'Enter']
    : ['Shift+ArrowRight', 'Shift+ArrowRight', '1', 'Enter'];

export const ASKED: readonly Asked[] = [
  {
    ...FIRST_DESK,
    name: 'single',
    of: 'texts',
    look: { language: 'zh', theme: 'light', width: 1024 },
    make: firstTask,
    shows: showsText,
    keys: (i) => [String(1 + twoWays(i))],
    said: labelOf,
    expected: (i) => TWO[twoWays(i)]!.name,
  },
  {
    ...DESK,
    name: 'multilabel',
    of: 'texts',
    look: { language: 'en', theme: 'dark', width: 1440 },
    make: task('multilabel', { kind: 'multilabel', classes: LABELS }),
    shows: showsText,
    keys: (i) => [...LABELS.filter((_, at) => (i >> at) % 2 === 1).map(({ key }) => key), 'Enter'],
    said: valueOf,
    expected: (i) => ({ labels: LABELS.filter((_, at) => (i >> at) % 2 === 1).map(({ name }) => name) }),
  },
  {
    ...DESK,
    name: 'hierarchical',
    of: 'texts',
    look: { language: 'en', theme: 'dark', width: 1920 },
    make: task('hierarchical', { kind: 'classification', classes: TREE, options: { leavesOnly: true } }),
    shows: showsText,
    keys: (i) => [LEAVES[i % 3]![0]!],
    said: labelOf,
    expected: (i) => LEAVES[i % 3],
  },
  {
    ...DESK,
    name: 'rating',
    of: 'texts',
    look: { language: 'zh', theme: 'light', width: 2560 },
    make: task('rating', { kind: 'rating' }),
    shows: showsText,
    keys: (i) => [String(1 + (i % 5))],
    said: valueOf,
    expected: (i) => ({ rating: 1 + (i % 5) }),
  },
  {
    ...DESK,
    name: 'spans',
    of: 'texts',
    look: { language: 'en', theme: 'light', width: 1440 },
    make: task('spans', { kind: 'spans', classes: THINGS }),
    shows: showsText,
    keys: spanKeys,
    said: ({ text, labelValue }) =>
      ((labelValue?.['spans'] ?? []) as Span[]).map(({ start, end, label }) => [
        text.slice(start, end),
        label,
      ]),
    expected: (i) =>
      i % 2 === 0
        ? [
            [`Person${i}`, 'person'],
            [`City${i}`, 'place'],
          ]
        : [[textOf(i).slice(0, 2), 'person']],
  },
  {
    ...DESK,
    name: 'image-class',
    of: 'images',
    look: { language: 'zh', theme: 'dark', width: 1024 },
    make: task('image class', { kind: 'classification', classes: THINGS }),
    shows: showsImage,
    keys: (i) => [String(1 + twoWays(i))],
    said: labelOf,
    expected: (i) => THINGS[twoWays(i)]!.name,
  },
  regions('boxes', 'box', { language: 'en', theme: 'light', width: 1920 }),
  regions('polygons', 'polygon', { language: 'zh', theme: 'dark', width: 2560 }),
  regions('keypoints', 'keypoints', { language: 'en', theme: 'dark', width: 1440 }),
  regions('brush', 'mask', { language: 'zh', theme: 'light', width: 1024 }),
  {
    ...DESK,
    name: 'preference',
    of: 'rows',
    look: { language: 'en', theme: 'light', width: 2560 },
    make: preferenceTask,
    shows: showsRow('compared'),
    keys: (i) => [['1', '2', '0'][i % 3]!],
    said: valueOf,
    expected: (i) => ({ preferred: ['first', 'second', 'tie'][i % 3] }),
  },
  {
    ...DESK,
    name: 'text',
    of: 'texts',
    look: { language: 'zh', theme: 'dark', width: 1920 },
    make: task('text', { kind: 'text' }),
    shows: showsText,
    // Enter goes in once; every save goes on writing.
    begins: ['Enter'],
    keys: (i) => [...`sunk ${i}`.replace(' ', '-'), 'Control+Enter'],
    back: ['Escape', 'u'],
    again: ['Shift+U', 'PageDown', 'Enter'],
    said: valueOf,
    expected: (i) => ({ text: `sunk-${i}` }),
  },
  {
    ...FIRST_DESK,
    name: 'rows',
    of: 'rows',
    look: { language: 'en', theme: 'dark', width: 1024 },
    make: firstTask,
    shows: showsRow('row'),
    keys: (i) => [String(1 + twoWays(i))],
    said: labelOf,
    expected: (i) => TWO[twoWays(i)]!.name,
  },
];
