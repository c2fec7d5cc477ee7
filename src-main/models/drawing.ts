/** @file A model's graph to look at: read by a worker, for the file may have come from anywhere. */
import type { ModelDrawing } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { DrawSpec } from './worker/draw-model.ts';
import type { Pool } from '../platform/pool/index.ts';
import { drawModelJob } from './jobs.ts';

/**
 * The graph in a model's file.
 *
 * @throws AppError `models.noFile`, `models.tooLarge`, `models.refused`; or as the pool tells of a process that crashed
 * or hung
 */
export function drawModelFile(pool: Pool, spec: DrawSpec, title = 'graph'): Promise<ModelDrawing> {
  return pool.run(drawModelJob, {
    kind: 'model',
    title,
    unit: 'steps',
    hidden: true,
    silenceSeconds: Infinity,
    explain: (error) =>
      error.key === 'workers.crashed' || error.key === 'workers.failed'
        ? new AppError('models.unreadable', { model: title }, { cause: error })
        : error,
    spec,
  }).result;
}
