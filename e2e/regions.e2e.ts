/** Regions on images: boxes, polygons, keypoints and masks, by keyboard alone and by mouse, on photos of real sizes. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { caseFile } from '../src-main/cases.fixture.ts';
import type { Client, QueueItem } from '../src-shared/contract.ts';
import type { Region } from '../src-shared/labeling/tasks/values.ts';
import { expect, test } from './fixtures.ts';
import { importImages, SIZES } from './images.ts';
import { prefer } from './pages/looks.ts';
import { RegionsPage } from './pages/regions.ts';
import { importSource, jobDone } from './rpc.ts';

const SKELETON = {
  points: ['head', 'hand', 'foot'],
  edges: [[0, 1] as [number, number], [1, 2] as [number, number]],
};
const POSE = {
  name: 'pose',
  type: 'choice' as const,
  choices: ['standing', 'sitting'],
  required: true,
  classes: ['person'],
};

async function makeTask(client: Client, dataset: string, name = 'Regions'): Promise<string> {
  const { task, job } = await client.labeling.createTask({
    dataset,
    kind: 'regions',
    name,
    classes: ['person', 'car', 'tree'],
    options: { shapes: ['box', 'polygon', 'keypoints', 'mask'], skeleton: SKELETON, attributes: [POSE] },
    guidelines: 'Mark what is **not** hidden by more than half.',
  });
  await jobDone(client, job);
  return task;
}

/** A photo of a camera, and drawings of up to 24 megapixels, upright and turned. @returns the dataset */
async function importSizes(client: Client, folder: string): Promise<string> {
  const into = path.join(folder, 'more', 'photos');
  mkdirSync(into, { recursive: true });
  const create = { width: 6000, height: 4000, channels: 3 as const, background: '#5a8' };
  writeFileSync(path.join(into, 'drawing.jpg'), await sharp({ create }).jpeg({ quality: 40 }).toBuffer());
  const dataset = await importImages(client, folder);
  const source = { kind: 'path', path: path.join(folder, 'more') } as const;
  const { job } = await client.datasets.import({ source, kind: 'image', dataset });
  await jobDone(client, job);
  return dataset;
}

const regionsOf = ({ labelValue }: QueueItem): Region[] => (labelValue?.['regions'] ?? []) as Region[];

test('images of all sizes are answered by the keyboard alone; what was said is there again', async ({
  shell,
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  test.setTimeout(240_000);
  const dataset = await importSizes(client, folder);
  const regions = new RegionsPage(page);
  const jump = (way: string, times = 1) => Array<string>(times).fill(`Control+Shift+Arrow${way}`);
  const shapes: Readonly<Record<string, readonly string[]>> = {
    box: [
      'Shift+B',
      ...jump('Left'),
      ...jump('Up'),
      'Enter',
      ...jump('Right', 2),
      ...jump('Down', 2),
      'Enter',
    ],
    polygon: ['Shift+P', 'Enter', ...jump('Right', 2), 'Enter', ...jump('Down', 2), 'Enter', 'Shift+F'],
    keypoints: ['Shift+K', 'Enter', ...jump('Left'), 'Shift+Enter', 'Shift+A'],
    mask: ['Shift+M', 'Enter', ...jump('Right'), 'Enter'],
  };

  await test.step('a task is made in the dialog', async () => {
    await shell.goTo('Label');
    await page.getByRole('button', { name: 'New annotation task for photos' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Things');
    await page.getByLabel('Kind').click();
    await page.getByRole('option', { name: 'Image regions' }).click();
    await page.getByLabel('Classes', { exact: true }).fill('person, car');
    await page.getByRole('checkbox', { name: 'polygon' }).check();
    await page.getByRole('checkbox', { name: 'keypoints' }).check();
    await page.getByLabel('Keypoints', { exact: true }).fill('head, hand');
    await page.getByLabel('Lines between keypoints').fill('head – tail');
    await expect(page.getByText('does not join two keypoints')).toBeVisible();
    await page.getByLabel('Lines between keypoints').fill('head – hand');
    await page.getByRole('button', { name: 'Add a question' }).click();
    await page.getByLabel('Question', { exact: true }).fill('occluded');
    await page.getByLabel('Answers, separated by commas').fill('yes, no');
    await page.getByLabel('Required').check();
    await checkAccess();
    await keepScreenshot('regions-new');
    await page.getByRole('button', { name: 'Create task' }).click();
    await expect(page.getByRole('link', { name: 'Open the task Things' })).toBeVisible();
    const made = (await client.labeling.tasks({ dataset })).find(({ name }) => name === 'Things')!;
    expect(made.options).toMatchObject({
      shapes: ['box', 'polygon', 'keypoints'],
      skeleton: { points: ['head', 'hand'], edges: [[0, 1]] },
      attributes: [{ name: 'occluded', choices: ['yes', 'no'], required: true }],
    });
  });

  const task = await makeTask(client, dataset);
  const { items } = await client.labeling.queue({ task, queue: 'all', limit: 50 });
  expect(items).toHaveLength(8);
  await page.goto(`${workbench.address}/label/${dataset}?task=${task}`);

  await test.step('the first, with undo, a refusal and a required attribute', async () => {
    await regions.shows(items[0]!.id);
    await expect(page.getByTestId('stage')).toBeFocused();
    await regions.press(...shapes['box']!, '1');
    expect(await regions.names()).toHaveLength(1);
    expect((await regions.names())[0]).toContain('person, box');
    await regions.press('u', 'u');
    await expect(page.getByText('No regions yet.')).toBeVisible();
    await regions.press('Shift+U');
    await expect(regions.list.getByRole('option')).toHaveCount(1);
    await regions.press('Shift+N');
    await expect(regions.status).toContainText('Regions are drawn here.');
    await expect(page.getByRole('button', { name: 'Nothing here' })).toBeDisabled();
    await regions.press('Control+Enter');
    await expect(regions.status).toContainText('Answer “pose” of the selected region first.');
    await checkAccess();
    await keepScreenshot('regions-required');
    await page.getByLabel('pose').focus();
    await regions.press('Enter', 'ArrowDown', 'Enter');
    await expect(page.getByLabel('pose')).toContainText('standing');
    await regions.press('Control+Enter');
    await regions.shows(items[1]!.id);
  });

  await test.step('an answer without regions is said on purpose', async () => {
    await regions.press('Control+Enter');
    await expect(regions.status).toContainText('choose “Nothing here”');
    await regions.press('Shift+N');
    await regions.shows(items[2]!.id);
    await regions.press('u');
    await regions.shows(items[1]!.id);
    await expect(page.getByText('No regions yet.')).toBeVisible();
    await regions.press('Shift+N');
  });

  await test.step('all others', async () => {
    for (const [i, { id }] of items.entries()) {
      if (i < 2) continue;
      await regions.shows(id);
      await regions.press(i % 2 === 0 ? '2' : '3', ...shapes[Object.keys(shapes)[i % 4]!]!);
      await expect(regions.list.getByRole('option')).toHaveCount(1);
      if (i === 5)
        // The image before is as large.
        await regions.press('Shift+C', ...shapes['box']!, 'Shift+V', 'Shift+ArrowRight', 'Control+ArrowUp');
      if (i === 7) await keepScreenshot('regions-mask');
      await regions.press('Control+Enter');
    }
    await expect(page.getByText('No more items wait for your answer.')).toBeVisible();
  });

  const read = async () => (await client.labeling.queue({ task, queue: 'labeled', limit: 50 })).items;
  await expect.poll(async () => (await read()).length).toBe(8);
  const answered = await read();
  for (const [i, item] of answered.entries()) {
    const { width, height } = item.image!;
    const [region] = regionsOf(item);
    if (i === 1) expect(item.labelValue).toEqual({ regions: [] });
    else expect(region).toMatchObject({ shape: i === 0 ? 'box' : Object.keys(shapes)[i % 4] });
    if (region?.shape === 'mask') expect([region.width, region.height]).toEqual([width, height]);
    // The crosshair begins at a whole pixel.
    if (region?.shape === 'box') expect(Math.abs(region.x + region.width / 2 - width / 2)).toBeLessThan(1);
    if (region?.shape === 'keypoints')
      expect(region.points).toMatchObject([{ visible: true }, { visible: false }, null]);
  }
  const turned = answered.find(({ text }) => text.endsWith('e-rotated.jpg'))!;
  expect([turned.image!.width, turned.image!.height]).toEqual(SIZES['e-rotated.jpg']);
  expect(regionsOf(answered[0]!)[0]).toMatchObject({ label: 'person', attributes: { pose: 'standing' } });
  expect(regionsOf(answered[5]!)).toHaveLength(3);

  await test.step('undo shows the last answer as it was', async () => {
    const last = regionsOf(answered.at(-1)!);
    await regions.press('u');
    await regions.shows(items.at(-1)!.id);
    await expect(regions.list.getByRole('option')).toHaveCount(last.length);
    await regions.press('Control+Enter');
    await expect.poll(async () => regionsOf((await read()).at(-1)!)).toEqual(last);
  });

  await test.step('what was answered is there again after a reload', async () => {
    await page.goto(`${workbench.address}/label/${dataset}?task=${task}&queue=labeled`);
    await regions.shows(items[0]!.id);
    await expect(regions.list.getByRole('option')).toHaveCount(1);
    await expect(regions.list).toContainText('person, box');
    await keepScreenshot('regions-again');
    await page.goto(`${workbench.address}/label/${dataset}?task=${task}`);
    await expect(page.getByText('No more items wait for your answer.')).toBeVisible();
  });
});

test('by mouse: rotation, holes, splits, shared borders, small ones under large ones', async ({
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  test.setTimeout(180_000);
  const into = path.join(folder, 'photos', 'all');
  mkdirSync(into, { recursive: true });
  cpSync(caseFile('photos/IMG_0000.JPG'), path.join(into, 'a-photo.jpg'));
  const create = { width: 4000, height: 3000, channels: 3 as const, background: '#5a8' };
  writeFileSync(path.join(into, 'b-drawing.jpg'), await sharp({ create }).jpeg().toBuffer());
  const dataset = await importSource(client, { kind: 'path', path: path.join(folder, 'photos') });
  const task = await makeTask(client, dataset);
  const { items } = await client.labeling.queue({ task, queue: 'all' });
  const regions = new RegionsPage(page);
  await page.goto(`${workbench.address}/label/${dataset}?task=${task}`);
  await regions.shows(items[0]!.id);
  const { width, height } = items[0]!.image!;
  /** Shares of the image in thousandths. */
  const spot = (x: number, y: number) => ({ x: (x * width) / 1000, y: (y * height) / 1000 });
  const answer = async (): Promise<Region[]> => {
    const item = await client.labeling.queue({ task, queue: 'labeled' });
    return item.items[0] ? regionsOf(item.items[0]) : [];
  };

  await test.step('a box is drawn, turned and moved', async () => {
    await regions.press('2', 'Shift+B');
    await regions.drag(spot(100, 300), spot(300, 600));
    await regions.press('Shift+V');
    const { x, y } = await regions.at(spot(200, 300));
    await page.mouse.move(x, y - 24);
    await page.mouse.down();
    await page.keyboard.down('Shift');
    await page.mouse.move(x + 200, y + 40, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await expect(regions.status).toContainText(/∠ (45|60|75)°/);
    await keepScreenshot('regions-turned');
    await regions.press('u');
    await expect(regions.status).not.toContainText('∠');
    await regions.press('Shift+U');
    await regions.drag(spot(200, 450), spot(220, 450));
  });

  await test.step('a polygon, a hole in it, and a neighbour whose border moves along', async () => {
    await regions.press('Escape', 'Escape', 'Shift+P', '3');
    for (const [x, y] of [
      [500, 200],
      [700, 200],
      [700, 500],
      [500, 500],
      [501, 201],
    ] as const)
      await regions.click(spot(x, y));
    await regions.press('Shift+O');
    for (const [x, y] of [
      [560, 300],
      [640, 300],
      [640, 400],
      [561, 301],
    ] as const)
      await regions.click(spot(x, y));
    await regions.press('Shift+P');
    for (const [x, y] of [
      [701, 201],
      [900, 200],
      [900, 500],
      [701, 501],
      [702, 202],
    ] as const)
      await regions.click(spot(x, y));
    await regions.press('Shift+V');
    await regions.drag(spot(700, 200), spot(740, 160));
    await checkAccess();
    await keepScreenshot('regions-polygons');
  });

  await test.step('a click picks the small one under the large one, then the large one', async () => {
    await regions.press('Escape', 'Escape', '2', 'Shift+B');
    await regions.drag(spot(60, 650), spot(460, 950));
    await regions.drag(spot(200, 750), spot(260, 830));
    await regions.press('Shift+V', 'Escape');
    await regions.click(spot(230, 790));
    const small = await regions.status.textContent();
    await regions.click(spot(230, 790));
    await expect(regions.status).not.toHaveText(small!);
    await regions.click(spot(230, 790));
    await expect(regions.status).toHaveText(small!);
  });

  await test.step('the brush paints and erases; the view zooms at the pointer and moves', async () => {
    await regions.press('Escape', 'Shift+M');
    await regions.drag(spot(600, 700), spot(700, 720), spot(800, 700));
    await regions.press('Shift+E');
    await regions.drag(spot(690, 690), spot(710, 740));
    await regions.press('Shift+E');
    await keepScreenshot('regions-brush');
    const place = await regions.at(spot(600, 700));
    await page.mouse.move(place.x, place.y);
    const fitted = (await page.getByTestId('zoom').textContent())!;
    await page.mouse.wheel(0, -200);
    await expect(page.getByTestId('zoom')).not.toHaveText(fitted);
    const zoomed = await regions.at(spot(600, 700));
    // A pointer stands at whole pixels.
    expect(Math.hypot(zoomed.x - place.x, zoomed.y - place.y)).toBeLessThan(2);
    await page.keyboard.down('Space');
    await page.mouse.down();
    await page.mouse.move(place.x - 50, place.y - 30, { steps: 3 });
    await page.mouse.up();
    await page.keyboard.up('Space');
    const panned = await regions.at(spot(600, 700));
    expect(Math.hypot(panned.x - zoomed.x + 50, panned.y - zoomed.y + 30)).toBeLessThan(2);
    await regions.press(',');
  });

  await test.step('in both languages and themes, narrow and wide', async () => {
    await page.setViewportSize({ width: 1920, height: 1000 });
    await regions.settles();
    await keepScreenshot('regions-1920-en-light');
    await page.setViewportSize({ width: 1024, height: 768 });
    await regions.settles();
    await keepScreenshot('regions-1024-en-light');
    // The image gets the room of the side pane by a key, and gives it back.
    const stage = page.getByTestId('stage');
    const width = async (): Promise<number> => (await stage.boundingBox())!.width;
    const before = await width();
    await regions.press('Control+b');
    await expect(regions.list).toBeHidden();
    await regions.settles();
    expect(await width()).toBeGreaterThan(before + 200);
    await checkAccess();
    await keepScreenshot('regions-1024-wide');
    await regions.press('Control+b');
    await expect.poll(width).toBe(before);
    await regions.press('?');
    await expect(page.getByRole('dialog')).toContainText('Split by a line');
    await keepScreenshot('regions-keys');
    await regions.press('Escape');
  });

  await regions.press('Control+Enter');
  await regions.shows(items[1]!.id);
  await expect.poll(async () => (await answer()).length).toBe(6);
  const [box, polygon, neighbour, , , mask] = await answer();
  expect(box).toMatchObject({ shape: 'box', label: 'car' });
  expect(box!.shape === 'box' && box!.rotation % 15).toBe(0);
  if (polygon?.shape !== 'polygon' || neighbour?.shape !== 'polygon') throw new Error('they are polygons');
  expect(polygon.outlines[0]!.holes).toHaveLength(1);
  const [moved] = [neighbour.outlines[0]!.ring.slice(0, 2)];
  expect(polygon.outlines[0]!.ring).toEqual(expect.arrayContaining(moved));
  expect(moved[0]).toBeGreaterThan(0.72 * width);
  expect(mask).toMatchObject({ shape: 'mask', width, height });

  await test.step('dark, in Chinese', async () => {
    await prefer(page, { language: 'zh', theme: 'dark' });
    await page.goto(`${workbench.address}/label/${dataset}?task=${task}`);
    await regions.shows(items[1]!.id);
    await regions.press('Shift+B');
    await regions.drag(spot(100, 300), spot(300, 600));
    await checkAccess();
    await keepScreenshot('regions-1024-zh-dark');
    await page.setViewportSize({ width: 1920, height: 1000 });
    await regions.settles();
    await keepScreenshot('regions-1920-zh-dark');
  });
});
