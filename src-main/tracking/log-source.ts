/** @file Where a logged program runs, and which version of its source: told once, when its run begins. */
import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';

const GIT_MS = 2000;

/**
 * The commit that a folder's checkout stands at, with `-dirty` where tracked files were changed since. Undefined where it is
 * no checkout, or there is no git.
 */
export async function sourceVersionOf(folder: string): Promise<string | undefined> {
  const git = async (...args: string[]): Promise<string> => {
    // Nothing is locked or refreshed in somebody's checkout.
    const options = { cwd: folder, timeout: GIT_MS, env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' } };
    return (await promisify(execFile)('git', args, options)).stdout.trim();
  };
  try {
    const commit = await git('rev-parse', '--verify', 'HEAD');
    const changes = await git('status', '--porcelain', '--untracked-files=no');
    return changes === '' ? commit : `${commit}-dirty`;
  } catch {
    return undefined;
  }
}

/** What a program runs on, by name. */
export function environmentIn(folder: string): Record<string, string> {
  const cpus = os.cpus();
  return {
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    cpu: `${cpus[0]?.model.trim() ?? ''} × ${cpus.length}`,
    memory: `${(os.totalmem() / 1e9).toFixed(1)} GB`,
    host: os.hostname(),
    folder,
  };
}
