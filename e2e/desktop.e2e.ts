/** The desktop in Electron, where its binary is. The rest of the desktop is tested without it in src-main/desktop. */
import { _electron, expect, test as base } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { electronBinary, whyNoWindow } from '../scripts/electron.ts';
import { Shell } from './pages/shell.ts';

const binary = electronBinary();
const why =
  binary === undefined ? 'Electron’s binary is not here (npx install-electron fetches it)' : whyNoWindow();

const test = base.extend<{ folder: string }>({
  // eslint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lathe-desktop-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});

function launch(folder: string) {
  return _electron.launch({
    executablePath: binary ?? '',
    args: [
      path.join(import.meta.dirname, '..'),
      '--workspace',
      path.join(folder, 'workspace'),
      `--user-data-dir=${path.join(folder, 'profile')}`,
    ],
  });
}

test('the desktop opens the workbench without a TCP port and locks its page in', async ({ folder }) => {
  test.skip(why !== undefined, why);
  const desktop = await launch(folder);
  const page = await desktop.firstWindow();
  await new Shell(page).isOpen();
  expect(page.url()).toMatch(/^lathe:\/\/workbench\//);
  expect(await page.evaluate(() => typeof globalThis.process)).toBe('undefined');
  expect(await page.evaluate(() => Object.keys(Reflect.get(globalThis, 'lathe')).sort())).toEqual([
    'notify',
    'pickFile',
    'pickFolder',
    'saveFile',
  ]);
  expect(await page.evaluate(() => Reflect.get(globalThis, 'open')('https://example.org/') === null)).toBe(
    true,
  );
  const servers = await desktop.evaluate(() =>
    process.getActiveResourcesInfo().filter((one) => one === 'TCPServerWrap'),
  );
  expect(servers).toEqual([]);
  await desktop.close();
});
