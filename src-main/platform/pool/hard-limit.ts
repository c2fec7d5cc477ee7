/**
 * @file A limit of memory that the kernel keeps: a watch that looks now and then sees one huge allocation too late.
 *
 * Linux counts private writable memory under RLIMIT_DATA (getrlimit(2)), not what V8 only reserves, so that a limit fits
 * a Node process closely. A shell sets it before it becomes the worker; the allocation that goes past it fails at once.
 */
import { availableParallelism } from 'node:os';

/** Private writable memory of a worker that has done nothing yet, hardly any of it resident (measured: 546 MB). */
const IDLE_BYTES = 560e6;
/** Stacks of the threads that ONNX Runtime and libvips start, one a core, are writable and hardly touched. */
const STACK_BYTES = 8 << 20;

export interface Launch {
  readonly execPath: string;
  readonly execArgv: readonly string[];
}

/**
 * Under such a limit V8 takes the machine for a small one and collects its old space three times as often (measured: a
 * fifth of an import's time). So it is told where collecting begins, as it would have chosen without a limit.
 */
const V8 = '--initial-old-space-size=128';

const SCRIPT = 'ulimit -d "$1" && shift && exec "$@"';

/** How to start `launch` so that it cannot hold more than `bytes`; as it is where the system keeps no such limit. */
export function withHardLimit(launch: Launch, bytes: number): Launch {
  if (process.platform !== 'linux') return launch;
  const kilobytes = Math.ceil((bytes + IDLE_BYTES + STACK_BYTES * availableParallelism()) / 1024);
  const { execPath, execArgv } = launch;
  const script = ['-c', SCRIPT, 'sh', String(kilobytes), execPath, V8, ...execArgv];
  return { execPath: '/bin/sh', execArgv: script };
}

/** What V8, C++, ONNX Runtime, DuckDB and the kernel say when memory cannot be had. */
const NO_MEMORY =
  /out of memory|bad_alloc|failed to allocate|allocation failed|cannot allocate memory|ENOMEM|not enough memory/i;

export function saysNoMemory(text: string): boolean {
  return NO_MEMORY.test(text);
}
