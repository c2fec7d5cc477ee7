/** @file What the process of a worker takes of the machine, told now and then by itself: the same on every system. */

export interface OwnReading {
  /** Percent of one core, since the last reading; 200 is two whole cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly residentBytes: number;
}

/** Between two readings. */
export const READ_MS = 5000;

/** @returns what reads this process at most once every {@link READ_MS}; null in between */
export function createOwnReadings(now = () => performance.now()): () => OwnReading | null {
  let at = now();
  let used = process.cpuUsage();
  return () => {
    const passed = now() - at;
    if (passed < READ_MS) return null;
    const { user, system } = process.cpuUsage(used);
    at += passed;
    used = process.cpuUsage();
    return { cpu: (user + system) / 10 / passed, residentBytes: process.memoryUsage.rss() };
  };
}
