/** @file The job that shows what augmentation does: some training images, before and after. */
import type { AugmentationPreview, ImageSize } from '../../../src-shared/contract.ts';
import { Random } from '../../graph/index.ts';
import { encodePng } from '../../images/index.ts';
import {
  augment,
  augmentationOf,
  bytesOf,
  pixelsOf,
  rowsOf,
  sizeOf,
  type FrozenVersion,
  type ImageParameters,
} from './programs/index.ts';

/** Those that the look of an image depends on. */
export type AugmentationParameters = Pick<
  ImageParameters,
  'imageSize' | 'augment' | 'crop' | 'flip' | 'rotate' | 'color'
>;

export interface AugmentationSpec {
  readonly version: FrozenVersion;
  readonly parameters: AugmentationParameters;
  /** Images to show. */
  readonly count: number;
  /** The same seed, images and parameters give the same changes. */
  readonly seed: number;
}

/** @throws AppError `training.badImage` */
export async function previewAugmentation({
  version,
  parameters,
  count,
  seed,
}: AugmentationSpec): Promise<AugmentationPreview> {
  const size = sizeOf({ version, parameters });
  const how = augmentationOf(parameters);
  const images: AugmentationPreview['images'] = [];
  const wanted = { split: 'train', columns: ['id', 'image'], most: count } as const;
  for await (const rows of rowsOf(version, wanted))
    for (const [id, image] of rows) {
      const pixels = await pixelsOf(bytesOf(image), size);
      const original = pngOf(pixels, size);
      const random = new Random(seed + images.length);
      augment(pixels, { size, how, uniform: () => random.uniform() });
      images.push({ sample: String(id), original, changed: pngOf(pixels, size) });
    }
  return { size, images };
}

function pngOf(data: Uint8Array, size: ImageSize): string {
  return encodePng({ ...size, data }).toString('base64');
}
