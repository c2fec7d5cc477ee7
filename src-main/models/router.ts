/** @file Procedures of models. */
import { fileOf } from '../platform/api/files.ts';
import { os } from '../platform/api/implement.ts';
import type { Uploads } from '../platform/api/uploads.ts';
import type { Models } from './models.ts';

export function modelsRouter(models: Models, uploads: Uploads) {
  return {
    list: os.models.list.handler(({ input }) => models.list(input)),
    get: os.models.get.handler(({ input }) => models.get(input.model)),
    rename: os.models.rename.handler(({ input }) => models.rename(input.model, input.name)),
    import: os.models.import.handler(({ input: { source, name, labels, images }, context }) => {
      const started = models.import({
        ...fileOf(source, { uploads, local: context.local }),
        name,
        labels,
        images,
        withFolder: source.kind === 'path',
      });
      if (source.kind === 'upload') uploads.usedBy(source.id, started.job);
      return { model: started.model, job: started.job };
    }),
    drawing: os.models.drawing.handler(({ input }) => models.drawing(input.model)),
    lineage: os.models.lineage.handler(({ input }) => models.lineage(input.model)),
    export: os.models.export.handler(({ input, context }) => models.export(input, context.person)),
    card: os.models.card.handler(({ input }) => models.card(input)),
  };
}
