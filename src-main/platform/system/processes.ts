/** @file What a program that was started takes of the machine, with every program that it started. */
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';

/** A process as the system lists it. */
export interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  /** Of it and of those that it started and that ended. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

export interface TreeReading {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  readonly processes: number;
}

/** `USER_HZ`, which Linux tells programs times in. */
const TICKS_A_SECOND = 100;
const PAGE_BYTES = 4096;
const LIST_MS = 4000;

/** @returns null where the system does not tell, or the process is gone */
export async function readTree(root: number): Promise<TreeReading | null> {
  return treeOf(root, await listProcesses());
}

/** All processes; empty where the system does not tell. */
async function listProcesses(): Promise<ListedProcess[]> {
  if (process.platform === 'linux') return listedByProc();
  if (process.platform === 'darwin') return listedByPs();
  return [];
}

export function treeOf(root: number, all: readonly ListedProcess[]): TreeReading | null {
  const children = Map.groupBy(all, ({ parent }) => parent);
  const members = all.filter(({ pid }) => pid === root);
  if (members.length === 0) return null;
  for (const member of members) members.push(...(children.get(member.pid) ?? []));
  return {
    cpuSeconds: members.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    residentBytes: members.reduce((sum, { residentBytes }) => sum + residentBytes, 0),
    processes: members.length,
  };
}

function listedByProc(): ListedProcess[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return parseStat(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

/** A line of `/proc/PID/stat` (proc_pid_stat(5)); the name of the program may hold any character. */
export function parseStat(line: string): ListedProcess | null {
  const [pid, fields] = [Number.parseInt(line, 10), line.slice(line.lastIndexOf(')') + 2).split(' ')];
  // From the third field on: state, parent, …; user, system and children's times are 14 to 17, pages 24.
  const numbers = [1, 11, 12, 13, 14, 21].map((place) => Number(fields[place]));
  const [parent, user, system, childUser, childSystem, pages] = numbers;
  if (numbers.some(Number.isNaN) || Number.isNaN(pid)) return null;
  const ticks = user! + system! + childUser! + childSystem!;
  return { pid, parent: parent!, cpuSeconds: ticks / TICKS_A_SECOND, residentBytes: pages! * PAGE_BYTES };
}

async function listedByPs(): Promise<ListedProcess[]> {
  const { stdout } = await promisify(execFile)('/bin/ps', ['-axo', 'pid=,ppid=,rss=,time='], {
    timeout: LIST_MS,
  });
  return stdout.split('\n').flatMap((line) => parsePs(line) ?? []);
}

/** A line of `ps -o pid=,ppid=,rss=,time=`: kilobytes, and `[[days-]hours:]minutes:seconds`. */
export function parsePs(line: string): ListedProcess | null {
  const found = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(?:(\d+)-)?([\d:.]+)\s*$/.exec(line);
  if (!found) return null;
  const [, pid, parent, kilobytes, days = '0', clock = ''] = found;
  const seconds = clock.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
  return {
    pid: Number(pid),
    parent: Number(parent),
    cpuSeconds: Number(days) * 86_400 + seconds,
    residentBytes: Number(kilobytes) * 1024,
  };
}
