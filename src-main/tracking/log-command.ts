/** @file `lathe log`: logs what a program prints, over standard input or started by it. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { LoggedPoint, Run } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { toMetricValue } from '../../src-shared/tracking/values.ts';
import { parameterPairs } from '../platform/cli/arguments.ts';
import { linesOf } from '../platform/cli/lines.ts';
import type { Session } from '../platform/cli/session.ts';
import type { Terminal } from '../platform/cli/terminal.ts';
import { environmentIn, sourceVersionOf } from './log-source.ts';
import { watchProgram } from './log-system.ts';
import { readSaid, type Said } from './said.ts';

export interface LogOptions {
  readonly experiment?: string;
  readonly name?: string;
  /** A run that goes on. */
  readonly run?: string;
  readonly set?: readonly string[];
  readonly tag?: readonly string[];
  /** A file of JSON: the configuration. */
  readonly config?: string;
  readonly quiet?: boolean;
  /** Whether what the program takes of the machine is recorded. */
  readonly system?: boolean;
}

/** What is printed is sent so often, or when it is so much. */
const SEND_MS = 250;
const MOST_POINTS = 5000;
const HEARTBEAT_SECONDS = 10;

interface Ended {
  readonly state: 'finished' | 'failed' | 'stopped' | 'crashed';
  readonly exitCode?: number;
}

export async function logCommand(
  session: Session,
  command: readonly string[],
  options: LogOptions,
): Promise<void> {
  const { client, terminal } = session;
  const run = await begin(session, command, options);
  terminal.say(`Logging run #${run.number} “${run.name}” (${run.id}).`);
  if (session.app)
    terminal.say(
      'No Lathe is open, so this command holds the workspace until it ends. Start Lathe first (the window or “lathe serve”) to log several programs at once.',
    );
  const sender = createSender(session, run.id);
  const take = (text: string): void => {
    if (!options.quiet && !terminal.json) terminal.line(text);
    sender.take(readSaid(text));
  };
  const watch = (pid: number) => (options.system === false ? undefined : watchProgram(pid, sender.add));
  const ended =
    command.length > 0 ? await runProgram(command, take, watch) : await readInput(terminal.shell, take);
  await sender.close();
  const done = await client.runs.finish({ run: run.id, ...ended });
  terminal.result(
    { run: run.id, number: run.number, state: done.state, points: sender.points, lines: sender.lines },
    `Run #${run.number} ${done.state}: ${sender.points} points, ${sender.lines} lines.`,
  );
  if (ended.state === 'failed' || ended.state === 'crashed') terminal.leaveWith(ended.exitCode || 1);
}

async function begin({ client }: Session, command: readonly string[], options: LogOptions): Promise<Run> {
  const parameters = Object.entries(parameterPairs(options.set ?? [], 'log')).map(([name, value]) => ({
    name,
    value,
  }));
  const tags = Object.fromEntries(
    Object.entries(parameterPairs(options.tag ?? [], 'log')).map(([name, value]) => [name, String(value)]),
  );
  const config = options.config === undefined ? undefined : readConfig(options.config);
  if (options.run !== undefined) {
    await client.runs.record({ run: options.run, parameters, tags, config });
    return client.runs.get({ run: options.run });
  }
  return client.runs.create({
    name: options.name,
    experiment: options.experiment,
    parameters,
    tags,
    config,
    source: command.join(' ').slice(0, 1000),
    sourceVersion: await sourceVersionOf(process.cwd()),
    environment: environmentIn(process.cwd()),
    heartbeatSeconds: HEARTBEAT_SECONDS,
  });
}

function readConfig(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = `${path.basename(file)} is no file of JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw new AppError('house.usage', { why, command: 'log' });
  }
}

/** Sends in order, one call after another; what comes meanwhile goes with the next. */
function createSender({ client }: Session, run: string) {
  let waiting: Said[] = [];
  let count = 0;
  let sending = Promise.resolve();
  let failed: unknown;
  let sentAt = Date.now();
  const told = { points: 0, lines: 0 };

  async function send(): Promise<void> {
    const batch = waiting;
    waiting = [];
    count = 0;
    sentAt = Date.now();
    if (batch.length === 0) return void (await client.runs.beat({ run }));
    await client.runs.record({
      run,
      points: batch.flatMap(({ points }) =>
        points.map((point) => ({ ...point, value: toMetricValue(point.value) })),
      ),
      parameters: batch.flatMap(({ parameters }) => parameters),
      tags: Object.fromEntries(batch.flatMap(({ tags }) => Object.entries(tags))),
      lines: batch.flatMap(({ line }) => line ?? []),
    });
  }

  function flush(): Promise<void> {
    sending = sending
      .then(() => (failed === undefined ? send() : undefined))
      .catch((thrown: unknown) => {
        failed ??= thrown;
      });
    return sending;
  }

  const timer = setInterval(() => {
    if (waiting.length > 0 || Date.now() - sentAt > (1000 * HEARTBEAT_SECONDS) / 2) void flush();
  }, SEND_MS);

  return {
    /** What was measured beside what the program says. */
    add(points: readonly LoggedPoint[]): void {
      waiting.push({ points, parameters: [], tags: {}, line: null });
      count += points.length;
    },
    take(said: Said): void {
      const now = Date.now();
      // Measured when it was said, not when it is sent.
      const points = said.points.map((point) => ({ ...point, at: point.at ?? now }));
      waiting.push({ ...said, points });
      count += points.length + 1;
      told.points += points.length;
      told.lines += Number(said.line !== null);
      if (count >= MOST_POINTS) void flush();
    },
    get points() {
      return told.points;
    },
    get lines() {
      return told.lines;
    },
    async close(): Promise<void> {
      clearInterval(timer);
      await flush();
      if (failed !== undefined) throw failed;
    },
  };
}

async function readLines(input: AsyncIterable<Uint8Array>, take: (text: string) => void): Promise<void> {
  for await (const line of linesOf(input))
    take('text' in line ? line.text : `(line ${line.number}: ${line.bad})`);
}

/** Ctrl-C ends the run, and what was said until then is kept. */
async function readInput({ stdin }: Terminal['shell'], take: (text: string) => void): Promise<Ended> {
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    stdin.destroy();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await readLines(stdin as AsyncIterable<Uint8Array>, take);
  } catch (thrown) {
    if (!isStopped) throw thrown;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
  return { state: isStopped ? 'stopped' : 'finished' };
}

async function runProgram(
  [file = '', ...args]: readonly string[],
  take: (text: string) => void,
  watch: (pid: number) => (() => void) | undefined,
): Promise<Ended> {
  const child = spawn(file, args, { stdio: ['inherit', 'pipe', 'pipe'] });
  let stopped = false;
  const stop = (signal: NodeJS.Signals): void => {
    stopped = true;
    child.kill(signal);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const unwatch = child.pid === undefined ? undefined : watch(child.pid);
  try {
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once('error', (error) => reject(notStarted(file, error)));
      child.once('close', (code, signal) => resolve(endOf({ code, signal, stopped })));
    });
    // Rejections of a program that is none are told by `ended`.
    const read = [child.stdout, child.stderr].map((stream) => readLines(stream, take).catch(() => undefined));
    const end = await ended;
    await Promise.all(read);
    return end;
  } finally {
    unwatch?.();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function endOf({
  code,
  signal,
  stopped,
}: {
  code: number | null;
  signal: NodeJS.Signals | null;
  stopped: boolean;
}): Ended {
  if (stopped) return { state: 'stopped' };
  if (signal !== null) return { state: 'crashed', exitCode: 128 + (os.constants.signals[signal] ?? 0) };
  return code === 0 ? { state: 'finished' } : { state: 'failed', exitCode: code ?? 1 };
}

function notStarted(file: string, error: Error): AppError {
  return new AppError('house.usage', {
    why: `“${file}” cannot be started: ${error.message}.`,
    command: 'log',
  });
}
