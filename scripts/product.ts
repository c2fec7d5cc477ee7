/** @file Where things lie in the repository, and running one of its programs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '..');

/** The file of a package's command line, e.g. `binOf('electron-vite')`. */
export function binOf(name: string, command = name): string {
  const folder = path.join(ROOT, 'node_modules', name);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const bin = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command];
  if (bin === undefined) throw new Error(`${name} has no command ${command}`);
  return path.join(folder, bin);
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which it is killed. */
  readonly limit?: number;
}

/** Runs a script on this Node in the repository, its output shown. @returns its exit status; 1 when it was killed */
export async function runNode(args: readonly string[], { env, limit }: RunOptions = {}): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    ...(limit !== undefined && { timeout: limit }),
  });
  const [status] = (await once(child, 'exit')) as [number | null];
  return status ?? 1;
}
