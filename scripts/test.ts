/** @file `npm test`: every check in one go. It runs all of them whatever fails, and its last line sums up. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { NO_TESTS, afterAgain, readPlaywright, readTally, sum, summaryLine, type Tally } from './tally.ts';
import { ROOT } from './product.ts';

const REPORTS = path.join(ROOT, 'test-results', 'reports');

interface Stage {
  readonly title: string;
  /** The npm script. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it says is printed as it comes, not when it has ended. */
  readonly live?: true;
  /** Reads the counts from the report; a stage without one counts as one check. */
  readonly report?: { readonly file: string; readonly read: (file: string) => Tally };
}

const unit = path.join(REPORTS, 'unit.json');
const browser = path.join(REPORTS, 'browser.json');
const browserAgain = path.join(REPORTS, 'browser-again.json');

/** Each keeps one core busy for long: two at a time. The longest comes first. */
const CHECKS: readonly Stage[] = [
  { title: 'Lint', script: 'rules' },
  { title: 'Types', script: 'types' },
  { title: 'Types of the window', script: 'svelte' },
  { title: 'Format', script: 'style' },
  { title: 'Room rules', script: 'rooms' },
  { title: 'Build', script: 'build' },
];
const AT_ONCE = 2;

/**
 * All at once, in more processes than there are cores: each waits a quarter of its time, for processes, disks and pages, and the
 * others have the cores meanwhile. The build stands by then.
 */
const UNIT: Stage = {
  title: 'Unit and worker tests',
  script: 'unit',
  live: true,
  args: ['--reporter=default', '--reporter=./scripts/tally-reporter.ts', '--maxWorkers=4'],
  env: { LATHE_TALLY: unit },
  report: { file: unit, read: readTally },
};
const BROWSER: Stage = {
  title: 'Browser and desktop tests',
  script: 'e2e',
  args: ['--reporter=list,json', '--workers=3'],
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: browser, LATHE_SCREENSHOTS: 'off' },
  report: { file: browser, read: readPlaywright },
};

/** A test that waits for its turn on a crowded machine may run out of time; a fault fails alone, too. More than these are a fault. */
const MOST_AGAIN = 3;
const AGAIN: Stage = {
  title: 'Browser tests that failed, again and alone',
  script: 'e2e',
  args: ['--reporter=list,json', '--workers=1', '--last-failed'],
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: browserAgain, LATHE_SCREENSHOTS: 'off' },
  report: { file: browserAgain, read: readPlaywright },
};

const head = (title: string) => `\n━━ ${title} ${'━'.repeat(Math.max(3, 70 - title.length))}`;
const SHELL = process.platform === 'win32';

function ended(title: string, tally: Tally, started: number): Tally {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${title}: ${summaryLine(tally)} (${seconds} s)`);
  return tally;
}

/** Runs the stages, some at once. */
async function run(stages: readonly Stage[], atOnce: number): Promise<Tally[]> {
  const waiting = [...stages];
  const tallies: Tally[] = [];
  const work = async () => {
    for (let stage = waiting.shift(); stage; stage = waiting.shift()) tallies.push(await runStage(stage));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return tallies;
}

async function runStage({ title, script, args = [], env, live, report }: Stage): Promise<Tally> {
  if (live) console.log(head(title));
  const started = performance.now();
  const child = spawn('npm', ['run', '-s', script, '--', ...args], {
    cwd: ROOT,
    shell: SHELL,
    stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const gone = once(child, 'close');
  const outputs = await Promise.all([child.stdout, child.stderr].map((said) => (said ? text(said) : '')));
  const [status] = (await gone) as [number | null];
  const said = outputs.map((part) => (part.trim() === '' ? '' : `\n${part.trim()}`)).join('');
  if (!live) console.log(head(title) + said);
  const counted = report && existsSync(report.file) ? report.read(report.file) : undefined;
  return ended(title, settle(title, status === 0, counted), started);
}

/** A stage that fails without a failed test (it crashed, or could not begin) is itself one failure. */
function settle(title: string, ended: boolean, counted?: Tally): Tally {
  const failure = { ...NO_TESTS, failed: 1, failures: [title] };
  if (!counted) return ended ? { ...failure, passed: 1, failed: 0, failures: [] } : failure;
  return ended || counted.failed > 0 ? counted : sum([counted, failure]);
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const checks = await run(CHECKS, AT_ONCE);
const [units, first] = await Promise.all([runStage(UNIT), runStage(BROWSER)]);
const isWorthAgain = first.failed > 0 && first.failed <= MOST_AGAIN;
const browsers = isWorthAgain ? afterAgain(first, await runStage(AGAIN)) : first;
const total = sum([...checks, units, browsers]);
console.log('\nThe slowest tests:');
for (const { name, seconds } of total.slowest) console.log(`${seconds.toFixed(1).padStart(6)} s  ${name}`);
console.log('');
for (const skip of total.skips) console.log(`skipped: ${skip}`);
for (const each of total.wavered) console.log(`passed only alone: ${each}`);
for (const failure of total.failures) console.log(`failed: ${failure}`);
console.log(summaryLine(total));
process.exitCode = total.failed === 0 ? 0 : 1;
