/** @file The job that shows what augmentation does: some training pictures, before and after. */
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
  type Settings,
} from './programs/index.ts';

export interface AugmentationSpec {
  readonly version: FrozenVersion;
  readonly settings: Settings;
  /** Pictures to show. */
  readonly count: number;
  /** The same seed, pictures and settings give the same changes. */
  readonly seed: number;
}

/** @throws AppError `training.badPicture` */
export async function previewAugmentation({
  version,
  settings,
  count,
  seed,
}: AugmentationSpec): Promise<AugmentationPreview> {
  const size = sizeOf({ version, settings });
  const how = augmentationOf(settings);
  const pictures: AugmentationPreview['pictures'] = [];
  const wanted = { split: 'train', columns: ['id', 'image'], most: count } as const;
  for await (const rows of rowsOf(version, wanted))
    for (const [id, image] of rows) {
      const pixels = await pixelsOf(bytesOf(image), size);
      const original = pngOf(pixels, size);
      const random = new Random(seed + pictures.length);
      augment(pixels, { size, how, uniform: () => random.uniform() });
      pictures.push({ sample: String(id), original, changed: pngOf(pixels, size) });
    }
  return { size, pictures };
}

function pngOf(data: Uint8Array, size: ImageSize): string {
  return encodePng({ ...size, data }).toString('base64');
}
