/** @file The classes of an image's pixels as a mask for each class. Pure. */
import { encodeRuns } from './runs.ts';

/** A mask for each class that some pixel has. @param classes of the pixels by rows: 0 for none, 1 for the first label */
export function masksOf(
  classes: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  labels: readonly string[],
): { label: string; width: number; height: number; counts: number[] }[] {
  const there = new Set(classes);
  return labels.flatMap((label, at) => {
    if (!there.has(at + 1)) return [];
    const pixels = classes.map((value) => Number(value === at + 1));
    const { counts } = encodeRuns({ width, height, pixels });
    return [{ label, width, height, counts: [...counts] }];
  });
}
