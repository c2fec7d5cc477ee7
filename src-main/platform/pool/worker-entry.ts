/** @file Where the program of every worker process lies: in the sources, or beside the bundle. */

export function workerEntry(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? '../../worker.ts' : './worker.js', import.meta.url);
}
