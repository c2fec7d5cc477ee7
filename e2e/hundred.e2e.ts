/**
 * Twenty-six items of each task (`LATHE_ITEMS=100`: a hundred) by the keyboard alone: thirteen tasks in turn on one workbench and one
 * page, on images of two megapixels, texts in English and Chinese and rows, in both languages and themes, from 1024 to 2560
 * pixels wide.
 */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { ASKED, ITEMS, type Asked } from './hundred.ts';
import { importHundreds, type Hundreds } from './hundreds.ts';
import { prefer, type Look } from './pages/looks.ts';
import type { Client, QueueItem } from '../src-shared/contract.ts';

/** Where the theme changes under the hands. */
const TURNED = 8;
/** Where the last answer is taken back and given again. */
const TAKEN_BACK = 16;

const press = async (page: Page, keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

/** Waits in the page, from one frame to the next, until an item is painted. */
const isShown = (page: Page, asked: Asked, item: QueueItem): Promise<unknown> =>
  page.evaluate(`new Promise((done, fail) => {
    const end = performance.now() + 20_000;
    const look = () => {
      if (${asked.shows(item)}) done();
      else if (performance.now() > end) fail(new Error(${JSON.stringify(`not shown: ${asked.name}, ${item.position}`)}));
      else requestAnimationFrame(look);
    };
    look();
  })`);

interface Walk extends Look {
  readonly page: Page;
  readonly client: Client;
  readonly address: string;
}

/** Answers every item of a task. @returns the task, and its items in their order */
async function answer(asked: Asked, data: Hundreds, walk: Walk) {
  const { page, client, address } = walk;
  const dataset = data[asked.of];
  const task = await asked.make(client, dataset, walk);
  const { items } = await client.labeling.queue({ task, queue: 'unlabeled', limit: ITEMS });
  expect(items).toHaveLength(ITEMS);
  const { language, theme, width } = asked.look;
  await page.setViewportSize({ width, height: Math.min(1300, Math.round(width * 0.6)) });
  await prefer(page, { language, theme });
  await page.goto(`${address}/label/${dataset}${task === dataset ? '' : `?task=${task}`}`);
  for (const [i, item] of items.entries()) {
    await isShown(page, asked, item);
    if (i === 0) {
      await press(page, asked.begins ?? []);
      await walk.checkAccess();
    }
    const keys = asked.keys(i);
    if (i === TURNED) {
      // An answer stands there, not saved yet.
      await press(page, keys.slice(0, -1));
      await walk.keepScreenshot(`hundred-${asked.name}-${width}-${language}-${theme}`);
      const other = theme === 'light' ? 'dark' : 'light';
      await page.emulateMedia({ colorScheme: other });
      await walk.checkAccess();
      await walk.keepScreenshot(`hundred-${asked.name}-${width}-${language}-${other}`);
      await press(page, keys.slice(-1));
      continue;
    }
    if (i === TAKEN_BACK) {
      await press(page, asked.back);
      await isShown(page, asked, items[i - 1]!);
      await press(page, asked.again);
      await isShown(page, asked, item);
    }
    await press(page, keys);
  }
  await expect(page.getByText(language === 'en' ? asked.ends.en : asked.ends.zh)).toBeVisible();
  return { asked, task, items };
}

test('26 items of each task are answered by the keyboard alone', async ({
  shell,
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  test.setTimeout(600_000);
  await shell.isOpen();
  const data = await importHundreds(client, folder);
  const walk = { page, client, address: workbench.address, checkAccess, keepScreenshot };
  const answered: Awaited<ReturnType<typeof answer>>[] = [];
  for (const asked of ASKED)
    await test.step(asked.name, async () => {
      answered.push(await answer(asked, data, walk));
    });

  await test.step('every answer is there, as it was given', async () => {
    for (const { asked, task, items } of answered) {
      const read = async () => (await client.labeling.queue({ task, queue: 'all', limit: ITEMS })).items;
      const labeled = async () => (await client.labeling.task({ task })).counts.labeled;
      await expect.poll(labeled, { message: asked.name }).toBe(ITEMS);
      const saved = await read();
      expect(saved.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
      for (const [i, item] of saved.entries())
        expect(asked.said(item), `${asked.name}, item ${i}`).toEqual(asked.expected(i));
    }
  });
});
