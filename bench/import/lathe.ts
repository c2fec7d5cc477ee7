/** @file Our side: a workbench of its own imports a file (argument 1) into a new workspace (argument 2) and tells what it took. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../../src-main/app.ts';

const SAMPLE_MS = 20;

/** Resident memory of this process and of its workers, in bytes; null where there is no /proc. */
function resident(): { workbench: number; workers: number } | null {
  if (process.platform !== 'linux') return null;
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(/\s+/);
  const workers = children.filter(Boolean).map((pid) => bytesOf(pid));
  return { workbench: bytesOf('self'), workers: workers.reduce((sum, bytes) => sum + bytes, 0) };
}

function bytesOf(pid: string): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

const [file = '', workspace = ''] = process.argv.slice(2);
const app = await createApp({ workspace, host: 'cli' });
const peak = { together: 0, workbench: 0, worker: 0 };
const sample = () => {
  const now = resident();
  if (!now) return;
  peak.together = Math.max(peak.together, now.workbench + now.workers);
  peak.workbench = Math.max(peak.workbench, now.workbench);
  peak.worker = Math.max(peak.worker, now.workers);
};
const timer = setInterval(sample, SAMPLE_MS);
const start = performance.now();
const { job, dataset } = await app.client.datasets.import({
  source: { kind: 'path', path: file },
  textColumn: 'text',
  labelColumn: 'label',
});
for (;;) {
  const state = (await app.client.jobs.list()).find(({ id }) => id === job)?.state;
  if (state === 'done') break;
  if (state !== 'running') throw new Error(`the import is ${String(state)}`);
  await sleep(SAMPLE_MS);
}
const seconds = (performance.now() - start) / 1000;
clearInterval(timer);
const { samples } = await app.client.datasets.get({ dataset });
await app.close();
const known = (bytes: number) => (bytes > 0 ? bytes : null);
console.log(
  JSON.stringify({
    seconds,
    samples,
    peakBytes: known(peak.together),
    workbenchBytes: known(peak.workbench),
    workerBytes: known(peak.worker),
  }),
);
