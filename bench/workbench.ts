/** @file A real workbench for a bench of the window, on a workspace of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startWorkbench } from '../e2e/workbench.ts';
import { build } from '../scripts/build.ts';
import { cookieOf } from '../src-main/signed-in.fixture.ts';
import type { SignedIn } from './browser.ts';

/**
 * Starts a workbench on a workspace that `fill` made, and gives both to `measure`; nothing of them stays.
 *
 * @throws Error when the window cannot be built
 */
export async function withWorkbench<Filled>(
  fill: (workspace: string) => Filled | Promise<Filled>,
  measure: (session: SignedIn, filled: Filled) => Promise<void>,
): Promise<void> {
  if (!(await build())) throw new Error('the window could not be built; see the messages above');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-bench-'));
  try {
    const workspace = path.join(folder, 'workspace');
    const filled = await fill(workspace);
    const workbench = await startWorkbench(workspace);
    try {
      // The link is good once.
      await measure({ address: workbench.address, cookie: await cookieOf(workbench.signIn) }, filled);
    } finally {
      await workbench.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
