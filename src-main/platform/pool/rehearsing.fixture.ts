/** @file For tests of workers: the entry that knows the rehearsals, and whether a process lives. */

export const ENTRY = new URL('./rehearsal.fixture.ts', import.meta.url);

export function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
