/** @file For tests, in the place of worker-entry.ts: their workers start from the bundle, in half the time. */

export function workerEntry(): URL {
  return new URL('../../../out/workbench/worker.js', import.meta.url);
}
