/** @file A session of the command line on a workspace, for tests: everything is real but the terminal, which is silent. */
import { createApp } from './app.ts';
import type { App } from './platform/host/app.ts';
import { createSession, type Session } from './platform/cli/session.ts';
import { inProcess } from './platform/cli/workbench.ts';
import type { Terminal } from './platform/cli/terminal.ts';

const QUIET: Terminal = {
  shell: process,
  json: true,
  result: () => undefined,
  line: () => undefined,
  piece: () => undefined,
  say: () => undefined,
  progress: () => undefined,
  endProgress: () => undefined,
  error: () => undefined,
  leaveWith: () => undefined,
  isClosed: () => false,
};

/** Opens the workspace in this folder, made when it is not there; close its `app` at the end. */
export async function openQuietly(workspace: string): Promise<{ app: App; session: Session }> {
  const app = await createApp({ workspace, host: 'cli' });
  return { app, session: createSession({ workbench: inProcess(app), terminal: QUIET }) };
}
