/** @file LabelMe JSON: a file for each image with its shapes. Shapes of one group are outlines of one region. */
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { attributesIn, attributesOf, type Attributes } from './attributes.ts';
import {
  attributesHeld,
  boxAsPolygon,
  fitRegions,
  fitWith,
  holesFilled,
  maskAsPolygon,
  roundedRegion,
} from './fit.ts';
import {
  isObject,
  isSafeName,
  labelIn,
  listIn,
  member,
  numberIn,
  sizeIn,
  type JsonObject,
} from './fields.ts';
import { readImageFiles, type ImageFileReading } from './file-per-image.ts';
import type { FormatAdapter, Note, ReadContext } from './format.ts';
import { readText } from './json-stream.ts';
import { fitNames, labelFiles } from './names-out.ts';
import {
  MOST_OUTLINES,
  MOST_PARTS,
  boxIn,
  keypointsIn,
  polygonIn,
  region,
  rounded,
  type Shape,
} from './parts.ts';
import { Refusing, shown } from './report.ts';
import { answersOf, type AnnotatedItem, type AnnotatedSet, type Piece, type ReadSet } from './set.ts';
import { WHOLE_BYTES, type Source } from './source.ts';

export const labelme: FormatAdapter = {
  holds: { listsClasses: false, parents: false, options: [] },
  read: readLabelme,
  fitting: (_schema, note) => {
    const fitName = fitNames(note);
    const fit = fitWith(
      { sizes: true },
      note,
      fitRegions((one) => fitRegion(one, note)),
    );
    return (item) => {
      const own = fit(item);
      return own && fitName(own);
    };
  },
  write: writeLabelme,
};

function fitRegion(given: Region, note: Note): Region[] {
  const one = attributesHeld(given, note, (_name, value) => typeof value === 'boolean');
  switch (one.shape) {
    case 'box':
      if (one.rotation === 0) return [roundedRegion(one, note)];
      note('rotation');
      return [boxAsPolygon(one)];
    case 'polygon':
      return [holesFilled(one, note)];
    case 'mask': {
      const polygon = maskAsPolygon(one, note);
      return polygon ? [holesFilled(polygon, note)] : [];
    }
    case 'keypoints': {
      const [point] = one.points;
      if (one.points.length === 1 && point) {
        if (!point.visible) note('hidden');
        return [{ ...one, points: [{ ...point, visible: true }] }];
      }
      note('keypoints');
      return [];
    }
  }
}

async function* writeLabelme(set: AnnotatedSet): AsyncGenerator<Piece> {
  const fileOf = labelFiles('.json');
  for await (const { name, size, answers } of set.items) {
    const value = answers[0]?.value;
    const regions = value && 'regions' in value ? value.regions : [];
    const record = {
      version: '5.5.0',
      flags: {},
      shapes: regions.flatMap(shapesOf),
      imagePath: name.slice(name.lastIndexOf('/') + 1),
      imageData: null,
      imageHeight: size?.height ?? 0,
      imageWidth: size?.width ?? 0,
    };
    yield { file: fileOf(name), text: `${JSON.stringify(record, null, 1)}\n` };
  }
}

function shapesOf(one: Region, i: number): object[] {
  const shape = (points: readonly (readonly number[])[], type: string, group: number | null): object => ({
    label: one.label,
    points,
    group_id: group,
    description: '',
    shape_type: type,
    flags: one.attributes,
  });
  switch (one.shape) {
    case 'box': {
      const corners = [
        [one.x, one.y],
        [one.x + one.width, one.y + one.height],
      ];
      return [shape(corners, 'rectangle', null)];
    }
    case 'polygon': {
      const group = one.outlines.length > 1 ? i + 1 : null;
      return one.outlines.map(({ ring }) => shape(pairsOf(ring), 'polygon', group));
    }
    case 'keypoints':
      return one.points.map((point) => shape([[point?.x ?? 0, point?.y ?? 0]], 'point', null));
    case 'mask':
      return [];
  }
}

const pairsOf = (ring: readonly number[]): number[][] =>
  Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i]!, ring[2 * i + 1]!]);

function readLabelme(source: Source, context: ReadContext): Promise<ReadSet> {
  return readImageFiles(source, context, {
    format: 'LabelMe JSON',
    ending: '.json',
    most: WHOLE_BYTES,
    nameField: 'imagePath',
    rootOf,
    nameOf,
    itemOf,
  });
}

function rootOf(text: string, { refusing }: { readonly refusing: Refusing }): JsonObject | null {
  const read = readText(text);
  if ('problem' in read)
    return refusing.refuse('labeling.annotationBadRecord', 'file', { value: read.problem });
  return isObject(read.value) ? read.value : refusing.wrongType('file', read.value, '{…}');
}

/** The image lies where its path leads from the file; a path out of what was chosen is refused. */
function nameOf(record: JsonObject, file: string, refusing: Refusing): string | null {
  const given = member(record, 'imagePath');
  if (typeof given !== 'string') return refusing.wrongType('imagePath', given, '"…"');
  const parts = file.split('/').slice(0, -1);
  for (const part of given.split(/[/\\]/))
    if (part === '..') {
      if (parts.pop() === undefined)
        return refusing.refuse('labeling.annotationName', 'imagePath', { value: shown(given) });
    } else if (part !== '.') parts.push(part);
  const name = parts.join('/');
  return isSafeName(name) && !/^[/\\]/.test(given)
    ? name
    : refusing.refuse('labeling.annotationName', 'imagePath', { value: shown(given) });
}

function itemOf(record: JsonObject, { name, file, schema, context }: ImageFileReading): AnnotatedItem | null {
  const refusing = new Refusing(context.rejects, { file, record: 1 });
  const shapes = listIn(refusing, 'shapes', member(record, 'shapes'), MOST_PARTS);
  if (!shapes) return null;
  const size = sizeIn(refusing, member(record, 'imageWidth'), member(record, 'imageHeight'));
  const regions: Region[] = [];
  const before = context.rejects.count;
  const groups = new Map<string, Extract<Region, { shape: 'polygon' }>>();
  for (const [i, given] of shapes.entries()) {
    const at = new Refusing(context.rejects, { file, record: i + 1 });
    const one = regionOf(given, { id: `r${regions.length + 1}`, refusing: at, schema });
    if (!one) continue;
    const group = isObject(given) ? member(given, 'group_id') : null;
    if (one.shape === 'polygon' && group !== null && group !== undefined) {
      const key = JSON.stringify([group, one.label]);
      const known = groups.get(key);
      if (known && known.outlines.length < MOST_OUTLINES) {
        known.outlines.push(...one.outlines);
        continue;
      }
      groups.set(key, one);
    }
    regions.push(one);
  }
  return {
    name,
    text: null,
    columns: null,
    size,
    answers: answersOf({ regions }, context.rejects.count > before),
  };
}

interface ShapeReading {
  readonly id: string;
  readonly refusing: Refusing;
  readonly schema: ImageFileReading['schema'];
}

function regionOf(given: unknown, { id, refusing, schema }: ShapeReading): Region | null {
  if (!isObject(given)) return refusing.wrongType('shapes', given, '{…}');
  const label = labelIn(refusing, 'label', member(given, 'label'));
  const points = label === null ? null : pointsOf(member(given, 'points'), refusing);
  if (label === null || !points) return null;
  const shape = shapeOf(member(given, 'shape_type') ?? 'polygon', points, refusing);
  if (!shape) return null;
  schema.learn(label);
  if (shape.shape === 'keypoints' && !schema.options.skeleton)
    schema.set({ skeleton: { points: ['point'], edges: [] } });
  return region(id, shape, label, flagsOf(member(given, 'flags'), refusing));
}

function flagsOf(flags: unknown, refusing: Refusing): Attributes {
  if (!isObject(flags)) return {};
  const read = attributesIn(refusing, 'flags', flags);
  return attributesOf(Object.entries(read).filter(([, value]) => typeof value === 'boolean'));
}

function pointsOf(given: unknown, refusing: Refusing): number[] | null {
  const list = listIn(refusing, 'points', given, 100_000);
  if (!list) return null;
  const places: number[] = [];
  for (const [i, point] of list.entries()) {
    if (!Array.isArray(point) || point.length !== 2)
      return refusing.wrongType(`points[${i}]`, point, '[x, y]');
    for (const place of point as unknown[]) {
      const number = numberIn(refusing, `points[${i}]`, place);
      if (number === null) return null;
      places.push(number);
    }
  }
  return places;
}

function shapeOf(type: unknown, places: readonly number[], refusing: Refusing): Shape | null {
  switch (type) {
    case 'polygon':
      return polygonIn(refusing, 'points', [places]);
    case 'rectangle': {
      if (places.length !== 4) return refusing.wrongType('points', places.slice(0, 8), '[[x, y], [x, y]]');
      const [x1, y1, x2, y2] = places as [number, number, number, number];
      const [left, top] = [Math.min(x1, x2), Math.min(y1, y2)];
      return boxIn(refusing, 'points', [left, top, rounded(Math.abs(x2 - x1)), rounded(Math.abs(y2 - y1))]);
    }
    case 'point':
      if (places.length !== 2) return refusing.wrongType('points', places.slice(0, 8), '[[x, y]]');
      return keypointsIn(refusing, 'points', [[places[0], places[1], 2]]);
    default:
      return refusing.refuse('labeling.annotationUnknownType', 'shape_type', {
        value: shown(type),
        kind: 'regions',
      });
  }
}
