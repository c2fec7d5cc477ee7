/** @file Models: the registry, files that come from elsewhere, files to take away, and where each model came from. */
import type { Doorway } from '../platform/room.ts';
import { aliasedFact, inStageFact, sizeFact } from './facts.ts';
import { registryRouter } from './registered/router.ts';
import { modelsRouter } from './router.ts';
import { openModels, type ModelsParts } from './models.ts';

export { drawModelFile } from './drawing.ts';
export type { ExportedModel } from './export.ts';
export type { ModelFile } from './import.ts';
export type { Aliased } from './registered/aliases.ts';
export type { Registered } from './registered/registered.ts';
export type { NewModel } from './registry.ts';
export type {
  Cell,
  ModelDescription,
  ModelRow,
  NamedTensor,
  Numbers,
  Piece,
  Predictions,
  RowWarning,
  TableReading,
  TensorType,
  TensorValues,
  Writing,
} from './worker/index.ts';
export type { ModelsTracking, ModelsVersions, ModelsParts, Models } from './models.ts';

/** Opens the room with its facets. */
export function createModels(parts: ModelsParts) {
  const models = openModels(parts);
  return {
    ...models,
    procedures: ({ uploads }: Doorway) => ({
      models: modelsRouter(models, uploads),
      registry: registryRouter(models.registered),
    }),
    facts: [sizeFact(models), inStageFact(models.registered), aliasedFact(models.registered)],
    opened: models.finishAll,
    close: models.finished,
  };
}
