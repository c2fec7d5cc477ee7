/** @file What a workload of the training bench is. */
import type { Head, Network, Random } from '../../src-main/graph/index.ts';

import type { Batch } from '../../src-main/training/worker/trainer/index.ts';

/** How the peer treats denormal numbers: as PyTorch comes, or with its switch that counts them as zero. */
export type Denormals = 'default' | 'flushed';

/** A network with its heads, and how to draw a batch for it. The step is compiled with Adam. */
export interface Workload {
  /** The network and its batch in words. */
  readonly title: string;
  /** The greatest ratio of our time to the peer's that counts as reached; null for a case without a number. */
  readonly goal: number | null;
  /** The peers to measure beside; the first one's ratio counts. */
  readonly peers: readonly Denormals[];
  readonly batch: number;
  readonly network: Network;
  readonly heads: readonly Head[];
  /** One batch: every input of the network and target of a head by name. */
  readonly draw: (random: Random) => Batch['tensors'];
}

/** Workloads are made when they are asked for: a network of one family costs another nothing. */
export type Family = Readonly<Record<string, () => Workload>>;

/** Whole numbers from 0 to `limit - 1`. */
export function below(random: Random, limit: number, count: number): Int32Array {
  return Int32Array.from({ length: count }, () => Math.floor(random.uniform() * limit));
}

/** Uniform in [0, 1). */
export function uniform(random: Random, count: number): Float32Array {
  return Float32Array.from({ length: count }, () => random.uniform());
}

/** Zeros and ones. */
export function bits(random: Random, count: number): Float32Array {
  return Float32Array.from(below(random, 2, count));
}
