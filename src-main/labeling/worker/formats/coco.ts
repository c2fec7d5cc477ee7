/** @file COCO JSON: images, categories, and annotations with boxes, polygons, masks and keypoints. */
import { areaOf, boundsOfRings } from '../../../../src-shared/labeling/geometry/polygon.ts';
import { maskOfOutlines } from '../../../../src-shared/labeling/geometry/raster.ts';
import {
  areaOfRuns,
  boxOfRuns,
  encodeRuns,
  writeCounts,
} from '../../../../src-shared/labeling/geometry/runs.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { readCoco } from './coco-read.ts';
import { attributesHeld, boxAsPolygon, canonicalMask, fitRegions, fitWith, holesFilled } from './fit.ts';
import type { FormatAdapter, Note } from './format.ts';
import { MOST_PIXELS } from './parts.ts';
import type { AnnotatedItem, AnnotatedSet, Piece, SetSchema } from './set.ts';

const FILE = 'annotations.json';

export const coco: FormatAdapter = {
  holds: { listsClasses: true, parents: true, options: ['skeleton'] },
  read: readCoco,
  fitting: (schema, note) =>
    fitWith(
      { sizes: true },
      note,
      fitRegions((region, item) => fitRegion(region, { item, schema, note })),
    ),
  write: writeCoco,
};

interface Fitting {
  readonly item: AnnotatedItem;
  readonly schema: SetSchema;
  readonly note: Note;
}

function fitRegion(region: Region, { item, schema, note }: Fitting): Region[] {
  // `iscrowd` is a field of its own, and only its yes is told apart.
  const own = attributesHeld(region, note, (name, value) => name !== 'iscrowd' || value === true);
  switch (own.shape) {
    case 'box': {
      if (own.rotation === 0) return [own];
      note('rotation');
      return [boxAsPolygon(own)];
    }
    case 'polygon':
      return [withoutHoles(own, item, note)];
    case 'keypoints': {
      const { skeleton } = schema.options;
      const fits =
        skeleton?.points.length === own.points.length && own.points.some((point) => point !== null);
      if (!fits) note('keypoints');
      return fits ? [own] : [];
    }
    case 'mask':
      return [canonicalMask(own)];
  }
}

/** A polygon with holes covers what a mask of its image does. */
function withoutHoles(
  region: Extract<Region, { shape: 'polygon' }>,
  item: AnnotatedItem,
  note: Note,
): Region {
  const { size } = item;
  if (!size || size.width * size.height > MOST_PIXELS) return holesFilled(region, note);
  if (region.outlines.every(({ holes }) => holes.length === 0)) return region;
  note('holes');
  const { id, label, attributes } = region;
  const { width, height, counts } = encodeRuns(maskOfOutlines(region.outlines, size));
  return { id, label, attributes, shape: 'mask', width, height, counts: [...counts] };
}

/** Items are passed over once: their annotations are written as they come, their images after them. */
async function* writeCoco(set: AnnotatedSet): AsyncGenerator<Piece> {
  const piece = (text: string): Piece => ({ file: FILE, text });
  const ids = new Map(set.classes.map(({ name }, i) => [name, i + 1]));
  yield piece('{"info":{"description":"Lathe"},"licenses":[],"categories":[');
  yield piece(
    set.classes.map((_, i) => `${i > 0 ? ',' : ''}\n${JSON.stringify(categoryOf(set, i))}`).join(''),
  );
  yield piece('\n],"annotations":[');
  const images: string[] = [];
  let annotations = 0;
  for await (const item of set.items) {
    images.push(JSON.stringify({ id: images.length + 1, file_name: item.name, ...item.size }));
    const value = item.answers[0]?.value;
    const regions = value && 'regions' in value ? value.regions : [];
    for (const region of regions) {
      const category = ids.get(region.label)!;
      const json = JSON.stringify({
        id: annotations + 1,
        image_id: images.length,
        category_id: category,
        ...annotationOf(region),
      });
      yield piece(`${annotations++ > 0 ? ',' : ''}\n${json}`);
    }
  }
  yield piece('\n],"images":[');
  for (const [i, image] of images.entries()) yield piece(`${i > 0 ? ',' : ''}\n${image}`);
  yield piece('\n]}\n');
}

function categoryOf({ classes, options: { skeleton } }: SetSchema, i: number): object {
  const { name, parent } = classes[i]!;
  const category = { id: i + 1, name, supercategory: parent ?? '' };
  if (!skeleton) return category;
  return {
    ...category,
    keypoints: skeleton.points,
    skeleton: skeleton.edges.map(([a, b]) => [a + 1, b + 1]),
  };
}

function annotationOf({ attributes, ...region }: Region): object {
  const { iscrowd, ...others } = attributes;
  const common = {
    iscrowd: iscrowd === true ? 1 : 0,
    ...(Object.keys(others).length > 0 && { attributes: others }),
  };
  return { ...shapeOf(region), ...common };
}

function shapeOf(region: Omit<Region, 'attributes'>): object {
  const shape = region as Region;
  switch (shape.shape) {
    case 'box': {
      const { x, y, width, height } = shape;
      return { bbox: [x, y, width, height], area: width * height, segmentation: [] };
    }
    case 'polygon': {
      const rings = shape.outlines.map(({ ring }) => ring);
      return { bbox: around(rings), area: areaOf(shape.outlines), segmentation: rings };
    }
    case 'keypoints': {
      const places = shape.points.flatMap((point) => (point ? [[point.x, point.y]] : []));
      const bbox = around(places);
      return {
        bbox,
        area: bbox[2]! * bbox[3]!,
        keypoints: shape.points.flatMap((point) =>
          point ? [point.x, point.y, point.visible ? 2 : 1] : [0, 0, 0],
        ),
        num_keypoints: places.length,
      };
    }
    case 'mask': {
      const box = boxOfRuns(shape);
      const { width, height, counts } = shape;
      return {
        bbox: box ? [box.x, box.y, box.width, box.height] : [0, 0, 0, 0],
        area: areaOfRuns(shape),
        segmentation: { size: [height, width], counts: writeCounts(counts) },
      };
    }
  }
}

function around(rings: readonly (readonly number[])[]): number[] {
  const { left, top, right, bottom } = boundsOfRings(rings)!;
  return [left, top, right - left, bottom - top];
}
