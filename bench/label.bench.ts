/** @file Labeling at 1,000,000 rows: from the key to the painted next item, in the real window and browser. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startWorkbench } from '../e2e/workbench.ts';
import { cookieOf } from '../src-main/signed-in.fixture.ts';
import { build } from '../scripts/build.ts';
import { timeAnnotate } from './label/annotate.ts';
import { timeKeys } from './label/keys.ts';
import { makeDataset } from './label/workspace.ts';
import type { Bench, Report } from './report.ts';
import { reportTimes } from './times.ts';

/** Two sizes, to see whether the cost grows. */
const SIZES = [10_000, 1_000_000];
const GOAL_MS = 50;
const PEER = 'Label Studio, Prodigy: not installed (both need Python; Prodigy a licence)';

async function measure(report: Report, rows: number): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-bench-label-'));
  try {
    const workspace = path.join(folder, 'workspace');
    const dataset = await makeDataset(workspace, rows);
    const workbench = await startWorkbench(workspace);
    try {
      const size = `${rows.toLocaleString('en')} rows`;
      // The link is good once.
      const session = { address: workbench.address, cookie: await cookieOf(workbench.signIn) };
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
    } finally {
      await workbench.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const bench: Bench = {
  about: 'from a key to the painted next item, and from an answer to its acknowledgement',
  async run(report) {
    if (!(await build())) throw new Error('the window could not be built; see the messages above');
    for (const rows of SIZES) await measure(report, rows);
  },
};
