/** @file Counts of tests, and those in Playwright's report. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The names of what failed, each with the first line of why where it is known. */
  readonly failures: readonly string[];
  /** What failed beside everything else and passed alone, with why it had failed. */
  readonly wavered: readonly string[];
  /** What was skipped and why, a line each. */
  readonly skips: readonly string[];
  /** The slowest tests, the slowest first. */
  readonly slowest: readonly TimedTest[];
}

export interface TimedTest {
  readonly name: string;
  readonly seconds: number;
}

const MOST_NAMED = 20;
/** Between the name of a test and why it failed. */
const WHY = ' — ';

export const NO_TESTS: Tally = {
  passed: 0,
  failed: 0,
  skipped: 0,
  failures: [],
  skips: [],
  wavered: [],
  slowest: [],
};

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
      failures: [...all.failures, ...one.failures],
      skips: [...all.skips, ...one.skips],
      wavered: [...all.wavered, ...one.wavered],
      slowest: [...all.slowest, ...one.slowest]
        .toSorted((a, b) => b.seconds - a.seconds)
        .slice(0, MOST_NAMED),
    }),
    NO_TESTS,
  );
}

/**
 * What tests came to that were run again alone after they had failed beside everything else.
 * @param again the tally of exactly those that had failed
 */
export function afterAgain(first: Tally, again: Tally): Tally {
  const ran = again.passed + again.failed;
  // Whatever did not run again has failed.
  if (ran !== first.failed) return first;
  const failing = (name: string) => again.failures.some((other) => nameOf(other) === nameOf(name));
  return {
    ...first,
    passed: first.passed + again.passed,
    failed: again.failed,
    failures: again.failures,
    wavered: first.failures.filter((name) => !failing(name)),
  };
}

const nameOf = (failure: string) => failure.split(WHY)[0];

/** How long a test took, as its tally. */
export function timed(tally: Tally, name: string, milliseconds: number): Tally {
  return { ...tally, slowest: [{ name, seconds: milliseconds / 1000 }] };
}

/** `N passed, N failed`, and `, N skipped` when there are some. */
export function summaryLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** The counts that the reporter of the unit tests wrote. */
export function readTally(file: string): Tally {
  return JSON.parse(readFileSync(file, 'utf8')) as Tally;
}

interface PlaywrightTest {
  readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
  readonly annotations: readonly { readonly type: string; readonly description?: string }[];
  readonly results: readonly { readonly duration: number; readonly error?: { readonly message?: string } }[];
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

/** The first line that says something, without the colors of a terminal. */
function whyOf({ results }: PlaywrightTest): string {
  const message = results.find(({ error }) => error?.message)?.error?.message ?? '';
  return stripVTControlCharacters(message)
    .split('\n')
    .slice(0, 6)
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ');
}

function tallyOf(name: string, test: PlaywrightTest): Tally {
  const { status, annotations } = test;
  switch (status) {
    case 'expected':
      return { ...NO_TESTS, passed: 1 };
    case 'skipped': {
      const why = annotations.find(({ type }) => type === 'skip')?.description;
      return { ...NO_TESTS, skipped: 1, skips: [why ? `${name}: ${why}` : name] };
    }
    // A test that passes only now and then proves nothing.
    case 'flaky':
    case 'unexpected':
      return { ...NO_TESTS, failed: 1, failures: [[name, whyOf(test)].filter(Boolean).join(WHY)] };
  }
}

function suiteTallies(suite: PlaywrightSuite): Tally[] {
  const own = (suite.specs ?? []).flatMap(({ title, file, tests }) =>
    tests.map((test) => {
      const name = `${path.basename(file)}: ${title}`;
      return timed(
        tallyOf(name, test),
        name,
        test.results.reduce((all, { duration }) => all + duration, 0),
      );
    }),
  );
  return [...own, ...(suite.suites ?? []).flatMap(suiteTallies)];
}

/** The JSON report of Playwright. Errors outside of tests count as failures. */
export function readPlaywright(file: string): Tally {
  const { suites, errors } = JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport;
  const outside = errors.map(({ message }) => `browser tests: ${message?.split('\n')[0] ?? 'an error'}`);
  return sum([...suites.flatMap(suiteTallies), { ...NO_TESTS, failed: outside.length, failures: outside }]);
}
