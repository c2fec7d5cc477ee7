/** @file Annotations of COCO as regions. */
import { readCounts } from '../../../../src-shared/labeling/geometry/runs.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { attributesIn, type Attributes } from './attributes.ts';
import { isObject, listIn, member, numberIn, type JsonObject } from './fields.ts';
import { boxIn, keypointsIn, maskIn, maskSizeIn, polygonIn, region, type Shape } from './parts.ts';
import { shown, type Refusing } from './report.ts';

const MOST_COUNTS = 4_000_000;

/** A category: its class, and how many keypoints its bodies have. */
export interface Category {
  readonly name: string;
  readonly points: number;
}

export type Id = string | number;

interface Adding {
  readonly refusing: Refusing;
  readonly categories: ReadonlyMap<Id, Category>;
}

/** An annotation is a body, or what its segmentation covers, or both; without either its box. */
export function addRegions(regions: Region[], record: JsonObject, { refusing, categories }: Adding): void {
  const id = member(record, 'category_id');
  const category = typeof id === 'number' || typeof id === 'string' ? categories.get(id) : undefined;
  if (!category)
    return void refusing.refuse('labeling.annotationDangling', 'category_id', { value: shown(id) });
  const attributes = attributesOfRecord(record, refusing);
  for (const shape of shapesOf(record, category, refusing))
    regions.push(region(`r${regions.length + 1}`, shape, category.name, attributes));
}

function attributesOfRecord(record: JsonObject, refusing: Refusing): Attributes {
  const given = member(record, 'attributes');
  const attributes = isObject(given) ? attributesIn(refusing, 'attributes', given) : {};
  const crowd = member(record, 'iscrowd');
  return crowd === 1 || crowd === true ? { ...attributes, iscrowd: true } : attributes;
}

function shapesOf(record: JsonObject, { points }: Category, refusing: Refusing): Shape[] {
  const shapes: Shape[] = [];
  const body = member(record, 'keypoints');
  const segmentation = member(record, 'segmentation');
  const isBody = points > 0 && Array.isArray(body) && member(record, 'num_keypoints') !== 0;
  if (isBody) push(shapes, bodyOf(body, points, refusing));
  const covers = Array.isArray(segmentation) ? segmentation.length > 0 : isObject(segmentation);
  if (covers) push(shapes, segmentOf(segmentation, refusing));
  if (isBody || covers) return shapes;
  if (segmentation !== undefined && segmentation !== null && !Array.isArray(segmentation))
    refusing.wrongType('segmentation', segmentation, '[[…]] / {…}');
  const box = listIn(refusing, 'bbox', member(record, 'bbox'), 4);
  if (!box) return shapes;
  const numbers = [0, 1, 2, 3].map((i) => numberIn(refusing, `bbox[${i}]`, box[i]));
  push(shapes, boxIn(refusing, 'bbox', numbers));
  return shapes;
}

function push(shapes: Shape[], shape: Shape | null): void {
  if (shape) shapes.push(shape);
}

function bodyOf(body: readonly unknown[], points: number, refusing: Refusing): Shape | null {
  if (body.length !== 3 * points)
    return refusing.wrongType('keypoints', body.slice(0, 9), `[…] × ${3 * points}`);
  const triples = Array.from(
    { length: points },
    (_, i) => [body[3 * i], body[3 * i + 1], body[3 * i + 2]] as const,
  );
  return keypointsIn(refusing, 'keypoints', triples);
}

function segmentOf(segmentation: unknown, refusing: Refusing): Shape | null {
  if (isObject(segmentation)) return maskOf(segmentation, refusing);
  const rings = (segmentation as unknown[]).filter(Array.isArray) as unknown[][];
  if (rings.length !== (segmentation as unknown[]).length)
    return refusing.wrongType('segmentation', (segmentation as unknown[]).slice(0, 8), '[[x, y, …]]');
  return polygonIn(refusing, 'segmentation', rings);
}

function maskOf(segmentation: JsonObject, refusing: Refusing): Shape | null {
  const size = listIn(refusing, 'segmentation.size', member(segmentation, 'size'), 2);
  const checked = size && maskSizeIn(refusing, 'segmentation.size', size[1], size[0]);
  if (!checked) return null;
  const counts = countsOf(member(segmentation, 'counts'), refusing);
  return counts && maskIn(refusing, 'segmentation.counts', { ...checked, counts });
}

function countsOf(counts: unknown, refusing: Refusing): readonly number[] | null {
  const field = 'segmentation.counts';
  if (typeof counts === 'string')
    return (
      readCounts(counts, MOST_COUNTS) ??
      refusing.refuse('labeling.annotationBadMask', field, { value: shown(counts) })
    );
  const list = listIn(refusing, field, counts, MOST_COUNTS);
  if (!list) return null;
  const bad = list.findIndex((count) => typeof count !== 'number');
  if (bad >= 0)
    return refusing.refuse('labeling.annotationNotNumber', `${field}[${bad}]`, { value: shown(list[bad]) });
  return list as number[];
}
