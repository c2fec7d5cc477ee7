/** @file What a logged program takes of the machine while it runs, as metrics of its run. */
import type { LoggedPoint } from '../../src-shared/contract.ts';
import {
  FIRST_MS,
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

/** Reads a program and those that it started. @returns reads once more than it did before */
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
    if (before) {
      const seconds = (at - before.at) / 1000;
      // Of programs that ended meanwhile, the system forgets what nobody waited for.
      const used = Math.max(0, (tree?.cpuSeconds ?? 0) - before.cpuSeconds);
      const points = systemPoints(tree && { ...tree, cpu: (100 * used) / seconds }, around);
      take(points.map((point) => ({ ...point, at: Date.now() })));
    }
    before = { cpuSeconds: tree?.cpuSeconds ?? 0, at };
  };
}

/** Reads a program after half a second, then ever more seldom down to every five seconds. @returns ends it */
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
