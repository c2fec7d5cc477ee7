/** @file A vitest reporter that writes its counts as a {@link Tally} to the file that LATHE_TALLY names. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { NO_TESTS, sum, timed, type Tally } from './tally.ts';

/** What a file's tests came to. A file that could not run is one failure. */
export function tallyModule(module: Pick<TestModule, 'moduleId' | 'children' | 'errors'>): Tally {
  const where = path.basename(module.moduleId);
  const tallies = [...module.children.allTests()].map((test): Tally => {
    const name = `${where}: ${test.fullName}`;
    const result = test.result();
    switch (result.state) {
      case 'passed':
        return timed({ ...NO_TESTS, passed: 1 }, name, test.diagnostic()?.duration ?? 0);
      case 'skipped':
        return { ...NO_TESTS, skipped: 1, skips: [result.note ? `${name}: ${result.note}` : name] };
      // One that is still pending when the run ends did not pass.
      case 'failed':
      case 'pending':
        return { ...NO_TESTS, failed: 1, failures: [name] };
    }
  });
  const outside = module.errors().length;
  const failures = outside > 0 ? [`${where}: ${outside} errors outside of tests`] : [];
  return sum([...tallies, { ...NO_TESTS, failed: failures.length, failures }]);
}

export class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const failures = unhandled.map(
      (error) => `an unhandled error: ${String(Reflect.get(Object(error), 'message'))}`,
    );
    const tally = sum([...modules.map(tallyModule), { ...NO_TESTS, failed: failures.length, failures }]);
    const file = process.env.LATHE_TALLY;
    if (file === undefined) throw new Error('LATHE_TALLY names no file');
    writeFileSync(file, JSON.stringify(tally));
  }
}

// vitest takes the default export of a reporter's file.
export { TallyReporter as default };
