/** @file What a logged program takes of the machine while it runs, as metrics of its run. */
import type { LoggedPoint } from '../../src-shared/contract.ts';
import {
  createMachineReadings,
  nextWait,
  readTree,
  systemPoints,
  type MachineReading,
  type TreeReading,
} from '../platform/system/index.ts';

interface WatchParts {
  readonly pid: number;
  readonly take: (points: readonly LoggedPoint[]) => void;
  readonly read?: (pid: number) => Promise<TreeReading | null>;
  readonly machine?: () => MachineReading;
  /** Milliseconds. */
  readonly now?: () => number;
}

/** The first wait: a program that runs for a tenth of a second has its readings too. Each is twice the one before. */
const FIRST_MS = 50;

/** Reads a program and those that it started. @returns what reads it once more; how busy it is from the second time on */
export function createProgramReadings({
  pid,
  take,
  read = readTree,
  machine = createMachineReadings(),
  now = () => performance.now(),
}: WatchParts): () => Promise<void> {
  let before: { readonly cpuSeconds: number; readonly at: number } | undefined;
  return async () => {
    const tree = await read(pid);
    const at = now();
    const around = machine();
    const cpu = before && tree ? shareOf(tree.cpuSeconds - before.cpuSeconds, at - before.at) : null;
    const points = systemPoints(tree && { ...tree, cpu }, around);
    if (points.length > 0) take(points.map((point) => ({ ...point, at: Date.now() })));
    before = { cpuSeconds: tree?.cpuSeconds ?? 0, at };
  };
}

/** Percent of one core. Of programs that ended meanwhile, the system forgets what nobody waited for. */
function shareOf(cpuSeconds: number, milliseconds: number): number {
  return (100 * Math.max(0, cpuSeconds)) / (milliseconds / 1000);
}

/** Reads a program when it begins, soon after, then ever more seldom down to every five seconds. @returns ends it */
export function watchProgram(pid: number, take: WatchParts['take']): () => void {
  const look = createProgramReadings({ pid, take });
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const again = (wait: number): void => {
    timer = setTimeout(() => {
      // What cannot be read now may be read the next time.
      look()
        .catch(() => undefined)
        .finally(() => ended || again(nextWait(wait)));
    }, wait).unref();
  };
  look()
    .catch(() => undefined)
    .finally(() => ended || again(FIRST_MS));
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
