/** @file From a labeled queue to the next training: freezes a version as the last one was, with the recipe used last. */
import type { Client, DatasetVersion } from '../../src-shared/contract.ts';

export interface NextTraining {
  readonly version: string;
  /** Of the last run on this dataset; undefined before the first. */
  readonly recipe: string | undefined;
}

/**
 * @param done resolves with whether a job ended well
 * @returns undefined when freezing failed or was cancelled, which the job's end tells
 */
export async function freezeAgain(
  client: Client,
  dataset: string,
  done: (job: string) => Promise<boolean>,
): Promise<NextTraining | undefined> {
  const versions = await client.versions.list({ dataset });
  const newest = versions.toSorted((a, b) => b.number - a.number);
  const { version, job } = await client.versions.freeze({ dataset, ...howFrozen(newest[0]) });
  const [frozen, recipe] = await Promise.all([done(job), recipeOf(client, newest)]);
  return frozen ? { version, recipe } : undefined;
}

/** Seed and shares of a version; a fresh one has the usual. */
export function howFrozen(last: DatasetVersion | undefined): {
  seed?: number;
  validation?: number;
  test?: number;
} {
  if (last === undefined) return {};
  const { seed, train, validation, test } = last;
  const share = (count: number): number =>
    Math.min(0.5, Math.max(0.01, Math.round((100 * count) / (train + validation + test)) / 100));
  return { seed, validation: share(validation), test: share(test) };
}

async function recipeOf(client: Client, newest: readonly DatasetVersion[]): Promise<string | undefined> {
  for (const { id } of newest) {
    const { items } = await client.runs.list({ filters: { version: id }, limit: 1 });
    if (items[0]?.recipe) return items[0].recipe;
  }
  return undefined;
}
