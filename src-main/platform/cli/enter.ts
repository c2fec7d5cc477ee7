/** @file The workbench of a workspace, whoever has it open. */
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { App } from '../host/app.ts';
import { throughDoor } from './through-door.ts';
import { inProcess, type Workbench } from './workbench.ts';

/** Of a workspace that another process holds. */
const HELD: ReadonlySet<string> = new Set(['store.locked', 'store.lockedByCommand']);
/** A workbench that starts or ends, and a short command without a door, are waited for. */
const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 100;

/**
 * The workbench of a workspace: that of the process which has it open, else one of this process.
 *
 * @param open opens the workspace here
 * @throws AppError `store.locked`, `store.lockedByCommand` where a process holds it that has no door, as a long command does; `house.doorNotOwn`
 */
export async function enterWorkbench(workspace: string, open: () => Promise<App>): Promise<Workbench> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const there = await throughDoor(workspace);
    if (there) return there;
    try {
      return inProcess(await open());
    } catch (error) {
      const held = error instanceof AppError && HELD.has(error.key);
      if (!held || performance.now() > until) throw error;
    }
    await wait(LOOK_AGAIN_MS);
  }
}
