/** @file A real workbench for a test: its own process, as it is shipped, on a folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { launch } from '../src-main/programs.fixture.ts';

const ROOT = path.join(import.meta.dirname, '..');

export interface RunningWorkbench {
  /** e.g. `http://127.0.0.1:4321`. */
  readonly address: string;
  /** The link that signs a browser in as the owner. */
  readonly signIn: string;
  readonly workspace: string;
  /** What it said on standard error so far. */
  readonly words: () => string;
  readonly pid: number;
  /** Ends it in good order; nothing to do after {@link kill}. Rejects when it died of itself. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** The plain node that runs the workbench, whatever Node Playwright runs on. */
function plainNode(): string {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  return path.join(ROOT, 'node_modules', 'node', 'bin', binary);
}

/** Starts a workbench and waits until it is ready. @param port 0 takes a free one; give one to come back at the same address */
export async function startWorkbench(workspace: string, port = 0): Promise<RunningWorkbench> {
  const child = spawn(plainNode(), launch('server', '--workspace', workspace, '--port', String(port)), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
  let killed = false;
  const { address, signIn } = await readyLine(child, () => errors);
  return {
    address,
    signIn,
    workspace,
    words: () => errors,
    pid: child.pid ?? 0,
    async stop() {
      if (!killed) await end(child, 'SIGTERM', errors);
    },
    async kill() {
      killed = true;
      await end(child, 'SIGKILL', errors);
    },
  };
}

/** A command of `lathe` on this workspace, as it runs beside the window. */
export interface RunningCommand {
  /** Its exit status and all that it said, once it has ended. */
  readonly ended: Promise<{ readonly status: number | null; readonly words: string }>;
}

/** Starts `lathe ARGS` on a workspace that a workbench may have open. */
export function startCommand(workspace: string, args: readonly string[]): RunningCommand {
  const child = spawn(plainNode(), launch('cli', ...args, '--workspace', workspace), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (words += part.toString()));
  const closed = once(child, 'close') as Promise<[number | null]>;
  return { ended: closed.then(([status]) => ({ status, words })) };
}

async function readyLine(
  child: ChildProcess,
  words: () => string,
): Promise<{ address: string; signIn: string }> {
  for await (const line of createInterface({ input: child.stdout! }))
    if (line.startsWith('{"ready":true')) return JSON.parse(line) as { address: string; signIn: string };
  throw new Error(`The workbench ended before it was ready:\n${words()}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals, words: string): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error(`The workbench had died (${child.signalCode ?? child.exitCode}):\n${words}`);
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
