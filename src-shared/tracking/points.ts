/** @file Points of a curve that stand side by side, x0, y0, x1, y1, …, as pairs. */

export function pointsOf(sideBySide: Float64Array): [x: number, y: number][] {
  return Array.from({ length: sideBySide.length / 2 }, (_, i) => [
    sideBySide[2 * i]!,
    sideBySide[2 * i + 1]!,
  ]);
}
