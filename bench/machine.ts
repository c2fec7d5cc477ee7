/** @file The machine a number was measured on, and how quiet it is. */
import { readFileSync } from 'node:fs';
import { cpus, platform, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Processor, cores and memory in words. */
export function machine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  return `${model}, ${processors.length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()}`;
}

interface Ticks {
  readonly busy: number;
  readonly total: number;
}

/** Processor time of the machine since it started, where the system tells it (Linux). */
function ticks(): Ticks | undefined {
  if (platform() !== 'linux') return undefined;
  const line = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '';
  const values = line.trim().split(/\s+/).slice(1, 9).map(Number);
  const total = values.reduce((sum, value) => sum + value, 0);
  return { total, busy: total - (values[3] ?? 0) - (values[4] ?? 0) };
}

/** Processor time of one process with its threads. */
function ticksOf(pid: number): number {
  if (platform() !== 'linux') return 0;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

/** Waits until the machine does next to nothing, at most `seconds`. */
export async function waitQuiet(seconds: number, most = 0.12): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const before = ticks();
    await sleep(100);
    const after = ticks();
    if (!before || !after || (after.busy - before.busy) / Math.max(1, after.total - before.total) <= most)
      return;
  }
}

/** Does something that the given process computes, and tells how much of the machine others used meanwhile (0 … 1). */
export async function withForeignLoad<Result>(pid: number, work: () => Promise<Result>) {
  const [before, ownBefore] = [ticks(), ticksOf(pid)];
  const result = await work();
  const [after, ownAfter] = [ticks(), ticksOf(pid)];
  const foreign =
    before && after
      ? (after.busy - before.busy - (ownAfter - ownBefore)) / Math.max(1, after.total - before.total)
      : 0;
  return { result, foreign };
}
