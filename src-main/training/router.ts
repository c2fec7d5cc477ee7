/** @file Procedures of training: recipes, models, lineage. */
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Evaluation } from '../evaluation/index.ts';
import type { Tracking } from '../tracking/index.ts';
import type { Training } from './index.ts';
import { fileOf } from '../platform/api/files.ts';
import type { Uploads } from '../platform/api/uploads.ts';
import { os } from '../platform/api/implement.ts';

export interface TrainingRooms {
  readonly training: Training;
  readonly tracking: Tracking;
  readonly evaluation: Evaluation;
}

export function trainingRouter({ training, tracking, evaluation }: TrainingRooms, uploads: Uploads) {
  return {
    training: {
      recipes: os.training.recipes.handler(() => [...training.recipes()]),
      start: os.training.start.handler(({ input, context }) => training.start(input, context.person)),
      stop: os.training.stop.handler(({ input }) => {
        training.stop(input.run);
        return {};
      }),
      resume: os.training.resume.handler(({ input }) => training.resume(input.run)),
      providers: os.training.providers.handler(() => training.providers()),
      probe: os.training.probe.handler(() => training.probe()),
      setUpCuda: os.training.setUpCuda.handler(({ input, context }) => {
        if (!context.local) throw new AppError('house.localOnly');
        return training.setUpCuda(input);
      }),
      previewAugmentation: os.training.previewAugmentation.handler(({ input, signal }) =>
        training.previewAugmentation(input, signal),
      ),
      profile: os.training.profile.handler(({ input, signal }) => training.profile(input, signal)),
      profileOf: os.training.profileOf.handler(({ input }) => training.profileOf(input.run)),
      reproduce: os.training.reproduce.handler(({ input, context }) =>
        training.reproduce(input.run, context.person),
      ),
    },
    models: {
      list: os.models.list.handler(({ input }) => tracking.models(input)),
      get: os.models.get.handler(({ input }) => tracking.model(input.model)),
      rename: os.models.rename.handler(({ input }) => tracking.renameModel(input.model, input.name)),
      import: os.models.import.handler(({ input: { source, name, labels }, context }) => {
        const started = evaluation.importModel({
          ...fileOf(source, { uploads, local: context.local }),
          name,
          labels,
          withFolder: source.kind === 'path',
        });
        if (source.kind === 'upload') uploads.usedBy(source.id, started.job);
        return started;
      }),
      drawing: os.models.drawing.handler(({ input }) => evaluation.drawing(input.model)),
      lineage: os.models.lineage.handler(({ input }) => evaluation.lineage(input.model)),
    },
  };
}
