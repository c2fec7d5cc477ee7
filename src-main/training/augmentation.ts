/** @file What augmentation makes of a version's pictures, for those who choose how strong it shall be. */
import type { AugmentationPreview, Parameters } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Datasets } from '../datasets/index.ts';
import type { AugmentationSpec } from './worker/preview-augmentation.ts';
import type { Pool } from '../platform/pool/index.ts';
import { resultWhileAsked } from './abandoning.ts';
import { checkData, completeParameters, recipeNamed, takesPictures } from './recipes/index.ts';

export interface AugmentationRequest {
  readonly version: string;
  readonly recipe: string;
  readonly parameters: Parameters;
  readonly count: number;
  readonly seed: number;
}

export interface Augmentations {
  /** @throws AppError `training.wrongData`, `training.badPicture`, `training.parameterOutOfRange`, `house.notFound` */
  previewAugmentation(request: AugmentationRequest, signal?: AbortSignal): Promise<AugmentationPreview>;
}

interface Parts {
  readonly pool: Pool;
  readonly datasets: Datasets;
}

export function createAugmentations({ pool, datasets }: Parts): Augmentations {
  return {
    async previewAugmentation({ version, recipe: name, parameters: given, count, seed }, signal) {
      const recipe = recipeNamed(name);
      const { kind, target } = datasets.version({ version });
      checkData(recipe, { kind, target });
      if (!takesPictures(recipe)) {
        throw new AppError('training.badPicture', { why: 'the version holds no pictures' });
      }
      const parameters = completeParameters(recipe, given);
      const task = pool.run<AugmentationSpec, never, AugmentationPreview>({
        job: 'preview-augmentation',
        kind: 'train',
        title: recipe.title.en,
        unit: 'pictures',
        hidden: true,
        spec: { version: await datasets.versionFile(version), parameters, count, seed },
      });
      return resultWhileAsked(task, signal);
    },
  };
}
