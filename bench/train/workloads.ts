/** @file The workloads of the training bench by name, in their order. */
import { answers } from './answers.ts';
import { images } from './images.ts';
import { recurrent } from './recurrent.ts';
import { tables } from './tables.ts';
import { transformers } from './transformers.ts';
import type { Family } from './workload.ts';

const families: readonly Family[] = [images, recurrent, tables, transformers, answers];

/** W1 to W16, then those without a number. */
export const workloads: Family = Object.fromEntries(
  families.flatMap((family) => Object.entries(family)).toSorted(([a], [b]) => place(a) - place(b)),
);

function place(name: string): number {
  return /^W\d+$/.test(name) ? Number(name.slice(1)) : Number.POSITIVE_INFINITY;
}
