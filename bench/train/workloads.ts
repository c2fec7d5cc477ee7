/** @file The workloads of the training bench by name, in their order. */
import { images } from './images.ts';
import { recurrent } from './recurrent.ts';
import { tables } from './tables.ts';
import { transformers } from './transformers.ts';
import type { Family } from './workload.ts';

const families: readonly Family[] = [images, recurrent, tables, transformers];

/** W1 to W12, then those outside the twelve. */
export const workloads: Family = Object.fromEntries(
  families.flatMap((family) => Object.entries(family)).toSorted(([a], [b]) => place(a) - place(b)),
);

function place(name: string): number {
  return /^W\d+$/.test(name) ? Number(name.slice(1)) : Number.POSITIVE_INFINITY;
}
