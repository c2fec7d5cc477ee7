import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { whyNoWindow } from './electron.ts';
import { ROOT, binOf } from './product.ts';
import { NO_TESTS, afterAgain, readPlaywright, readTally, sum, summaryLine, timed } from './tally.ts';

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

describe('the reporter of the unit tests', () => {
  it('counts tests, says why one was skipped, and takes a file that could not run as a failure', () => {
    const tests = `
      import { expect, it } from 'vitest';
      it('opens', () => {});
      it('migrates', () => expect(1).toBe(2));
      it('compares', (context) => context.skip('no oracle here'));
      it.skip('heals', () => {});
    `;
    writeFileSync(path.join(folder, 'store.test.ts'), tests);
    writeFileSync(path.join(folder, 'broken.test.ts'), `throw new Error('no file');`);
    writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    const reporter = path.join(ROOT, 'scripts', 'tally-reporter.ts');
    const file = path.join(folder, 'tally.json');
    const args = [binOf('vitest'), 'run', '--root', folder, `--reporter=${reporter}`];
    const { status } = spawnSync(process.execPath, args, { env: { ...process.env, LATHE_TALLY: file } });
    expect(status).toBe(1);
    const tally = readTally(file);
    expect({ ...tally, failures: tally.failures.toSorted() }).toEqual({
      slowest: [{ name: 'store.test.ts: opens', seconds: expect.any(Number) }],
      passed: 1,
      failed: 2,
      skipped: 2,
      failures: ['broken.test.ts: 1 errors outside of tests', 'store.test.ts: migrates'],
      skips: ['store.test.ts: compares: no oracle here', 'store.test.ts: heals'],
      wavered: [],
    });
  });
});

describe('readPlaywright', () => {
  it('says in a line why a test failed', () => {
    const error = {
      message: '\u001b[31mexpect(locator).toBeVisible() failed\u001b[39m\n\nLocator: main\nmore',
    };
    const tests = [{ status: 'unexpected', annotations: [], results: [{ duration: 1, error }] }];
    const specs = [{ title: 'opens', file: 'e2e/runs.e2e.ts', tests }];
    expect(readPlaywright(report({ suites: [{ specs }], errors: [] })).failures).toEqual([
      'runs.e2e.ts: opens — expect(locator).toBeVisible() failed Locator: main more',
    ]);
  });

  it('counts tests of nested suites, says why one was skipped, and takes a flaky one as failed', () => {
    const spec = (title: string, status: string, annotations: unknown[] = []): unknown => ({
      title,
      file: 'e2e/desktop.e2e.ts',
      tests: [{ status, annotations, results: [{ duration: 1500 }, { duration: title.length }] }],
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
      wavered: [],
      slowest: [
        { name: 'desktop.e2e.ts: wavers', seconds: 1.506 },
        { name: 'desktop.e2e.ts: opens', seconds: 1.505 },
        { name: 'desktop.e2e.ts: waits', seconds: 1.505 },
      ],
    });
  });
});

describe('summaryLine', () => {
  it('names skipped tests only when there are some', () => {
    const one = { ...NO_TESTS, passed: 2, failed: 1 };
    expect(summaryLine(one)).toBe('2 passed, 1 failed');
    expect(summaryLine(sum([one, { ...one, skipped: 3 }]))).toBe('4 passed, 2 failed, 3 skipped');
  });
});

describe('sum', () => {
  it('keeps the twenty slowest tests, the slowest first', () => {
    const tallies = Array.from({ length: 30 }, (_, i) => timed(NO_TESTS, `test ${i}`, ((i * 7) % 30) * 1000));
    const { slowest } = sum(tallies);
    expect(slowest.map(({ seconds }) => seconds)).toEqual(Array.from({ length: 20 }, (_, i) => 29 - i));
    expect(slowest[0]!.name).toBe('test 17');
  });
});

describe('afterAgain', () => {
  const first = { ...NO_TESTS, passed: 5, failed: 2, failures: ['a — late', 'b — wrong'] };

  it('counts what passed alone, names it with why it had failed, and keeps what failed again', () => {
    const again = { ...NO_TESTS, passed: 1, failed: 1, failures: ['b — wrong again'] };
    expect(afterAgain(first, again)).toMatchObject({
      passed: 6,
      failed: 1,
      failures: ['b — wrong again'],
      wavered: ['a — late'],
    });
  });

  it('keeps every failure where not exactly these ran again', () => {
    expect(afterAgain(first, { ...NO_TESTS, passed: 1 })).toEqual(first);
    expect(afterAgain(first, NO_TESTS)).toEqual(first);
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
