/** @file One worker process: start it, watch it, end it, and say how it ended. */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { AppError } from '../../src-shared/errors.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { SILENT } from './silence.ts';
import { bytesInWords, withoutPaths } from './words.ts';

const WATCH_MS = 250;
/** From SIGTERM to SIGKILL. */
const TERM_MS = 500;
/** After its last word a worker has this long to exit. */
const EXIT_MS = 2000;
/** After its exit its pipes have this long to end: a grandchild may hold them. */
const PIPES_MS = 1000;
const LOG_CHARACTERS = 4000;
const LOG_LINES = 8;

export interface ProcessOptions {
  /** The module a worker process runs. */
  readonly entry: URL;
  /** Names the work in errors. */
  readonly name: string;
  /** A folder to be made for the worker and removed after it. */
  readonly scratch: string;
  /** Resident memory at which it is killed. */
  readonly memoryBytes: number;
  /** Without a sign of life for so long it is killed. */
  readonly silenceSeconds: number;
  readonly deadlineSeconds: number | undefined;
  readonly onMessage: (message: FromWorker) => void;
}

export interface WorkerProcess {
  /** Sends a message; false when the worker is gone. Throws what structured clone throws for a value that cannot be cloned. */
  send(message: ToWorker): boolean;
  /** Ends it within a second (SIGTERM, then SIGKILL); the first reason given is the one that stands. */
  kill(reason: AppError): void;
  /** It has said its last word: it exits by itself, or is helped. */
  expectExit(): void;
  /** Resolves once the process is gone: with the reason it was killed for, else with `workers.crashed`. */
  readonly ended: Promise<AppError>;
  readonly pid: number | undefined;
  /** The most resident memory seen, in bytes. */
  peakBytes(): number;
}

/** Starts a worker process on this Node. */
export function startProcess(options: ProcessOptions): WorkerProcess {
  mkdirSync(options.scratch, { recursive: true });
  const child = fork(options.entry, [], {
    execPath: process.execPath,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, ...SILENT, NODE_OPTIONS: '', MALLOC_ARENA_MAX: '2' },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = keepTail(child);
  const watch = createWatch(options, child);
  let reason: AppError | null = null;
  const kill = (why: AppError) => {
    reason ??= why;
    endWithin(child, TERM_MS);
  };
  child.on('message', (message) => {
    watch.seen(message as FromWorker);
    options.onMessage(message as FromWorker);
  });
  const timer = setInterval(() => {
    const wrong = watch.check();
    if (wrong) kill(wrong);
  }, WATCH_MS);
  const ended = gone(child).then((how) => {
    clearInterval(timer);
    rmSync(options.scratch, { recursive: true, force: true });
    return reason ?? new AppError('workers.crashed', { job: options.name, how, log: log() || '—' });
  });
  return {
    send: (message) => child.connected && sendTo(child, message),
    kill,
    expectExit: () => endWithin(child, EXIT_MS, 'SIGKILL'),
    ended,
    pid: child.pid,
    peakBytes: watch.peakBytes,
  };
}

function sendTo(child: ChildProcess, message: ToWorker): boolean {
  child.send(message, () => undefined);
  return true;
}

/** Asks the process to end (unless `signal` is given: then it only waits) and kills it if it has not by then. */
function endWithin(child: ChildProcess, ms: number, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  if (signal === 'SIGTERM') child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  child.once('exit', () => clearTimeout(timer));
}

/** Resolves with how the process ended once every message and line of it has arrived. */
function gone(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    const say = (code: number | null, signal: string | null) => signal ?? `exit code ${code}`;
    child.once('error', (error) => resolve(`it could not be started: ${withoutPaths(error.message)}`));
    child.once('close', (code, signal) => resolve(say(code, signal)));
    child.once('exit', (code, signal) => {
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve(say(code, signal));
      }, PIPES_MS).unref();
    });
  });
}

/** Keeps the last lines of what the process writes; a flood of output costs no more memory than that. */
function keepTail(child: ChildProcess): () => string {
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    const decoder = new StringDecoder('utf8');
    stream?.on('data', (chunk: Buffer) => {
      tail = (tail + decoder.write(chunk.subarray(-LOG_CHARACTERS))).slice(-LOG_CHARACTERS);
    });
  }
  return () =>
    withoutPaths(
      tail
        .split('\n')
        .filter((line) => line.trim())
        .slice(-LOG_LINES)
        .join('\n'),
    );
}

/** Silence, deadline and memory of one process, judged by a clock of its own. */
function createWatch(options: ProcessOptions, child: ChildProcess) {
  const { name, memoryBytes, silenceSeconds, deadlineSeconds = Infinity } = options;
  const startedAt = performance.now();
  let heardAt = startedAt;
  let checkedAt = startedAt;
  let told = 0;
  let peak = 0;
  return {
    peakBytes: () => peak,
    seen(message: FromWorker) {
      heardAt = performance.now();
      if (message.type === 'beat') told = message.residentBytes;
    },
    check(): AppError | null {
      const now = performance.now();
      // A workbench that was held up itself (a long transaction, a sleeping machine) has not read the beats yet.
      heardAt += Math.max(0, now - checkedAt - 2 * WATCH_MS);
      checkedAt = now;
      const used = residentBytes(child.pid) ?? told;
      peak = Math.max(peak, used);
      if (used > memoryBytes)
        return new AppError('workers.outOfMemory', {
          job: name,
          used: bytesInWords(used),
          limit: bytesInWords(memoryBytes),
        });
      if (now - startedAt > deadlineSeconds * 1000)
        return new AppError('workers.deadline', { job: name, seconds: deadlineSeconds });
      if (now - heardAt > silenceSeconds * 1000)
        return new AppError('workers.silent', { job: name, seconds: silenceSeconds });
      return null;
    },
  };
}

/** Resident memory of a process from the kernel; null where there is no /proc (the worker's beats tell it then). */
function residentBytes(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null;
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}

/** The scratch folder of a worker by its id. */
export function scratchOf(scratch: string, id: string): string {
  return join(scratch, `worker-${id}`);
}
