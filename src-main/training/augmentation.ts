/** @file What augmentation makes of a version's images, for those who choose how strong it shall be. */
import type { AugmentationPreview, Parameters } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Versions } from '../versions/index.ts';
import type { Pool } from '../platform/pool/index.ts';
import { previewAugmentationJob } from './jobs.ts';
import { resultWhileAsked } from './abandoning.ts';
import { checkData, completeParameters, recipeNamed, takesImages } from './recipes/index.ts';

export interface AugmentationRequest {
  readonly version: string;
  readonly recipe: string;
  readonly parameters: Parameters;
  readonly count: number;
  readonly seed: number;
}

export interface Augmentations {
  /** @throws AppError `training.wrongData`, `training.badImage`, `training.parameterOutOfRange`, `house.notFound` */
  previewAugmentation(request: AugmentationRequest, signal?: AbortSignal): Promise<AugmentationPreview>;
}

interface Parts {
  readonly pool: Pool;
  readonly versions: Versions;
}

export function createAugmentations({ pool, versions }: Parts): Augmentations {
  return {
    async previewAugmentation({ version, recipe: name, parameters: given, count, seed }, signal) {
      const recipe = recipeNamed(name);
      const { kind, target } = versions.get({ version });
      checkData(recipe, { kind, target });
      if (!takesImages(recipe)) {
        throw new AppError('training.badImage', { why: 'the version holds no images' });
      }
      const parameters = completeParameters(recipe, given);
      const task = pool.run(previewAugmentationJob, {
        kind: 'train',
        title: recipe.title.en,
        unit: 'images',
        hidden: true,
        spec: { version: await versions.file(version), parameters, count, seed },
      });
      return resultWhileAsked(task, signal);
    },
  };
}
