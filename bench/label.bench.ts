/** @file Labeling at 1,000,000 rows: from the key to the painted next item, in the real window and browser. */
import { timeAnnotate } from './label/annotate.ts';
import { timeKeys } from './label/keys.ts';
import { makeDataset } from './label/workspace.ts';
import type { Bench, Report } from './report.ts';
import { reportTimes } from './times.ts';
import { withWorkbench } from './workbench.ts';

/** Two sizes, to see whether the cost grows. */
const SIZES = [10_000, 1_000_000];
const GOAL_MS = 50;
const PEER = 'Label Studio, Prodigy: not installed (both need Python; Prodigy a licence)';

async function measure(report: Report, rows: number): Promise<void> {
  const size = `${rows.toLocaleString('en')} rows`;
  await withWorkbench(
    (workspace) => makeDataset(workspace, rows),
    async (session, dataset) => {
      const keys = await timeKeys(session, dataset);
      reportTimes(report, `key to painted next item, ${size}`, {
        times: keys,
        goal: GOAL_MS,
        peerName: PEER,
      });
      const saves = await timeAnnotate(session, dataset);
      reportTimes(report, `answer to acknowledged on disk, ${size}`, {
        times: saves,
        goal: null,
        peerName: PEER,
      });
    },
  );
}

export const bench: Bench = {
  about: 'from a key to the painted next item, and from an answer to its acknowledgement',
  async run(report) {
    for (const rows of SIZES) await measure(report, rows);
  },
};
