/** @file What the form says of random changes to images, and the images that come back. */
import type { Parameters, Recipe } from '../../src-shared/contract.ts';
import { KINDS } from '../../src-shared/kinds/kinds.ts';

/** The parameters that the look of the images depends on. */
const NAMES = ['imageSize', 'augment', 'crop', 'flip', 'rotate', 'color'] as const;

/** Those of a recipe's values that the images depend on; undefined for recipes that change none. */
export function augmentationParameters(
  recipe: Pick<Recipe, 'kind' | 'parameters'>,
  values: Parameters,
): Parameters | undefined {
  const known = NAMES.filter((name) => recipe.parameters.some((parameter) => parameter.name === name));
  if (!KINDS[recipe.kind].hasImages || known.length < NAMES.length) return undefined;
  return Object.fromEntries(known.map((name) => [name, values[name]!]));
}

/** Whether any image is changed. */
export function changesAny({ augment, crop, flip, rotate, color }: Parameters): boolean {
  if (augment === false) return false;
  return flip === true || [crop, rotate, color].some((value) => typeof value === 'number' && value > 0);
}

/** PNGs in base64 as addresses that the page may show; call `release` when they are not shown any more. */
export function imageUrls(encoded: readonly string[]): {
  readonly urls: readonly string[];
  readonly release: () => void;
} {
  const urls = encoded.map((base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return URL.createObjectURL(new Blob([bytes], { type: 'image/png' }));
  });
  return { urls, release: () => urls.forEach((url) => URL.revokeObjectURL(url)) };
}
