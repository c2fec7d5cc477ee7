/** @file Runs that were trained here: those of other programs have no recipe and no version. */
import type { Run } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';

export type TrainedRun = Run & {
  readonly recipe: string;
  readonly version: string;
  readonly versionName: string;
};

export function isTrained(run: Run): run is TrainedRun {
  return run.recipe !== null && run.version !== null && run.versionName !== null;
}

/** @throws AppError `training.notTrained` */
export function trained(run: Run): TrainedRun {
  if (!isTrained(run)) throw new AppError('training.notTrained', { run: run.name });
  return run;
}
