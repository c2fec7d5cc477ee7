/** @file A model's graph to look at: read by a worker, for the file may have come from anywhere. */
import type { Model, ModelDrawing } from '../../src-shared/contract/index.ts';
import type { Store } from '../store/index.ts';
import type { DrawSpec, Pool } from '../workers/index.ts';

export interface Drawings {
  /** @throws AppError `house.notFound`, `models.refused`; or as the pool tells of a process that crashed or hung */
  drawing(model: string): Promise<ModelDrawing>;
  /** @throws AppError `models.noFile`, `models.tooLarge`, `models.refused` */
  drawingOfFile(file: { readonly path: string; readonly withFolder: boolean }): Promise<ModelDrawing>;
}

export interface DrawingParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly tracking: { model(id: string): Model };
}

const DEADLINE_SECONDS = 120;

export function createDrawings({ store, pool, tracking }: DrawingParts): Drawings {
  const drawn = (spec: DrawSpec): Promise<ModelDrawing> =>
    pool.run<DrawSpec, never, ModelDrawing>({
      job: 'draw-model',
      kind: 'model',
      title: 'graph',
      unit: 'steps',
      hidden: true,
      spec,
      deadlineSeconds: DEADLINE_SECONDS,
    }).result;
  return {
    drawing: async (model) =>
      drawn({ model: store.blobs.path(tracking.model(model).blob), withFolder: false }),
    drawingOfFile: ({ path, withFolder }) => drawn({ model: path, withFolder }),
  };
}
