/** @file What the process of a worker takes of the machine, told now and then by itself: the same on every system. */

export interface OwnReading {
  /** Percent of one core, since the last reading; 200 is two whole cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly residentBytes: number;
}

/** Before the first reading, so that a short run has one; each wait is twice the one before. */
export const FIRST_MS = 500;
/** Between two readings at most. */
const READ_MS = 5000;

/** Milliseconds. */
export const nextWait = (wait: number): number => Math.min(READ_MS, 2 * wait);

/** @returns what reads this process after {@link FIRST_MS}, then ever more seldom down to once every {@link READ_MS}; null in between */
export function createOwnReadings(now = () => performance.now()): () => OwnReading | null {
  let at = now();
  let used = process.cpuUsage();
  let wait = FIRST_MS;
  return () => {
    const passed = now() - at;
    if (passed < wait) return null;
    wait = nextWait(wait);
    const { user, system } = process.cpuUsage(used);
    at += passed;
    used = process.cpuUsage();
    return { cpu: (user + system) / 10 / passed, residentBytes: process.memoryUsage.rss() };
  };
}
