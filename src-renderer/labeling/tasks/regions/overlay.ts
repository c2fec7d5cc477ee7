/** @file What is being edited, drawn by Konva: the regions that are chosen or dragged, their handles, drafts and the crosshair. */
import Konva from 'konva/lib/Core';
import { Circle } from 'konva/lib/shapes/Circle';
import { Line } from 'konva/lib/shapes/Line';
import { Image as KonvaImage } from 'konva/lib/shapes/Image';
import { cornersOf } from '../../../../src-shared/labeling/geometry/box.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { ringsOf, type Of, type Place } from './geometry.ts';
import type { Handle } from './handles.ts';
import { tileOf } from './mask-tiles.ts';
import type { Looks, View } from './paint.ts';
import type { Draft } from './state.ts';

export interface Scene {
  readonly view: View;
  readonly looks: Looks;
  readonly regions: readonly Region[];
  /** Regions a model suggests; dashed. */
  readonly ghosts: readonly Region[];
  /** The ghost that is looked at. */
  readonly ghost: string | null;
  readonly handles: readonly Handle[];
  readonly handle: number | null;
  readonly draft: Draft | null;
  /** The color of what is drawn. */
  readonly color: string;
  /** Where the next point would be set; null outside of the image. */
  readonly cursor: Place | null;
  /** Radius of the brush around the cursor, in pixels of the image. */
  readonly brush: number | null;
}

const DASH = [6, 4];

export class Overlay {
  readonly #stage: Konva.Stage;
  readonly #layer = new Konva.Layer({ listening: false });

  constructor(container: HTMLDivElement) {
    this.#stage = new Konva.Stage({ container, width: 1, height: 1, listening: false });
    this.#stage.add(this.#layer);
  }

  destroy(): void {
    this.#stage.destroy();
  }

  draw(scene: Scene): void {
    const { view } = scene;
    const [width, height] = [Math.max(1, view.width), Math.max(1, view.height)];
    if (this.#stage.width() !== width || this.#stage.height() !== height) this.#stage.size({ width, height });
    this.#layer.destroyChildren();
    this.#layer.position({ x: view.left, y: view.top });
    this.#layer.scale({ x: view.scale, y: view.scale });
    for (const ghost of scene.ghosts) this.#region(ghost, scene, ghost.id === scene.ghost ? 3 : 1.5);
    for (const region of scene.regions) this.#region(region, scene, 2.5);
    if (scene.draft) this.#draft(scene.draft, scene);
    if (scene.cursor) this.#crosshair(scene.cursor, scene);
    this.#handles(scene);
    this.#layer.draw();
  }

  #line(points: readonly number[], { color, width, closed, dash }: LineLooks): void {
    for (const under of [true, false])
      this.#layer.add(
        new Line({
          points: [...points],
          closed,
          stroke: under ? 'rgba(0, 0, 0, 0.6)' : color,
          strokeWidth: under ? width + 2 : width,
          strokeScaleEnabled: false,
          lineJoin: 'round',
          perfectDrawEnabled: false,
          ...(dash && !under && { dash: DASH }),
        }),
      );
  }

  #region(region: Region, scene: Scene, width: number): void {
    const color = scene.looks.color(region.label);
    const dash = scene.ghosts.includes(region);
    if (region.shape === 'mask') this.#mask(region, scene, color);
    else if (region.shape === 'keypoints') this.#body(region, scene, { color, width, dash });
    else
      for (const ring of region.shape === 'box' ? [cornersOf(region)] : ringsOf(region.outlines))
        this.#line(ring, { color, width, closed: true, dash });
  }

  #mask(mask: Of<'mask'>, { draft }: Scene, color: string): void {
    // While it is painted on it is drawn with the stroke.
    if (draft?.tool === 'mask') return;
    const { canvas, left, top, width, height } = tileOf(mask, color);
    this.#layer.add(new KonvaImage({ image: canvas, x: left, y: top, width, height, opacity: 0.6 }));
  }

  #body(
    { points }: { points: Of<'keypoints'>['points'] },
    { looks }: Scene,
    line: Omit<LineLooks, 'closed'>,
  ): void {
    for (const [from, to] of looks.skeleton?.edges ?? []) {
      const [one, other] = [points[from], points[to]];
      if (one && other) this.#line([one.x, one.y, other.x, other.y], { ...line, closed: false });
    }
    for (const point of points) if (point) this.#dot(point, line.color);
  }

  /** A filled dot for what is visible, a ring for what is covered. */
  #dot({ x, y, visible }: { x: number; y: number; visible: boolean }, color: string): void {
    const { x: scale } = this.#layer.scale();
    const radius = 4.5 / scale;
    const fill = visible ? { fill: color } : {};
    this.#layer.add(
      new Circle({
        x,
        y,
        radius,
        ...fill,
        stroke: visible ? 'black' : color,
        strokeWidth: 2,
        strokeScaleEnabled: false,
      }),
    );
  }

  #draft(draft: Draft, scene: Scene): void {
    const { color, cursor } = scene;
    const look = { color, width: 2, closed: false, dash: false };
    if (draft.tool === 'box') {
      if (!cursor) return;
      const [{ x, y }, other] = [draft.from, cursor];
      this.#line([x, y, other.x, y, other.x, other.y, x, other.y], { ...look, closed: true });
    } else if (draft.tool === 'mask') this.#stroke(draft, scene);
    else if (draft.tool === 'keypoints') this.#body(draft, scene, look);
    else {
      const points = [...draft.points, ...(cursor ? [cursor] : [])];
      this.#line(
        points.flatMap(({ x, y }) => [x, y]),
        { ...look, dash: draft.tool !== 'polygon' },
      );
      for (const { x, y } of draft.points) this.#dot({ x, y, visible: true }, color);
    }
  }

  /** A stroke on a mask, or the beginning of one: on a canvas of its own, so that an eraser takes from the mask alone. */
  #stroke(draft: Extract<Draft, { tool: 'mask' }>, { regions, color, looks }: Scene): void {
    const group = new Konva.Group({ opacity: 0.6 });
    const mask = regions.find((region) => region.shape === 'mask');
    if (mask?.shape === 'mask') {
      const { canvas, left, top, width, height } = tileOf(mask, looks.color(mask.label));
      group.add(new KonvaImage({ image: canvas, x: left, y: top, width, height }));
    }
    const places = draft.line.flatMap(({ x, y }) => [x, y]);
    group.add(
      new Line({
        points: places.length === 2 ? [...places, ...places] : places,
        stroke: mask ? looks.color(mask.label) : color,
        strokeWidth: 2 * draft.radius,
        lineCap: 'round',
        lineJoin: 'round',
        globalCompositeOperation: draft.erase ? 'destination-out' : 'source-over',
      }),
    );
    this.#layer.add(group);
  }

  #crosshair({ x, y }: Place, { view, brush, color }: Scene): void {
    if (brush !== null) {
      const ring = { x, y, radius: brush, strokeScaleEnabled: false };
      this.#layer.add(new Circle({ ...ring, stroke: 'black', strokeWidth: 3 }));
      this.#layer.add(new Circle({ ...ring, stroke: color, strokeWidth: 1.5 }));
      return;
    }
    const [left, right] = [-view.left / view.scale, (view.width - view.left) / view.scale];
    const [top, bottom] = [-view.top / view.scale, (view.height - view.top) / view.scale];
    const lines = [
      [left, y, right, y],
      [x, top, x, bottom],
    ];
    for (const [i, stroke] of ['rgba(0, 0, 0, 0.7)', 'white'].entries())
      for (const points of lines) {
        const dash = i === 0 ? {} : { dash: [4, 4] };
        this.#layer.add(new Line({ points, stroke, strokeWidth: 1, strokeScaleEnabled: false, ...dash }));
      }
  }

  /** However many there are, they are one shape. */
  #handles({ handles, handle, view }: Scene): void {
    if (handles.length === 0) return;
    this.#layer.add(
      new Konva.Shape({
        sceneFunc(context) {
          for (const { x, y, kind, number } of handles) {
            const size = (number === handle ? 11 : 8) / view.scale;
            context.beginPath();
            if (kind === 'turn' || kind === 'keypoint') context.arc(x, y, size / 2, 0, 2 * Math.PI, false);
            else context.rect(x - size / 2, y - size / 2, size, size);
            context.setAttr('fillStyle', number === handle ? '#ffe11a' : 'white');
            context.setAttr('strokeStyle', 'black');
            context.setAttr('lineWidth', 1.5 / view.scale);
            if (kind !== 'keypoint' || number === handle) context.fill();
            context.stroke();
          }
        },
      }),
    );
  }
}

interface LineLooks {
  readonly color: string;
  readonly width: number;
  readonly closed: boolean;
  readonly dash: boolean;
}
