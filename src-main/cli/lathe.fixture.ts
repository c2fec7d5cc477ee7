/** @file For tests: the `lathe` command as a script runs it, in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { programOf } from '../programs.fixture.ts';

export const CLI = programOf('cli');

export interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this workspace, with `input` as its standard input, until it ends. */
export async function runLathe(
  workspace: string,
  args: readonly string[],
  input: string | Uint8Array = '',
): Promise<Outcome> {
  const child = spawn(process.execPath, [CLI, ...args, '--workspace', workspace]);
  const gone = once(child, 'close');
  child.stdin.end(input);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = (await gone) as [number | null];
  return { status, out, err };
}
