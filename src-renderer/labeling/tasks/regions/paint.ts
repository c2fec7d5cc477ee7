/** @file Draws the image, and all regions that rest, each in one pass over a canvas. */
import type { Bounds } from '../../../../src-shared/labeling/geometry/polygon.ts';
import { cornersOf } from '../../../../src-shared/labeling/geometry/box.ts';
import type { Skeleton } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import type { ColorOf, TitleOf } from './colors.ts';
import { boundsOf, ringsOf, type Of } from './geometry.ts';
import { tileOf } from './mask-tiles.ts';

/** How an image lies in its frame, in CSS pixels. */
export interface View {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
  /** Of the frame. */
  readonly width: number;
  readonly height: number;
}

/** A canvas as large as the frame, with the screen's own pixels; its context draws in pixels of the image. */
export function prepare(canvas: HTMLCanvasElement, view: View): CanvasRenderingContext2D {
  const density = devicePixelRatio;
  const [width, height] = [Math.round(view.width * density), Math.round(view.height * density)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d')!;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  const scale = view.scale * density;
  context.setTransform(scale, 0, 0, scale, view.left * density, view.top * density);
  return context;
}

export function paintImage(canvas: HTMLCanvasElement, bitmap: ImageBitmap, view: View): void {
  const context = prepare(canvas, view);
  const share = view.scale * devicePixelRatio;
  context.imageSmoothingEnabled = share < 2;
  context.imageSmoothingQuality = share < 0.5 ? 'medium' : 'low';
  context.drawImage(bitmap, 0, 0);
}

/** What of the image is in the frame. */
export function seenIn({ left, top, scale, width, height }: View): Bounds {
  return {
    left: -left / scale,
    top: -top / scale,
    right: (width - left) / scale,
    bottom: (height - top) / scale,
  };
}

export interface Looks {
  readonly color: ColorOf;
  readonly title: TitleOf;
  readonly skeleton: Skeleton | null;
}

/** More names than this hide what they name. */
const MOST_NAMES = 120;

/** @param regions those in view, from the lowest to the one on top */
export function paintRegions(
  canvas: HTMLCanvasElement,
  { regions, view, looks }: { regions: readonly Region[]; view: View; looks: Looks },
): void {
  const context = prepare(canvas, view);
  const { scale } = view;
  const byColor = new Map<string, Batch>();
  context.globalAlpha = 0.45;
  context.imageSmoothingEnabled = false;
  for (const region of regions) {
    const color = looks.color(region.label);
    const paths = byColor.get(color) ?? { fill: new Path2D(), line: new Path2D(), holed: [] };
    byColor.set(color, paths);
    if (region.shape === 'mask') paintMask(context, region, color);
    else trace(region, { ...paths, looks, scale });
  }
  context.lineJoin = 'round';
  context.globalAlpha = 0.1;
  for (const [color, { fill, holed }] of byColor) {
    context.fillStyle = color;
    context.fill(fill);
    for (const path of holed) context.fill(path, 'evenodd');
  }
  context.globalAlpha = 1;
  context.strokeStyle = 'rgb(0 0 0 / 55%)';
  context.lineWidth = 3.5 / scale;
  for (const { line } of byColor.values()) context.stroke(line);
  context.lineWidth = 1.75 / scale;
  for (const [color, { line }] of byColor) {
    context.strokeStyle = color;
    context.stroke(line);
  }
  if (regions.length <= MOST_NAMES) paintNames(context, regions, { view, looks });
}

function paintMask(context: CanvasRenderingContext2D, mask: Of<'mask'>, color: string): void {
  const { canvas, left, top, width, height } = tileOf(mask, color);
  context.drawImage(canvas, left, top, width, height);
}

/** What is drawn in one color at once. */
interface Batch {
  readonly fill: Path2D;
  readonly line: Path2D;
  /** Each is filled by itself, so that what a hole leaves free stays free. */
  readonly holed: Path2D[];
}
interface Paths extends Batch {
  readonly looks: Looks;
  readonly scale: number;
}

function trace(region: Exclude<Region, { shape: 'mask' }>, { fill, line, holed, looks, scale }: Paths): void {
  if (region.shape === 'keypoints') return traceBody(region, { line, looks, scale });
  const rings = region.shape === 'box' ? [cornersOf(region)] : ringsOf(region.outlines);
  const path = new Path2D();
  for (const ring of rings) traceRing(path, ring);
  line.addPath(path);
  if (rings.length === 1) fill.addPath(path);
  else holed.push(path);
}

export function traceRing(path: Path2D, ring: readonly number[]): void {
  for (let i = 0; i + 1 < ring.length; i += 2)
    if (i === 0) path.moveTo(ring[0]!, ring[1]!);
    else path.lineTo(ring[i]!, ring[i + 1]!);
  path.closePath();
}

function traceBody(
  { points }: Of<'keypoints'>,
  { line, looks, scale }: { line: Path2D; looks: Looks; scale: number },
): void {
  for (const [from, to] of looks.skeleton?.edges ?? []) {
    const [one, other] = [points[from], points[to]];
    if (!one || !other) continue;
    line.moveTo(one.x, one.y);
    line.lineTo(other.x, other.y);
  }
  for (const point of points) {
    if (!point) continue;
    const radius = (point.visible ? 2 : 4) / scale;
    line.moveTo(point.x + radius, point.y);
    line.arc(point.x, point.y, radius, 0, 2 * Math.PI);
  }
}

/** The name of each class at the upper left of its region: color alone says nothing. */
function paintNames(
  context: CanvasRenderingContext2D,
  regions: readonly Region[],
  { view, looks }: { view: View; looks: Looks },
): void {
  const density = devicePixelRatio;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.font = '500 11px system-ui, sans-serif';
  for (const region of regions) {
    const { left, top } = boundsOf(region);
    const [x, y] = [left * view.scale + view.left, Math.max(top * view.scale + view.top - 15, 0)];
    const name = looks.title(region.label);
    context.fillStyle = 'rgb(0 0 0 / 72%)';
    context.fillRect(x, y, context.measureText(name).width + 8, 15);
    context.fillStyle = looks.color(region.label);
    context.fillText(name, x + 4, y + 11);
  }
}
