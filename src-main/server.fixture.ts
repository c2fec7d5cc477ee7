/** @file For tests: the headless workbench in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { launch } from './programs.fixture.ts';
import type { Ready } from './server.ts';

export interface RunningServer {
  readonly child: ChildProcess;
  readonly address: string;
  readonly signIn: string;
  /** Asks it to end, or kills it, and waits until it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts it on this workspace and waits until it is ready. */
export async function startServer(workspace: string): Promise<RunningServer> {
  const args = launch('server', '--workspace', workspace, '--port', '0');
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { address, signIn } = JSON.parse(line) as Ready;
  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    child.kill(signal);
    await gone;
  }
  return { child, address, signIn: signIn ?? '', end };
}
