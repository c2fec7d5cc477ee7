/** @file What a person says of the images that a model from elsewhere takes, while it is being said. */
import type { ImageReading } from '../../src-shared/models/contract.ts';

export const PIXEL_VALUES = [
  'unit',
  'byte',
  'signed',
  'imagenet',
] as const satisfies readonly ImageReading['values'][];
export const BOX_FORMS = [
  'center',
  'corners',
  'rowsFirst',
  'size',
] as const satisfies readonly ImageReading['boxes'][];

const SIZE = /^\s*(\d{1,4})(?:\s*[x×*]\s*(\d{1,4}))?\s*$/;

export class ImageDraft {
  /** Undefined where nothing is said of images. */
  values = $state<ImageReading['values']>();
  /** `640` or `640x480`; empty where the file says it. */
  size = $state('');
  boxes = $state<ImageReading['boxes']>('center');
  bgr = $state(false);

  /** Whether the size can be read. */
  get isWhole(): boolean {
    return this.values === undefined || this.size.trim() === '' || SIZE.test(this.size);
  }

  reading(): ImageReading | undefined {
    const { values, boxes, bgr } = this;
    if (values === undefined) return undefined;
    const [, width, height = width] = SIZE.exec(this.size) ?? [];
    const size = width === undefined ? {} : { width: Number(width), height: Number(height) };
    return { values, boxes, colors: bgr ? 'bgr' : 'rgb', ...size };
  }
}
