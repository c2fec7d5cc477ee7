/** @file Watches one worker process: its silence, its time, its memory. */
import { readFileSync } from 'node:fs';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Limits } from './budgets.ts';
import type { FromWorker } from './protocol.ts';
import { bytesInWords } from './words.ts';

/** So seldom that it costs nothing, so often that a worker is seen before it has filled much more than it may. */
export const WATCH_MS = 50;

export interface Watched {
  /** Names the work in errors. */
  readonly name: string;
  readonly limits: Limits;
  /** Without a sign of life for so long it is ended. */
  readonly silenceSeconds: number;
  readonly pid: number | undefined;
}

export interface Watch {
  /** Takes note of a message. */
  seen(message: FromWorker): void;
  /** The workbench let it go on: what it waited for is not its own time. */
  answered(): void;
  /** Why it has to end, or null. */
  check(): AppError | null;
  /** Resident memory when it was last looked at, in bytes. */
  usedBytes(): number;
  /** The most resident memory, in bytes. */
  peakBytes(): number;
}

/** What a worker said it would be done with by a moment. */
interface Part {
  readonly until: number;
  readonly problem: AppError;
}

export function createWatch({ name, limits, silenceSeconds, pid }: Watched): Watch {
  const { work, seconds = Infinity, stallSeconds } = limits;
  const startedAt = performance.now();
  let heardAt = startedAt;
  let movedAt = startedAt;
  let checkedAt = startedAt;
  let part: Part | null = null;
  let told = 0;
  let used = 0;
  let peak = 0;

  function overTime(now: number): AppError | null {
    if (part && now > part.until) return part.problem;
    if (now - startedAt > seconds * 1000)
      return new AppError('workers.deadline', { job: name, seconds, work });
    if (now - movedAt > stallSeconds * 1000)
      return new AppError('workers.stalled', { job: name, seconds: stallSeconds });
    if (now - heardAt > silenceSeconds * 1000)
      return new AppError('workers.silent', { job: name, seconds: silenceSeconds });
    return null;
  }

  return {
    seen(message) {
      heardAt = performance.now();
      if (message.type === 'beat') told = message.residentBytes;
      else movedAt = heardAt;
      if (message.type === 'within')
        part = message.part && {
          until: heardAt + message.part.seconds * 1000,
          problem: new AppError(message.part.problem.key, message.part.problem.parameters),
        };
    },
    answered: () => (movedAt = performance.now()),
    check() {
      const now = performance.now();
      // A workbench that was held up itself (a long transaction, a sleeping machine) has not read the beats yet.
      const held = Math.max(0, now - checkedAt - 10 * WATCH_MS);
      heardAt += held;
      movedAt += held;
      checkedAt = now;
      const memory = residentMemory(pid);
      used = memory?.now ?? told;
      peak = Math.max(peak, memory?.peak ?? told);
      return used > limits.memoryBytes ? noMemory(name, limits, used) : overTime(now);
    },
    usedBytes: () => used,
    peakBytes: () => peak,
  };
}

/** Why a process that took too much has to end. @param used bytes, where they were seen */
export function noMemory(name: string, limits: Limits, used?: number): AppError {
  const { work, memoryBytes, scarce } = limits;
  const limit = bytesInWords(memoryBytes);
  if (scarce) return new AppError('workers.noRoom', { job: name, limit });
  return new AppError('workers.outOfMemory', {
    job: name,
    limit,
    work,
    used: bytesInWords(Math.max(used ?? 0, memoryBytes)),
  });
}

/** Resident memory of a process from the kernel; null where there is no /proc (the worker's beats tell it then). */
function residentMemory(pid: number | undefined): { now: number; peak: number } | null {
  if (process.platform !== 'linux' || pid === undefined) return null;
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const bytes = (field: RegExp) => Number(field.exec(status)?.[1] ?? NaN) * 1024;
    const [now, peak] = [bytes(/^VmRSS:\s+(\d+) kB$/m), bytes(/^VmHWM:\s+(\d+) kB$/m)];
    return Number.isNaN(now) ? null : { now, peak: Math.max(now, peak || 0) };
  } catch {
    return null;
  }
}
