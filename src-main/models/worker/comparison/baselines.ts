/** @file The baselines of a frozen version as they are kept: what each answers to every sample. */
import { readFile } from 'node:fs/promises';
import type { BaselineName, ComparedMetric } from '../../../../src-shared/evaluation/values.ts';
import type { Split } from '../../../versions/worker/index.ts';

export interface Baseline {
  readonly name: BaselineName;
  /** The recipe that it is trained by; null where nothing is trained. */
  readonly recipe: string | null;
  /** By split, in the order of the samples' ids: numbers of classes, or numbers in the target's own unit. */
  readonly answers: Readonly<Record<Split, readonly number[]>>;
}

/** JSON of a blob. */
export interface Baselines {
  readonly format: 1;
  /** What answers number; none where the target is a number. */
  readonly labels: readonly string[];
  /** What decides which is the strongest, and whether a model is better. */
  readonly metric: ComparedMetric;
  /** The strongest on the validation split first. */
  readonly all: readonly Baseline[];
}

export async function readBaselines(path: string): Promise<Baselines> {
  return JSON.parse(await readFile(path, 'utf8')) as Baselines;
}
