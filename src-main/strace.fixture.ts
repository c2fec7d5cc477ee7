/** @file For tests: what a program and all its children asked of the net, and which files they made, as the kernel saw it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The command line to put before a program, or null where this machine has no strace that may trace. */
export function watching(file: string): readonly string[] | null {
  // `-D`: the program itself is the child that is spawned, and hears signals.
  const quiet = ['-D', '-f', '-q', '--seccomp-bpf', '-s', '256'];
  quiet.push('-e', 'trace=network,openat,creat,mkdir,mkdirat');
  const works = spawnSync('strace', [...quiet, '-o', '/dev/null', 'true']).status === 0;
  return works ? ['strace', ...quiet, '-o', file] : null;
}

export interface Seen {
  /** What left the machine, or would have looked up a name: one line each, as the kernel was asked. */
  readonly outside: readonly string[];
  /** Every file or folder that was made, gone since or not. */
  readonly made: readonly string[];
}

const ADDRESS = /inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"/;
const PORT = /sin6?_port=htons\((\d+)\)/;
/** Services that look names up for others. */
const RESOLVERS = /sun_path="[^"]*(resolve|avahi|nscd|sssd)[^"]*"/;
const MADE = /^(?:creat|mkdir|mkdirat|openat)\((?:AT_FDCWD, )?"([^"]+)"/;

/** Resolves once everything that the process did is written: the watcher ends a moment after it. */
export async function watchedToEnd(file: string, pid: number): Promise<void> {
  const end = new RegExp(`^${pid} +[+]{3} (exited|killed)`, 'm');
  while (!end.test(readFileSync(file, 'utf8'))) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Reads what {@link watching} wrote. */
export function readWatch(file: string): Seen {
  const outside: string[] = [];
  const made: string[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const call = line.replace(/^\d+ +/, '');
    if (goesOutside(call)) outside.push(call);
    const path = MADE.exec(call)?.[1];
    if (path !== undefined && (!call.startsWith('openat') || call.includes('O_CREAT'))) made.push(path);
  }
  return { outside, made };
}

/** Loopback is this machine, but a question to a name server there (port 53) goes on from it. */
function goesOutside(call: string): boolean {
  if (!/^(connect|sendto|sendmsg|sendmmsg|bind)\(/.test(call)) return false;
  // glibc asks nscd for the name of the person too, and there is none: that is no look-up of a host.
  if (call.includes('AF_UNIX')) return RESOLVERS.test(call) && !call.includes('nscd');
  const [, four, six] = ADDRESS.exec(call) ?? [];
  const address = four ?? six;
  if (address === undefined) return false;
  if (PORT.exec(call)?.[1] === '53') return true;
  return !(address.startsWith('127.') || address === '::1' || address === '::ffff:127.0.0.1');
}
