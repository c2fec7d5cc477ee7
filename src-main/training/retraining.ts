/** @file Trains a recipe on the labels as they are now: freezes a version of them, and follows the run to its model. */
import { setTimeout } from 'node:timers/promises';
import type { Person } from '../../src-shared/contract.ts';
import { AppError, fromWire, isWireError } from '../../src-shared/platform/errors.ts';
import type { Pool } from '../platform/pool/index.ts';
import { start, type StartingParts } from './starting.ts';

/** How often it is looked whether a job ended, in milliseconds. */
const LOOK_MS = 250;
const SHARE = 0.1;

export interface RetrainRequest {
  readonly dataset: string;
  /** Whose labels. */
  readonly task: string;
  readonly recipe: string;
}

/**
 * @returns the model that the run left
 * @throws AppError what ended the freeze or the run, `datasets.tooFewOfClass`, `training.noSuchRecipe`
 */
export async function retrain(
  parts: StartingParts & { readonly pool: Pool },
  { dataset, task, recipe }: RetrainRequest,
  person: Person,
): Promise<string | null> {
  const { versions, tracking, pool } = parts;
  const shares = { seed: 0, validation: SHARE, test: SHARE };
  const { version, job } = versions.freeze({ dataset, task, ...shares }, person);
  await ended(pool, job);
  const started = await start(parts, { version, recipe, parameters: {} }, person);
  await ended(pool, started.job);
  return tracking.run(started.run).model;
}

async function ended(pool: Pool, id: string): Promise<void> {
  let job = pool.job(id);
  for (; job?.state === 'running'; job = pool.job(id)) await setTimeout(LOOK_MS, undefined, { ref: false });
  if (isWireError(job?.error)) throw fromWire(job.error);
  if (job?.state !== 'done') throw new AppError('house.cancelled', { what: job?.title ?? id });
}
