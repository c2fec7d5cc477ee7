/** @file The list of 10,000 runs: from a click, a search or a jump to the painted rows, in the real window and browser. */
import { seedWorkspace } from '../src-main/seed.fixture.ts';
import { timeRuns } from './lists/runs.ts';
import type { Bench } from './report.ts';
import { reportTimes } from './times.ts';
import { withWorkbench } from './workbench.ts';

const RUNS = 10_000;
const GOAL_MS = 100;
const PEER = 'MLflow: not installed (needs Python)';

export const bench: Bench = {
  about: 'the list of 10,000 runs: from a click, a search or a jump to the painted rows',
  run: (report) =>
    withWorkbench(
      (workspace) => seedWorkspace(workspace, { runs: RUNS }),
      async (session) => {
        for (const [what, taken] of Object.entries(await timeRuns(session)))
          reportTimes(report, `${what}, ${RUNS.toLocaleString('en')} runs`, {
            times: taken,
            goal: GOAL_MS,
            peerName: PEER,
          });
      },
    ),
};
