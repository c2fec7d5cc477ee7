/** @file How much memory there is: the machine's, or what a container may take of it. */
import { totalmem } from 'node:os';

/** Bytes of memory that this process and its children may count with. */
export function machineBytes(): number {
  // 0 or a number past all memory where nothing constrains the process (a cgroup does in containers).
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(totalmem(), constrained) : totalmem();
}

/** Bytes that can be had now without pushing others out. */
export function availableBytes(): number {
  return process.availableMemory();
}
