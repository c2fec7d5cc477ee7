/** @file The list of 10,000 runs: from a click, a search or a jump to the painted rows, in the real window and browser. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startWorkbench } from '../e2e/workbench.ts';
import { build } from '../scripts/build.ts';
import { seedWorkspace } from '../src-main/seed.fixture.ts';
import { cookieOf } from '../src-main/signed-in.fixture.ts';
import { timeRuns } from './lists/runs.ts';
import type { Bench, Report } from './report.ts';
import { reportTimes } from './times.ts';

const RUNS = 10_000;
const GOAL_MS = 100;
const PEER = 'MLflow: not installed (needs Python)';

async function measure(report: Report): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-bench-lists-'));
  try {
    const workspace = path.join(folder, 'workspace');
    seedWorkspace(workspace, { runs: RUNS });
    const workbench = await startWorkbench(workspace);
    try {
      const times = await timeRuns({
        address: workbench.address,
        cookie: await cookieOf(workbench.signIn),
      });
      for (const [what, taken] of Object.entries(times))
        reportTimes(report, `${what}, ${RUNS.toLocaleString('en')} runs`, {
          times: taken,
          goal: GOAL_MS,
          peerName: PEER,
        });
    } finally {
      await workbench.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const bench: Bench = {
  about: 'the list of 10,000 runs: from a click, a search or a jump to the painted rows',
  async run(report) {
    if (!(await build())) throw new Error('the window could not be built; see the messages above');
    await measure(report);
  },
};
