/** @file The browser and desktop tests: `npm run e2e`. */
import { defineConfig } from '@playwright/test';
import { existsSync } from 'node:fs';

/**
 * The distribution's Chromium where there is one, best without what draws a whole browser around the page (a fifth less
 * processor time); otherwise the one that Playwright installed.
 */
const SYSTEM_CHROMIUM = ['chromium-headless-shell', 'chromium', 'chromium-browser']
  .map((name) => `/usr/bin/${name}`)
  .find((program) => existsSync(program));

/** Chromium must be silent: what it fetches on its own would look like the workbench reaching out. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium's sandbox refuses to run as root. */
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

// Several workbenches train at once on few cores.
process.env['LATHE_SPINNING'] ??= 'off';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.e2e.ts',
  globalSetup: './e2e/setup.ts',
  outputDir: 'test-results/artifacts',
  fullyParallel: false,
  // Each test has a workbench of its own. One more than the cores of the smallest machine: much of the time is spent waiting.
  workers: 3,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    headless: true,
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    // Colors on their way from one state to another are those of neither, and frames cost processor time.
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    // Costs two fifths of the processor time of a run: `npm run e2e -- FILE --trace on` where a failure needs it.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      args: [...QUIET, ...asRoot],
      ...(SYSTEM_CHROMIUM !== undefined && { executablePath: SYSTEM_CHROMIUM }),
    },
  },
});
