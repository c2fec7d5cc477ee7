/** @file Shapes and attributes of Label Studio's results. */
import { middleOf, rotated } from '../../../../src-shared/labeling/geometry/box.ts';
import { encodeRuns } from '../../../../src-shared/labeling/geometry/runs.ts';
import { attributeIn, attributesOf, type Attributes } from './attributes.ts';
import { isObject, labelIn, listIn, member, numberIn, type JsonObject } from './fields.ts';
import { unpackBrush } from './label-studio-brush.ts';
import { boxIn, coordinateOf, maskIn, maskSizeIn, polygonIn, rounded, type Shape } from './parts.ts';
import type { Refusing } from './report.ts';
import type { ImageSize } from './set.ts';

export interface ShapeReading {
  readonly refusing: Refusing;
  readonly field: string;
  readonly size: ImageSize;
}

/** The shape of a result; places are percents. */
export function shapeOf(
  type: string,
  value: JsonObject,
  { refusing, field, size }: ShapeReading,
): Shape | null {
  const percent = (key: string, whole: number): number | null => {
    const number = numberIn(refusing, `${field}.${key}`, member(value, key));
    return number === null ? null : (number / 100) * whole;
  };
  switch (type) {
    case 'rectanglelabels': {
      const [x, y] = [percent('x', size.width), percent('y', size.height)];
      const [width, height] = [percent('width', size.width), percent('height', size.height)];
      const rotation = member(value, 'rotation') ?? 0;
      const angle = numberIn(refusing, `${field}.rotation`, rotation);
      if (x === null || y === null || width === null || height === null || angle === null) return null;
      const [middleX, middleY] = rotated(middleOf({ x, y, width, height }), [x, y], angle);
      const numbers = [middleX - width / 2, middleY - height / 2, width, height].map(rounded);
      return boxIn(refusing, field, [...numbers, angle]);
    }
    case 'polygonlabels': {
      const points = listIn(refusing, `${field}.points`, member(value, 'points'), 100_000);
      if (!points) return null;
      const bad = points.findIndex((point) => !Array.isArray(point) || point.length !== 2);
      if (bad >= 0) return refusing.wrongType(`${field}.points[${bad}]`, points[bad], '[x, y]');
      const places = (points as [unknown, unknown][]).flatMap(([x, y]) => [
        typeof x === 'number' ? rounded((x / 100) * size.width) : x,
        typeof y === 'number' ? rounded((y / 100) * size.height) : y,
      ]);
      return polygonIn(refusing, `${field}.points`, [places]);
    }
    case 'keypointlabels': {
      const [x, y] = [percent('x', size.width), percent('y', size.height)];
      const [px, py] = [coordinateOf(refusing, field, x), coordinateOf(refusing, field, y)];
      return px === null || py === null
        ? null
        : { shape: 'keypoints', points: [{ x: px, y: py, visible: true }] };
    }
    default:
      return brushOf(value, { refusing, field, size });
  }
}

function brushOf(value: JsonObject, { refusing, field, size }: ShapeReading): Shape | null {
  const checked = maskSizeIn(refusing, `${field}.rle`, size.width, size.height);
  const bytes = checked && listIn(refusing, `${field}.rle`, member(value, 'rle'), 64 << 20);
  if (!bytes) return null;
  if (!bytes.every((byte) => typeof byte === 'number' && Number.isInteger(byte) && byte >= 0 && byte < 256))
    return refusing.wrongType(`${field}.rle`, bytes.slice(0, 8), '[0 … 255]');
  const bitmap = unpackBrush(bytes as number[], checked!);
  if (!bitmap)
    return refusing.refuse('labeling.annotationBadMask', `${field}.rle`, {
      value: `${size.width} × ${size.height}`,
    });
  return maskIn(refusing, `${field}.rle`, encodeRuns(bitmap));
}

/** Results about a part that other results name, by the id they share. */
export function attributesOfPart(
  results: readonly { readonly field: string; readonly result: JsonObject }[],
  refusing: Refusing,
): Attributes {
  const entries = results.flatMap(({ field, result }) => {
    const name = labelIn(refusing, `${field}.from_name`, member(result, 'from_name'));
    const value = member(result, 'value');
    if (name === null || !isObject(value)) return [];
    const attribute = attributeIn(refusing, field, { key: name, value: attributeValue(value) });
    return attribute ? [attribute] : [];
  });
  return attributesOf(entries);
}

function attributeValue(value: JsonObject): unknown {
  const [choices, text, number, rating] = ['choices', 'text', 'number', 'rating'].map((key) =>
    member(value, key),
  );
  if (number !== undefined) return number;
  if (rating !== undefined) return rating;
  if (Array.isArray(choices))
    return choices[0] === 'true' ? true : choices[0] === 'false' ? false : choices.join(', ');
  return Array.isArray(text) ? (text as unknown[]).join('\n') : text;
}
