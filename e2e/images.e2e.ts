/** Images of real sizes at every width of the window: whole, zoomed and moved by keys, wheel and drag. */
import { expect, test } from './fixtures.ts';
import { expectWhole, importImages, SIZES } from './images.ts';

const WINDOWS = [
  { width: 1024, height: 700 },
  { width: 1440, height: 900 },
  { width: 2560, height: 1300 },
];

test('every image is whole on the Label page and in Browse, at every width', async ({
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  test.setTimeout(240_000);
  const dataset = await importImages(client, folder);
  const { items } = await client.labeling.queue({ task: dataset, queue: 'all' });
  const sizeOf = (text: string) => SIZES[text.split('/').at(-1)!]!;

  for (const size of WINDOWS) {
    await test.step(`${size.width} wide`, async () => {
      await page.setViewportSize(size);
      await page.goto(`${workbench.address}/label/${dataset}?queue=all`);
      for (const { text } of items) {
        await expectWhole(page, sizeOf(text));
        const name = text.split('/').at(-1)!.replace(/\..*/, '');
        if (size.width !== 1440 || name === 'f-icon') await keepScreenshot(`image-${size.width}-${name}`);
        await page.keyboard.press('ArrowRight');
      }
      await page.goto(`${workbench.address}/data/${dataset}`);
      for (const { id, text } of items.slice(0, 4)) {
        await page.goto(`${workbench.address}/data/${dataset}?sample=${id}`);
        await expectWhole(page, sizeOf(text));
      }
      await keepScreenshot(`image-browse-${size.width}`);
    });
  }
  await checkAccess();
});

test('an image is zoomed and moved by keys, wheel and drag, and the next one is whole again', async ({
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  const dataset = await importImages(client, folder);
  await page.goto(`${workbench.address}/label/${dataset}?queue=all`);
  const image = page.getByTestId('image');
  const zoom = page.getByTestId('zoom');
  const box = async () => (await image.boundingBox())!;
  const percent = async () => Number.parseFloat((await zoom.textContent()) ?? '');
  await expectWhole(page, SIZES['b-landscape.jpg']!);
  const fitted = await box();

  await test.step('keys', async () => {
    await page.keyboard.press('.');
    await expect(zoom).toHaveText('100%');
    expect((await box()).width).toBeCloseTo(4000, 0);
    const before = await box();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    const after = await box();
    expect([before.x - after.x, before.y - after.y]).toEqual([80, 80]);
    await page.keyboard.press('-');
    expect(await percent()).toBeCloseTo(80, 0);
    await page.keyboard.press('+');
    await page.keyboard.press(',');
    expect(await box()).toEqual(fitted);
  });

  await test.step('the wheel zooms at the pointer', async () => {
    const at = { x: fitted.x + fitted.width / 4, y: fitted.y + fitted.height / 4 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.wheel(0, -300);
    await expect.poll(async () => (await box()).width).toBeGreaterThan(fitted.width * 1.5);
    const now = await box();
    expect((at.x - now.x) / now.width).toBeCloseTo(0.25, 1);
  });

  await test.step('a drag moves, a double click shows the whole', async () => {
    const before = await box();
    await page.mouse.down();
    await page.mouse.move(fitted.x + fitted.width / 4 - 60, fitted.y + fitted.height / 4 - 40, { steps: 4 });
    await page.mouse.up();
    const after = await box();
    expect([before.x - after.x, before.y - after.y].map(Math.round)).toEqual([60, 40]);
    await page.mouse.dblclick(fitted.x + 100, fitted.y + 100);
    expect(await box()).toEqual(fitted);
  });

  await test.step('buttons leave the keys at work; ? lists them', async () => {
    await page.getByRole('button', { name: '1:1' }).click();
    await keepScreenshot('image-actual');
    await page.keyboard.press('1');
    await expect(image).toHaveJSProperty('naturalWidth', 6000);
    await expectWhole(page, SIZES['d-panorama.jpg']!);
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog');
    await expect(keys).toContainText('Show the whole image');
    await expect(keys).toContainText('Zoom in');
    await checkAccess();
    await keepScreenshot('image-keys');
    await page.keyboard.press('Escape');
  });

  await test.step('in Chinese, in the dark', async () => {
    await page.evaluate(() => localStorage.setItem('lathe.preferences', '{"theme":"dark","language":"zh"}'));
    await page.reload();
    await expectWhole(page, SIZES['b-landscape.jpg']!);
    await checkAccess();
    await keepScreenshot('image-zh-dark');
  });
});
