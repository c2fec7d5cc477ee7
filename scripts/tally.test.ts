import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { whyNoWindow } from './electron.ts';
import { readPlaywright, readVitest, sum, summaryLine } from './tally.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lathe-test-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function report(content: unknown): string {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('readVitest', () => {
  it('counts tests, names failures and skips, and takes a file that could not run as a failure', () => {
    const tally = readVitest(
      report({
        testResults: [
          {
            name: '/lathe/src-main/store/store.test.ts',
            status: 'failed',
            assertionResults: [
              { status: 'passed', fullName: 'opens' },
              { status: 'failed', fullName: 'migrates' },
              { status: 'skipped', fullName: 'heals' },
            ],
          },
          { name: '/lathe/broken.test.ts', status: 'failed', assertionResults: [] },
        ],
      }),
    );
    expect(tally).toEqual({
      passed: 1,
      failed: 2,
      skipped: 1,
      failures: ['store.test.ts: migrates', 'broken.test.ts could not run'],
      skips: ['store.test.ts: heals'],
    });
  });
});

describe('readPlaywright', () => {
  it('counts tests of nested suites, says why one was skipped, and takes a flaky one as failed', () => {
    const spec = (title: string, status: string, annotations: unknown[] = []): unknown => ({
      title,
      file: 'e2e/desktop.e2e.ts',
      tests: [{ status, annotations }],
    });
    const tally = readPlaywright(
      report({
        suites: [
          {
            specs: [spec('opens', 'expected'), spec('wavers', 'flaky')],
            suites: [{ specs: [spec('waits', 'skipped', [{ type: 'skip', description: 'no binary' }])] }],
          },
        ],
        errors: [{ message: 'setup failed\nmore' }],
      }),
    );
    expect(tally).toEqual({
      passed: 1,
      failed: 2,
      skipped: 1,
      failures: ['desktop.e2e.ts: wavers', 'browser tests: setup failed'],
      skips: ['desktop.e2e.ts: waits: no binary'],
    });
  });
});

describe('summaryLine', () => {
  it('names skipped tests only when there are some', () => {
    const one = { passed: 2, failed: 1, skipped: 0, failures: [], skips: [] };
    expect(summaryLine(one)).toBe('2 passed, 1 failed');
    expect(summaryLine(sum([one, { ...one, skipped: 3 }]))).toBe('4 passed, 2 failed, 3 skipped');
  });
});

describe('whyNoWindow', () => {
  it.each([
    ['linux', {}, 1000, 'there is no display'],
    ['linux', { DISPLAY: ':0' }, 0, 'Electron keeps its sandbox only when it does not run as root'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000, undefined],
    ['darwin', {}, 501, undefined],
    ['win32', {}, undefined, undefined],
  ] as const)('on %s with %j as user %s says: %s', (platform, env, user, why) => {
    expect(whyNoWindow(platform, env, user)).toBe(why);
  });
});
