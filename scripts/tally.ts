/** @file Counts of tests from the reports of vitest and Playwright. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The names of what failed. */
  readonly failures: readonly string[];
  /** What was skipped and why, a line each. */
  readonly skips: readonly string[];
}

const NONE: Tally = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
      failures: [...all.failures, ...one.failures],
      skips: [...all.skips, ...one.skips],
    }),
    NONE,
  );
}

/** `N passed, N failed`, and `, N skipped` when there are some. */
export function summaryLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** The JSON report of vitest. A file that failed before its first test is one failure. */
export function readVitest(file: string): Tally {
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  return sum(
    testResults.map(({ name, status, assertionResults }) => {
      const where = path.basename(name);
      const named = (wanted: readonly string[]) =>
        assertionResults
          .filter((one) => wanted.includes(one.status))
          .map((one) => `${where}: ${one.fullName}`);
      const failures = named(['failed']);
      if (status === 'failed' && failures.length === 0) failures.push(`${where} could not run`);
      const skips = named(['skipped', 'pending', 'todo']);
      const passed = named(['passed']).length;
      return { passed, failed: failures.length, skipped: skips.length, failures, skips };
    }),
  );
}

interface PlaywrightTest {
  readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
  readonly annotations: readonly { readonly type: string; readonly description?: string }[];
}

interface PlaywrightSuite {
  readonly file?: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly tests: readonly PlaywrightTest[];
  }[];
}

interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[];
  readonly errors: readonly { readonly message?: string }[];
}

function tallyOf(name: string, { status, annotations }: PlaywrightTest): Tally {
  switch (status) {
    case 'expected':
      return { ...NONE, passed: 1 };
    case 'skipped': {
      const why = annotations.find(({ type }) => type === 'skip')?.description;
      return { ...NONE, skipped: 1, skips: [why ? `${name}: ${why}` : name] };
    }
    // A test that passes only now and then proves nothing.
    case 'flaky':
    case 'unexpected':
      return { ...NONE, failed: 1, failures: [name] };
  }
}

function suiteTallies(suite: PlaywrightSuite): Tally[] {
  const own = (suite.specs ?? []).flatMap(({ title, file, tests }) =>
    tests.map((test) => tallyOf(`${path.basename(file)}: ${title}`, test)),
  );
  return [...own, ...(suite.suites ?? []).flatMap(suiteTallies)];
}

/** The JSON report of Playwright. Errors outside of tests count as failures. */
export function readPlaywright(file: string): Tally {
  const { suites, errors } = JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport;
  const outside = errors.map(({ message }) => `browser tests: ${message?.split('\n')[0] ?? 'an error'}`);
  return sum([...suites.flatMap(suiteTallies), { ...NONE, failed: outside.length, failures: outside }]);
}
