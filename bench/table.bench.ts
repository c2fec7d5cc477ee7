/** @file The table of 10,000 runs: opened, sorted, filtered, grouped and compared, from the act to the painted rows. */
import { parseArgs } from 'node:util';
import { COMPARE_ACTS, TABLE_ACTS, WIDE_ACT, timeTable, type Act } from './run-table/window.ts';
import { seedRunTable, type RunTableSize } from './run-table/seed.ts';
import type { Bench, Report } from './report.ts';
import { reportTimes } from './times.ts';
import { withWorkbench } from './workbench.ts';

const RUNS = 10_000;
/** Beside them. */
const TRIALS = 1000;
const GOAL_MS = 200;
const PEER = 'MLflow’s window: not installed (needs Python)';

async function measure(
  report: Report,
  of: string,
  { size, acts }: { size: RunTableSize; acts: readonly Act[] },
): Promise<void> {
  await withWorkbench(
    (workspace) => seedRunTable(workspace, size),
    async (session) => {
      for await (const { what, times } of timeTable(session, acts))
        reportTimes(report, `${what}, ${of}`, { times, goal: GOAL_MS, peerName: PEER });
    },
  );
}

export const bench: Bench = {
  about:
    'the table of 10,000 runs of 500 columns, or of 1,000 steps of 10 metrics: opened, sorted, filtered, grouped, compared; --only steps or columns',
  async run(report) {
    const { only } = parseArgs({
      options: { only: { type: 'string' }, json: { type: 'boolean' } },
      allowPositionals: true,
    }).values;
    if (only !== 'columns')
      await measure(report, '10,000 runs of 1,000 steps of 10 metrics', {
        size: { runs: RUNS, parameters: 10, metrics: 10, steps: 1000, trials: TRIALS },
        acts: [...TABLE_ACTS, ...COMPARE_ACTS],
      });
    if (only !== 'steps')
      await measure(report, '10,000 runs of 500 columns', {
        size: { runs: RUNS, parameters: 250, metrics: 250, steps: 0, trials: TRIALS },
        acts: [...TABLE_ACTS, WIDE_ACT],
      });
  },
};
