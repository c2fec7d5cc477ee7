/** @file Times of one thing done many times: the middle one, and the one that only a twentieth exceeds. */
import os from 'node:os';
import type { Report } from './report.ts';

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

export interface Times {
  /** Milliseconds. */
  readonly times: readonly number[];
  /** What 95 of 100 may take at most. */
  readonly goal: number | null;
  readonly peerName: string;
}

export function reportTimes(report: Report, what: string, { times, goal, peerName }: Times): void {
  const none = { unit: 'ms', peer: null, peerName, ratio: null, pairs: 0, ...noteOfLoad() };
  report({ ...none, case: `${what}, p50`, lathe: quantile(times, 0.5), goal: null });
  report({ ...none, case: `${what}, p95`, lathe: quantile(times, 0.95), goal });
}

/** Someone reading a slow number should know that the machine had other work. */
function noteOfLoad(): { note?: string } {
  const [load = 0] = os.loadavg();
  const cores = os.availableParallelism();
  return load > cores ? { note: `the machine was not quiet: load ${load.toFixed(1)} on ${cores} cores` } : {};
}
