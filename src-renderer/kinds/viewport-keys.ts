/** @file How keys and wheel move an image in its frame. */
import type { KeyBinding } from '../platform/keys.svelte.ts';
import type { AllWords } from '../words.ts';
import type { Point, Viewport } from './viewport.svelte.ts';

/** CSS pixels that one press of an arrow moves. */
const PAN = 80;
/** Steps of zoom in one pixel of a wheel; a notch of a mouse's is 100. */
const WHEEL_STEPS = 0.01;

const PANS = {
  up: { key: 'ArrowUp', by: { x: 0, y: -PAN } },
  down: { key: 'ArrowDown', by: { x: 0, y: PAN } },
  left: { key: 'ArrowLeft', by: { x: -PAN, y: 0 } },
  right: { key: 'ArrowRight', by: { x: PAN, y: 0 } },
} as const;

/** The keys of an image, for the page that shows it. */
export function viewportKeys(viewport: Viewport, words: AllWords['kinds']): readonly KeyBinding[] {
  return [
    { keys: ['+', '='], says: words.zoomIn, run: () => viewport.zoom(1) },
    { keys: '-', says: words.zoomOut, run: () => viewport.zoom(-1) },
    { keys: ',', says: words.fitTitle, run: () => viewport.fit() },
    { keys: '.', says: words.actualTitle, run: () => viewport.actual() },
    ...(['up', 'down', 'left', 'right'] as const).map((way) => ({
      keys: `Shift+${PANS[way].key}`,
      says: words.pan[way],
      run: () => viewport.pan(PANS[way].by),
    })),
  ];
}

/** How far an arrow moves; undefined for any other key. */
export function arrowPan(key: string): Point | undefined {
  return Object.values(PANS).find((pan) => pan.key === key)?.by;
}

/** A wheel zooms at the pointer; sideways, or with Shift, it moves. */
export function wheelMove(viewport: Viewport, event: WheelEvent, at: Point): void {
  const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 33;
  const [x, y] = [event.deltaX * lines, event.deltaY * lines];
  if (event.shiftKey || Math.abs(x) > Math.abs(y)) viewport.pan({ x: x || y, y: x ? y : 0 });
  else viewport.zoom(-y * WHEEL_STEPS, at);
}
