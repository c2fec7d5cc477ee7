/** @file Logs the same points into a workspace, 100 steps a call, each call on the disk when it returns. */
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openStore } from '../../src-main/platform/store/index.ts';
import { createTracking } from '../../src-main/tracking/index.ts';
import { median } from '../report.ts';

const [, , steps = '1000', metrics = '10', call = '100'] = process.argv;
const store = openStore(mkdtempSync(path.join(os.tmpdir(), 'lathe-bench-tracking-')));
const tracking = createTracking({ store, emit: () => undefined });
const names = Array.from({ length: Number(metrics) }, (_, i) => `metric${i}`);

function logRun(): void {
  const run = tracking.open({ origin: 'logged', startedBy: 'bench' }).id;
  for (let from = 0; from < Number(steps); from += Number(call)) {
    const points = Array.from({ length: Number(call) }, (_, i) => from + i).flatMap((step) =>
      names.map((metric, i) => ({ metric, step, value: 1 / (step + 1 + i) })),
    );
    tracking.record({ run, points });
  }
  tracking.finish(run, { state: 'finished', seconds: 1 });
}

console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const times = Array.from({ length: Number(line) }, () => {
    const start = performance.now();
    logRun();
    return performance.now() - start;
  });
  console.log(median(times));
}
