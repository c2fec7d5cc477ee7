/** @file `lathe log`: logs what a program prints, over standard input or started by it. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Run } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { parameterPairs } from '../platform/cli/arguments.ts';
import { linesOf } from '../platform/cli/lines.ts';
import type { Session } from '../platform/cli/session.ts';
import type { Terminal } from '../platform/cli/terminal.ts';
import { HEARTBEAT_SECONDS, createLastingWorkbench, createSender, endedRun } from './log-sender.ts';
import { environmentIn, sourceVersionOf } from './log-source.ts';
import { watchProgram } from './log-system.ts';
import { readSaid } from './said.ts';

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

interface Ended {
  readonly state: 'finished' | 'failed' | 'stopped' | 'crashed';
  readonly exitCode?: number;
}

export async function logCommand(
  session: Session,
  command: readonly string[],
  options: LogOptions,
): Promise<void> {
  const { terminal } = session;
  const run = await begin(session, command, options);
  terminal.say(`Logging run #${run.number} “${run.name}” (${run.id}).`);
  if (session.app)
    terminal.say(
      'No Lathe is open, so this command has the workspace open until it ends. Other commands, and other programs that log, go through it.',
    );
  const workbench = createLastingWorkbench(session);
  const sender = createSender(workbench, { run: run.id, isOwn: options.run === undefined });
  const take = (text: string): void => {
    if (!options.quiet && !terminal.json) terminal.line(text);
    sender.take(readSaid(text));
  };
  const watch = (pid: number) => (options.system === false ? undefined : watchProgram(pid, sender.add));
  const ended =
    command.length > 0 ? await runProgram(command, take, watch) : await readInput(terminal.shell, take);
  await sender.close();
  const done = await workbench({
    ask: (there) => there.runs.finish({ run: run.id, ...ended }),
    done: (there) => endedRun(there, run.id),
  });
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
