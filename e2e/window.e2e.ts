/** The window's frame on a real workbench. */
import { expect, test } from './fixtures.ts';
import { Shell } from './pages/shell.ts';

test('every page of the rail opens, passes axe in both themes and leaves a screenshot', async ({
  shell,
  page,
  checkAccess,
  keepScreenshot,
}) => {
  const names = await shell.pages();
  expect(names).toContain('Overview');
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    for (const name of names) {
      await shell.goTo(name);
      await expect(shell.main.getByRole('heading', { level: 1 })).toBeVisible();
      await checkAccess();
      await keepScreenshot(`${name.toLowerCase()}-${theme}`);
    }
  }
});

test('the palette goes to a page with the keyboard alone', async ({ shell, page, checkAccess }) => {
  await shell.openPalette();
  await checkAccess();
  await page.keyboard.type('settings');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings$/);

  // What axe must find, it finds: in the next page too, and once that is mended no more.
  await page.evaluate(
    `document.querySelector('main').insertAdjacentHTML('beforeend', '<img id="bare" src="data:,">')`,
  );
  await expect(checkAccess()).rejects.toThrow('image-alt');
  await page.evaluate(`document.querySelector('#bare').remove()`);
  await checkAccess();
});

test('the window stays and finds the workbench again when that was killed', async ({
  shell,
  page,
  conduct,
  workbench,
}) => {
  const { startWorkbench } = await import('./workbench.ts');
  conduct.expectNoWorkbench();
  await workbench.kill();
  const lost = shell.rail.getByText('Workbench not reachable');
  await expect(lost).toBeVisible();
  const again = await startWorkbench(workbench.workspace, Number(new URL(workbench.address).port));
  await expect(lost).toBeHidden();
  await expect(page.getByRole('main')).toBeVisible();
  await again.stop();
});

test('a page that could not be read is read once the workbench is back', async ({
  page,
  workbench,
  conduct,
}) => {
  conduct.expectNoWorkbench();
  const pages = /\/assets\/pages-[^/]*\.js$/;
  const asked = page.waitForRequest(pages);
  await page.route(pages, (route) => route.abort());
  const shell = new Shell(page);
  await page.goto(workbench.signIn);
  await shell.isOpen();
  await asked;
  await shell.goTo('Team');
  await expect(shell.main.getByText('The workbench does not respond.')).toBeVisible();
  await page.unroute(pages);
  await expect(shell.main.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a browser that did not sign in sees how to, and nothing else', async ({ page, workbench, conduct }) => {
  conduct.expectErrors('401');
  await page.goto(workbench.address);
  await expect(page.getByText('Sign in to this workbench')).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
});
