/** @file A model's graph to look at: read by a worker, for the file may have come from anywhere. */
import type { ModelDrawing } from '../../src-shared/contract/index.ts';
import type { DrawSpec, Pool } from '../workers/index.ts';

const DEADLINE_SECONDS = 120;

/**
 * The graph in a model's file.
 *
 * @throws AppError `models.noFile`, `models.tooLarge`, `models.refused`; or as the pool tells of a process that crashed
 * or hung
 */
export function drawModelFile(pool: Pool, spec: DrawSpec): Promise<ModelDrawing> {
  return pool.run<DrawSpec, never, ModelDrawing>({
    job: 'draw-model',
    kind: 'model',
    title: 'graph',
    unit: 'steps',
    hidden: true,
    spec,
    deadlineSeconds: DEADLINE_SECONDS,
  }).result;
}
