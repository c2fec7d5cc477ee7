/** @file One worker process: start it, watch it, end it, and say how it ended. */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Limits } from './budgets.ts';
import type { Crowd, Member } from './crowd.ts';
import { saysNoMemory, withHardLimit } from './hard-limit.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { SILENT } from './silence.ts';
import { WATCH_MS, createWatch, noMemory } from './watch.ts';
import { withoutPaths } from './words.ts';

/** Room for young objects from the start, as much as V8 would grow it to: a short job collects them once or not at all. */
const YOUNG = '--min-semi-space-size=16';
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
  /** What it may take; past that it is killed. */
  readonly limits: Limits;
  /** Without a sign of life for so long it is killed. */
  readonly silenceSeconds: number;
  /** The others, with which it shares the machine. */
  readonly crowd: Crowd;
  readonly onMessage: (message: FromWorker) => void;
}

export interface WorkerProcess {
  /** Sends a message; false when the worker is gone. Throws what structured clone throws for a value that cannot be cloned. */
  send(message: ToWorker): boolean;
  /** Ends it within a second (SIGTERM, then SIGKILL); the first reason given is the one that stands. */
  kill(reason: AppError): void;
  /** It has said its last word: it exits by itself, or is helped. */
  expectExit(): void;
  /**
   * Resolves once the process is gone: with the reason it was killed for, else with `workers.crashed`, or
   * `workers.outOfMemory` where its last words say so. The words themselves are the cause.
   */
  readonly ended: Promise<AppError>;
  readonly pid: number | undefined;
  /** The most resident memory seen, in bytes. */
  peakBytes(): number;
}

/** Starts a worker process on this Node. */
export function startProcess(options: ProcessOptions): WorkerProcess {
  mkdirSync(options.scratch, { recursive: true });
  const { limits } = options;
  const plain = { execPath: process.execPath, execArgv: ['--disable-warning=ExperimentalWarning', YOUNG] };
  const { execPath, execArgv } = limits.hard ? withHardLimit(plain, limits.memoryBytes) : plain;
  const child = fork(options.entry, [], {
    execPath,
    execArgv: [...execArgv],
    env: { ...process.env, ...SILENT, NODE_OPTIONS: '', MALLOC_ARENA_MAX: '2' },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = keepTail(child);
  const watch = createWatch({ ...options, pid: child.pid });
  let reason: AppError | null = null;
  const kill = (why: AppError) => {
    reason ??= why;
    endWithin(child, TERM_MS);
  };
  const member: Member = { name: options.name, leave: kill };
  child.on('message', (message) => {
    watch.seen(message as FromWorker);
    options.onMessage(message as FromWorker);
  });
  const timer = setInterval(() => {
    const wrong = watch.check();
    if (wrong) kill(wrong);
    else options.crowd.tell(member, watch.usedBytes());
  }, WATCH_MS);
  const ended = gone(child).then((how) => {
    clearInterval(timer);
    options.crowd.forget(member);
    rmSync(options.scratch, { recursive: true, force: true });
    return reason ?? death(options, { how, log: log(), peakBytes: watch.peakBytes() });
  });
  return {
    send(message) {
      watch.answered();
      return child.connected && sendTo(child, message);
    },
    kill,
    expectExit: () => endWithin(child, EXIT_MS, 'SIGKILL'),
    ended,
    pid: child.pid,
    peakBytes: watch.peakBytes,
  };
}

interface Death {
  readonly how: string;
  readonly log: string;
  readonly peakBytes: number;
}

/** Why a process ended that nobody asked to. A kernel short of memory kills without a word. */
function death({ name, limits }: ProcessOptions, { how, log, peakBytes }: Death): AppError {
  const cause = new Error(log || how);
  const killed = how === 'SIGKILL' && peakBytes > limits.memoryBytes / 2;
  if (!killed && !saysNoMemory(log)) return new AppError('workers.crashed', { job: name, how }, { cause });
  const { key, parameters } = noMemory(name, limits);
  return new AppError(key, parameters, { cause });
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

/** The scratch folder of a worker by its id. */
export function scratchOf(scratch: string, id: string): string {
  return join(scratch, `worker-${id}`);
}
