/**
 * @file YOLO as Ultralytics reads it: a text file for each image below `labels`, a line for each region with the number of its
 * class and shares of the image's width and height; `data.yaml` names the classes, `train.txt` the images.
 */
import { boundsOfRings } from '../../../../src-shared/labeling/geometry/polygon.ts';
import { cornersOf } from '../../../../src-shared/labeling/geometry/box.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import {
  asUprightBox,
  attributesHeld,
  boxAsPolygon,
  fitRegions,
  fitWith,
  maskAsPolygon,
  roundedRegion,
  simplePolygons,
} from './fit.ts';
import type { FitItem, FormatAdapter, Note } from './format.ts';
import { fitNames, stemOf } from './names-out.ts';
import { openRing, rounded } from './parts.ts';
import type { AnnotatedItem, AnnotatedSet, ImageSize, Piece, SetSchema } from './set.ts';
import { yamlOf } from './yolo-yaml.ts';
import { readYolo, type YoloVariant } from './yolo-read.ts';

export const yolo = (variant: YoloVariant): FormatAdapter => ({
  holds: { listsClasses: true, parents: false, options: [] },
  read: (source, context) => readYolo(source, context, variant),
  fitting: (schema, note) => fitting(variant, schema, note),
  write: (set) => writeYolo(set, variant),
});

function fitting(variant: YoloVariant, schema: SetSchema, note: Note): FitItem {
  const fit = fitWith(
    { sizes: true },
    note,
    fitRegions((region, item) =>
      SHAPES[variant](attributesHeld(region, note), { schema, note }).flatMap((one) =>
        clipped(one, item.size!, note),
      ),
    ),
  );
  const fitName = fitNames(note);
  const stems = new Set<string>();
  return (item) => {
    if (!item.size) {
      if (item.answers.length > 0) note('noSize');
      else note('unlabeled');
      return null;
    }
    const own = fit(item);
    return own && withOwnStem(fitName(own), stems, note);
  };
}

/** Two images whose names differ in their ending alone would share a file of labels. */
function withOwnStem(item: AnnotatedItem, stems: Set<string>, note: Note): AnnotatedItem {
  const stem = stemOf(item.name);
  let name = item.name;
  for (let n = 2; stems.has(stemOf(name)); n++) name = `${stem}-${n}${item.name.slice(stem.length)}`;
  stems.add(stemOf(name));
  if (name === item.name) return item;
  note('names');
  return { ...item, name };
}

/** The same box with its angle above -180 and up to 180 degrees, as its corners give it. */
function halfTurned(box: Extract<Region, { shape: 'box' }>): Region {
  const rotation = 180 - ((((180 - box.rotation) % 360) + 360) % 360);
  return rotation === box.rotation ? box : { ...box, rotation: rounded(rotation) };
}

interface Fitting {
  readonly schema: SetSchema;
  readonly note: Note;
}
type FitShape = (region: Region, fitting: Fitting) => Region[];

const SHAPES: Readonly<Record<YoloVariant, FitShape>> = {
  detect(region, { note }) {
    const box = asUprightBox(region, note);
    return box ? [box] : [];
  },
  obb(region, { note }) {
    const box = region.shape === 'box' ? halfTurned(region) : asUprightBox(region, note);
    return box ? [box] : [];
  },
  segment(region, { note }) {
    switch (region.shape) {
      case 'box':
        note(region.rotation === 0 ? 'boxes' : 'rotation');
        return [boxAsPolygon(region)];
      case 'polygon':
        return simplePolygons(region, note);
      case 'keypoints':
        note('keypoints');
        return [];
      case 'mask': {
        const polygon = maskAsPolygon(region, note);
        return polygon ? simplePolygons(polygon, note) : [];
      }
    }
  },
  pose(region, { schema, note }) {
    if (region.shape !== 'keypoints') {
      note('otherShapes');
      return [];
    }
    const fits =
      region.points.length === schema.options.skeleton?.points.length && region.points.some((point) => point);
    if (!fits) note('keypoints');
    return fits ? [region] : [];
  },
};

/** A region inside of its image: Ultralytics refuses a file with shares below 0 or above 1. */
function clipped(region: Region, size: ImageSize, note: Note): Region[] {
  const cut = cutAt(region, size);
  if (cut !== region && !hasArea(cut)) {
    note('outside');
    return [];
  }
  if (JSON.stringify(cut) !== JSON.stringify(region)) note('clipped');
  return [roundedRegion(cut, note)];
}

function cutAt(region: Region, { width, height }: ImageSize): Region {
  const [across, down] = [
    (x: number) => Math.min(width, Math.max(0, x)),
    (y: number) => Math.min(height, Math.max(0, y)),
  ];
  switch (region.shape) {
    case 'box': {
      if (region.rotation !== 0) return cutRotated(region, { width, height });
      const [x, y] = [across(region.x), down(region.y)];
      const [right, bottom] = [region.x + region.width, region.y + region.height];
      if (x === region.x && y === region.y && right <= width && bottom <= height) return region;
      return { ...region, x, y, width: across(right) - x, height: down(bottom) - y };
    }
    case 'polygon':
      return {
        ...region,
        outlines: region.outlines.map(({ ring }) => ({
          ring: openRing(ring.map((place, i) => (i % 2 === 0 ? across(place) : down(place)))),
          holes: [],
        })),
      };
    case 'keypoints':
      return {
        ...region,
        points: region.points.map((point) => point && { ...point, x: across(point.x), y: down(point.y) }),
      };
    case 'mask':
      return region;
  }
}

/** A rotated box that sticks out becomes the upright box of what is inside. */
function cutRotated(region: Extract<Region, { shape: 'box' }>, { width, height }: ImageSize): Region {
  const { left, top, right, bottom } = boundsOfRings([cornersOf(region)])!;
  if (left >= 0 && top >= 0 && right <= width && bottom <= height) return region;
  const [x, y] = [Math.max(0, left), Math.max(0, top)];
  return {
    ...region,
    x,
    y,
    width: Math.min(width, right) - x,
    height: Math.min(height, bottom) - y,
    rotation: 0,
  };
}

function hasArea(region: Region): boolean {
  if (region.shape === 'box') return region.width > 0 && region.height > 0;
  if (region.shape !== 'polygon') return true;
  const { ring } = region.outlines[0]!;
  const bounds = boundsOfRings([ring]);
  return ring.length >= 6 && bounds !== null && bounds.left < bounds.right && bounds.top < bounds.bottom;
}

async function* writeYolo(set: AnnotatedSet, variant: YoloVariant): AsyncGenerator<Piece> {
  const { classes, options } = set;
  yield {
    file: 'data.yaml',
    text: yamlOf({
      classes: classes.map(({ name }) => name),
      points: variant === 'pose' ? (options.skeleton?.points ?? []) : null,
    }),
  };
  const numbers = new Map(classes.map(({ name }, i) => [name, i]));
  const images: string[] = [];
  for await (const item of set.items) {
    images.push(`./images/${item.name}\n`);
    const value = item.answers[0]?.value;
    const regions = value && 'regions' in value ? value.regions : [];
    const lines = regions.map(
      (region) => `${[numbers.get(region.label)!, ...numbersOf(region, item.size!, variant)].join(' ')}\n`,
    );
    yield { file: `labels/${stemOf(item.name)}.txt`, text: lines.join('') };
  }
  for (const image of images) yield { file: 'train.txt', text: image };
}

function numbersOf(region: Region, { width, height }: ImageSize, variant: YoloVariant): number[] {
  const shares = (places: readonly number[]): number[] =>
    places.map((place, i) => share(place, i % 2 === 0 ? width : height));
  switch (region.shape) {
    case 'box':
      if (variant === 'obb') return shares(cornersOf(region));
      return shares([region.x + region.width / 2, region.y + region.height / 2, region.width, region.height]);
    case 'polygon':
      return shares(region.outlines[0]!.ring);
    case 'keypoints': {
      const { left, top, right, bottom } = boundsOfRings(
        region.points.flatMap((point) => (point ? [[point.x, point.y]] : [])),
      )!;
      const box = shares([(left + right) / 2, (top + bottom) / 2, right - left, bottom - top]);
      return [
        ...box,
        ...region.points.flatMap((point) =>
          point ? [...shares([point.x, point.y]), point.visible ? 2 : 1] : [0, 0, 0],
        ),
      ];
    }
    case 'mask':
      return [];
  }
}

/** A share that is not above 1 by the noise of floating point. */
const share = (place: number, whole: number): number =>
  Math.min(1, Math.max(0, Number((place / whole).toPrecision(15))));
