/** @file What the process of a worker takes of the machine, told now and then by itself: the same on every system. */

export interface OwnReading {
  /** Percent of one core, since the last reading; 200 is two whole cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly residentBytes: number;
}

/** Between the first reading and the second; each wait is twice the one before. */
const FIRST_MS = 500;
/** Between two readings at most. */
const READ_MS = 5000;

/** Milliseconds. */
export const nextWait = (wait: number): number => Math.min(READ_MS, 2 * wait);

/** Shorter than this, the system counts CPU time too coarsely. */
const SHORTEST_MS = 10;

/**
 * @returns what reads this process when it is first called, after {@link FIRST_MS}, then ever more seldom down to once every
 * {@link READ_MS}, and at the end; null in between
 */
export function createOwnReadings(now = () => performance.now()): (isEnd?: boolean) => OwnReading | null {
  let at = now();
  let used = process.cpuUsage();
  let wait = SHORTEST_MS;
  return (isEnd = false) => {
    const passed = now() - at;
    if (passed < (isEnd ? SHORTEST_MS : wait)) return null;
    wait = wait === SHORTEST_MS ? FIRST_MS : nextWait(wait);
    const { user, system } = process.cpuUsage(used);
    at += passed;
    used = process.cpuUsage();
    return { cpu: (user + system) / 10 / passed, residentBytes: process.memoryUsage.rss() };
  };
}
