/**
 * @file What every browser test starts from: a workspace folder of its own, a real workbench on it, a signed-in page that
 * fails the test when it logs an error or asks for anything outside this machine.
 */
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Client } from '../src-shared/contract.ts';
import { checkAccess } from './access.ts';
import { clientOf } from './rpc.ts';
import { startWorkbench, type RunningWorkbench } from './workbench.ts';
import { Shell } from './pages/shell.ts';

const SCREENSHOTS = path.join(import.meta.dirname, '..', 'test-results', 'screenshots');

/** What a page did that it must not do. */
export interface Conduct {
  readonly faults: readonly string[];
  /**
   * Expects errors whose words hold this, e.g. while the workbench is down; they are no faults then. Console errors and
   * uncaught ones alike; requests that leave the machine always are faults.
   */
  expectErrors(holding: string): void;
  /** From now on the workbench may be gone: what the browser says of requests that reach nobody is no fault. */
  expectNoWorkbench(): void;
}

export interface Fixtures {
  /** A folder that is gone after the test. */
  readonly folder: string;
  /** The folder of the workspace, inside {@link folder}; not made yet. */
  readonly workspace: string;
  readonly workbench: RunningWorkbench;
  readonly conduct: Conduct;
  /** The frame of the window, open and signed in. */
  readonly shell: Shell;
  /** Calls the workbench as the person signed in at {@link shell}. */
  readonly client: Client;
  /** Axe on the page as it stands: WCAG 2.1 A and AA without exception. */
  readonly checkAccess: () => Promise<void>;
  /** Keeps a screenshot of the page in test-results/screenshots. */
  readonly keepScreenshot: (name: string) => Promise<void>;
}

/** Begins every name that Chromium has for a request that a server going away cut off or left without an answer. */
const UNREACHABLE = 'net::ERR_';

/** Watches a context's pages. @param home the one origin that may be asked */
function watch(context: BrowserContext, home: () => string): Conduct {
  const faults: string[] = [];
  const expected: string[] = [];
  const blame = (what: string): void => {
    if (!expected.some((words) => what.includes(words))) faults.push(what);
  };
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol === 'data:' || protocol === 'blob:' || origin === home()) return;
    faults.push(`asked for ${request.url()}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error') blame(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => blame(`uncaught: ${error.error().message}`));
  return {
    faults,
    expectErrors: (holding) => void expected.push(holding),
    expectNoWorkbench: () => void expected.push(UNREACHABLE),
  };
}

export const test = base.extend<Fixtures>({
  // Playwright wants the first argument to be a pattern, also an empty one.
  // eslint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lathe-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },

  workspace: async ({ folder }, use) => use(path.join(folder, 'workspace')),

  workbench: async ({ workspace }, use) => {
    const workbench = await startWorkbench(workspace);
    await use(workbench);
    await workbench.stop();
  },

  conduct: async ({ context, workbench }, use) => {
    const conduct = watch(context, () => workbench.address);
    // Choosers are caught from the beginning: a test that asks for one with its key may be slower than the key.
    const catchChoosers = (page: Page) => void page.on('filechooser', () => undefined);
    context.pages().forEach(catchChoosers);
    context.on('page', catchChoosers);
    await use(conduct);
    expect(conduct.faults, 'what the page did that it must not').toEqual([]);
  },

  shell: async ({ page, workbench, conduct }, use) => {
    expect(conduct.faults).toEqual([]);
    await page.goto(workbench.signIn);
    const shell = new Shell(page);
    await shell.isOpen();
    await use(shell);
  },

  client: async ({ shell, workbench }, use) => use(clientOf(shell.page, workbench.address)),

  checkAccess: async ({ page }, use) => use(() => checkAccess(page)),

  keepScreenshot: async ({ page }, use) =>
    use(async (name) => {
      // The whole run has nobody to look at them.
      if (process.env['LATHE_SCREENSHOTS'] === 'off') return;
      mkdirSync(SCREENSHOTS, { recursive: true });
      await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
    }),
});

export { expect };
