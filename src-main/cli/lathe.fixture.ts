/** @file For tests: the `lathe` command as a script runs it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Shell } from '../platform/cli/terminal.ts';
import { launch, programOf } from '../programs.fixture.ts';
import { runCli } from './index.ts';

export const CLI = programOf('cli');

export interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this workspace in a process of its own, with `input` as its standard input, until it ends. */
export async function runLathe(
  workspace: string,
  args: readonly string[],
  input: string | Uint8Array = '',
): Promise<Outcome> {
  const child = spawn(process.execPath, launch('cli', ...args, '--workspace', workspace));
  const gone = once(child, 'close');
  child.stdin.end(input);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = (await gone) as [number | null];
  return { status, out, err };
}

/**
 * The same in this process, without the quarter of a second that a process takes to start: for what a command does and
 * says. That it ends, that a signal ends it and how its pipes close is shown by {@link runLathe}.
 */
export async function runLatheHere(
  workspace: string,
  args: readonly string[],
  input: string | Uint8Array = '',
): Promise<Outcome> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const shell: Shell = { stdin: Readable.from([Buffer.from(input)]), stdout, stderr };
  const said = Promise.all([text(stdout), text(stderr)]);
  await runCli([...args, '--workspace', workspace], shell);
  stdout.end();
  stderr.end();
  const [out, err] = await said;
  return { status: Number(shell.exitCode ?? 0), out, err };
}
