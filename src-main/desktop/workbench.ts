/** @file Keeps the workbench running as a child on a plain Node: starts it, waits for it, starts it again, stops it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Room for young objects from the start: what a start makes is collected once or not at all, a fifth of its processor time less. */
const YOUNG = '--min-semi-space-size=32';
const READY_MS = 120_000;
const STOP_MS = 8_000;
const MINUTE = 60_000;
/** A workbench that dies more often than this in a minute stays down until a person asks for it again. */
const DEATHS_A_MINUTE = 3;
const LAST_WORDS = 12;

export interface WorkbenchOptions {
  /** The plain node binary. */
  readonly node: string;
  /** `server.js`, or another program that prints a ready line and listens on `--socket`. */
  readonly entry: string;
  readonly workspace: string;
  /** Takes every line that the workbench prints. */
  readonly log: (line: string) => void;
  /** Called when it ended and is not started again, with its last words. A window survives a restart: it asks anew. */
  readonly onDown: (lastWords: string) => void;
}

export interface Workbench {
  /** Where it listens; waits while it starts. Rejects with its last words when it is down for good. */
  socket(): Promise<string>;
  /** Asks it to end, waits, and kills it when it does not. */
  stop(): Promise<void>;
}

interface Started {
  readonly child: ChildProcess;
  /** Its address, once it said that it is ready; rejects with its last words when it ends before. */
  readonly ready: Promise<string>;
}

export function startWorkbench(options: WorkbenchOptions): Workbench {
  const folder = mkdtempSync(path.join(tmpdir(), 'lathe-'));
  const deaths: number[] = [];
  let births = 0;
  let stopping = false;
  let child: ChildProcess | undefined;
  let address = begin();

  function begin(): Promise<string> {
    const started = launch(options, socketPath(folder, births++));
    child = started.child;
    let wasReady = false;
    started.ready.then(
      () => void (wasReady = true),
      (error: Error) => stopping || options.onDown(error.message),
    );
    started.child.once('exit', () => {
      if (wasReady && !stopping) comeBack();
    });
    return started.ready;
  }

  function comeBack(): void {
    const now = Date.now();
    deaths.push(now);
    if (deaths.filter((at) => now - at < MINUTE).length > DEATHS_A_MINUTE) {
      const why = 'The workbench keeps ending.';
      address = Promise.reject(new Error(why));
      address.catch(() => undefined);
      return options.onDown(why);
    }
    options.log('The workbench ended; starting it again.');
    address = begin();
  }

  async function stop(): Promise<void> {
    stopping = true;
    if (child) await end(child);
    rmSync(folder, { recursive: true, force: true });
  }

  return { socket: () => address, stop };
}

/** A fresh name each time: one that was killed leaves its socket behind. Named pipes have a name space of their own. */
function socketPath(folder: string, birth: number): string {
  const name = `${path.basename(folder)}-${birth}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(folder, `${birth}.sock`);
}

/** What the workbench knows of its surroundings: nothing that is meant for Electron, or that would change its Node. */
export function environment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isForOthers = (name: string): boolean => /^(?:ELECTRON_|CHROME_|NODE_OPTIONS$|NODE_PATH$)/.test(name);
  return Object.fromEntries(Object.entries(own).filter(([name]) => !isForOthers(name)));
}

function launch({ node, entry, workspace, log }: WorkbenchOptions, socket: string): Started {
  const child = spawn(node, [YOUNG, entry, '--workspace', workspace, '--socket', socket], {
    env: environment(process.env),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  // It may be gone before it reads; its end is told by 'exit'.
  child.stdin.on('error', () => undefined);
  const words: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    log(line);
    words.push(line);
    if (words.length > LAST_WORDS) words.shift();
  });

  const ready = new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => child.kill('SIGKILL'), READY_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      log(line);
      const address = readyAddress(line);
      if (address === undefined) return;
      clearTimeout(late);
      resolve(address);
    });
    child.once('error', reject);
    // 'close' comes after the last line was read, 'exit' may come before.
    child.once('close', (code, signal) => {
      clearTimeout(late);
      const how = signal ?? `status ${code}`;
      reject(new Error(words.join('\n') || `The workbench ended before it was ready (${how}).`));
    });
  });
  ready.catch(() => undefined);
  return { child, ready };
}

/** The address in a ready line `{"ready":true,"address":…}`, or undefined when the line is something else. */
export function readyAddress(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const message: unknown = JSON.parse(line);
    const ready =
      typeof message === 'object' && message !== null && 'ready' in message && message.ready === true;
    return ready && 'address' in message && typeof message.address === 'string' ? message.address : undefined;
  } catch {
    return undefined;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.stdin?.end();
  const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(kill);
}
