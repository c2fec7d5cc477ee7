/** @file Shapes of CVAT. */
import type { XmlElement } from '@rgrove/parse-xml';
import { numberOfText } from './fields.ts';
import { runsOfCrop } from './cvat-mask.ts';
import { boxIn, keypointsIn, maskIn, maskSizeIn, polygonIn, rounded, type Shape } from './parts.ts';
import { shown, type Refusing } from './report.ts';
import type { ImageSize, LearnedSchema } from './set.ts';
import { attribute, children } from './xml.ts';

export interface ShapeReading {
  readonly field: string;
  readonly refusing: Refusing;
  readonly image: ImageSize;
  readonly schema: LearnedSchema;
}

export function shapeOf(element: XmlElement, reading: ShapeReading): Shape | null {
  const { field, refusing } = reading;
  switch (element.name) {
    case 'box':
      return boxOf(element, reading);
    case 'polygon': {
      const places = placesOf(element, reading);
      return places && polygonIn(refusing, `${field}.points`, [places]);
    }
    case 'points':
      return pointsOf(element, reading);
    case 'skeleton':
      return skeletonOf(element, reading);
    case 'mask':
      return maskOf(element, reading);
    default:
      return refusing.refuse('labeling.annotationUnknownType', field, {
        value: shown(element.name),
        kind: 'regions',
      });
  }
}

function boxOf(element: XmlElement, { field, refusing }: ShapeReading): Shape | null {
  const number = (name: string): number | null =>
    numberOfText(refusing, `${field}.${name}`, attribute(element, name));
  const [left, top, right, bottom] = [number('xtl'), number('ytl'), number('xbr'), number('ybr')];
  const rotation = attribute(element, 'rotation') === undefined ? 0 : number('rotation');
  if (left === null || top === null || right === null || bottom === null || rotation === null) return null;
  return boxIn(refusing, field, [left, top, rounded(right - left), rounded(bottom - top), rotation]);
}

/** `x,y;x,y` */
function placesOf(element: XmlElement, { field, refusing }: ShapeReading): number[] | null {
  const places: number[] = [];
  for (const [i, point] of (attribute(element, 'points') ?? '').split(';').entries()) {
    const at = `${field}.points[${i}]`;
    const pair = point.split(',');
    if (pair.length !== 2) return refusing.wrongType(at, point, 'x,y;x,y');
    for (const place of pair) {
      const number = numberOfText(refusing, at, place);
      if (number === null) return null;
      places.push(number);
    }
  }
  return places;
}

/** Points without names are numbered; of another count than the skeleton's they are another thing. */
function pointsOf(element: XmlElement, reading: ShapeReading): Shape | null {
  const { field, refusing, schema } = reading;
  const places = placesOf(element, reading);
  if (!places) return null;
  const count = places.length / 2;
  const names = Array.from({ length: Math.min(count, 200) }, (_, i) => String(i + 1));
  if (!schema.options.skeleton) schema.set({ skeleton: { points: names, edges: [] } });
  const wanted = schema.options.skeleton!.points.length;
  if (count !== wanted) return refusing.wrongType(`${field}.points`, count, String(wanted));
  return keypointsIn(
    refusing,
    `${field}.points`,
    names.map((_, i) => [places[2 * i], places[2 * i + 1], 2] as const),
  );
}

function skeletonOf(element: XmlElement, reading: ShapeReading): Shape | null {
  const { field, refusing, schema } = reading;
  const own = children(element, 'points');
  const named = own.map((point) => attribute(point, 'label') ?? '');
  if (
    !schema.options.skeleton &&
    named.length > 0 &&
    named.length <= 200 &&
    named.every((name) => name !== '' && name.length <= 80)
  )
    schema.set({ skeleton: { points: named, edges: [] } });
  const points = schema.options.skeleton?.points ?? [];
  const stray = named.find((name) => !points.includes(name));
  if (stray !== undefined)
    return refusing.refuse('labeling.annotationDangling', `${field}.label`, { value: shown(stray) });
  const triples: (readonly [unknown, unknown, unknown])[] = [];
  for (const name of points) {
    const point = own[named.indexOf(name)];
    if (!point || attribute(point, 'outside') === '1') {
      triples.push([0, 0, 0]);
      continue;
    }
    const places = placesOf(point, { ...reading, field: `${field}.${shown(name)}` });
    if (!places) return null;
    triples.push([places[0], places[1], attribute(point, 'occluded') === '1' ? 1 : 2]);
  }
  return keypointsIn(refusing, field, triples);
}

function maskOf(element: XmlElement, { field, refusing, image }: ShapeReading): Shape | null {
  const numbers = ['left', 'top', 'width', 'height'].map((name) =>
    numberOfText(refusing, `${field}.${name}`, attribute(element, name)),
  );
  const [left, top, width, height] = numbers;
  if (left == null || top == null || width == null || height == null) return null;
  const size = maskSizeIn(refusing, field, image.width, image.height);
  if (!size) return null;
  const counts = (attribute(element, 'rle') ?? '')
    .split(',')
    .map((count) => (/^\s*\d{1,10}\s*$/.test(count) ? Number(count) : -1));
  const runs = runsOfCrop({ counts, left, top, width, height }, size);
  if (!runs)
    return refusing.refuse('labeling.annotationBadMask', `${field}.rle`, { value: `${width} × ${height}` });
  return maskIn(refusing, `${field}.rle`, runs);
}
