/** @file Places on the positioning map: from -1 to 1, upwards and to the right. */

export interface Position {
  readonly x: number;
  readonly y: number;
}

const STEP = 0.02;
const clamp = (value: number): number => Math.min(1, Math.max(-1, Math.round(value * 100) / 100));

/** Where an arrow key leads; undefined for other keys. */
export function moveBy({ x, y }: Position, key: string, far: boolean): Position | undefined {
  const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[key];
  const step = far ? 5 * STEP : STEP;
  return by && { x: clamp(x + by[0]! * step), y: clamp(y + by[1]! * step) };
}

/** The place of a pointer in the map's box. */
export function positionAt(
  box: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>,
  x: number,
  y: number,
): Position {
  return { x: clamp(((x - box.left) / box.width) * 2 - 1), y: clamp(1 - ((y - box.top) / box.height) * 2) };
}
