/** @file A region in words: what a list and a screen reader say of it. */
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import type { AllWords } from '../../../words.ts';
import type { TitleOf } from './colors.ts';
import { boundsOf } from './geometry.ts';

export type RegionWords = AllWords['label']['tasks']['regions'];
export type WriteNumber = (value: number) => string;

/** E.g. “person, box”. */
export const kindInWords = ({ label, shape }: Region, words: RegionWords, title: TitleOf): string =>
  words.region(title(label), words.shapes[shape]);

/** E.g. “120 × 80 at 40, 60”: to a tenth of a pixel. */
export function placeInWords(region: Region, words: RegionWords, count: WriteNumber): string {
  const write = (value: number): string => count(Math.round(value * 10) / 10);
  const { left, top, right, bottom } = boundsOf(region);
  const box = region.shape === 'box' ? region : null;
  const size = words.size(write(box?.width ?? right - left), write(box?.height ?? bottom - top));
  const turned = box && box.rotation !== 0 ? ` ∠ ${write(box.rotation)}°` : '';
  return `${size}${turned} ${words.at(write(box?.x ?? left), write(box?.y ?? top))}`;
}
