/** @file The hash that names a set of weights. */
import { createHash } from 'node:crypto';
import type { State } from './trainer.ts';

/** SHA-256 over the parameters in the order of their names: each name, a zero byte, then its float32 bytes (little-endian). */
export function weightsSha256(state: State, names: readonly string[]): string {
  const hash = createHash('sha256');
  for (const name of names.toSorted()) {
    const data = state.get(name) ?? new Float32Array();
    hash
      .update(name)
      .update('\0')
      .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}
