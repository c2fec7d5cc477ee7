/** @file What formats have in common in what they cannot hold. */
import { cornersOf, uprightOf } from '../../../../src-shared/labeling/geometry/box.ts';
import { boundsOfRings } from '../../../../src-shared/labeling/geometry/polygon.ts';
import { outlinesOfMask } from '../../../../src-shared/labeling/geometry/raster.ts';
import { boxOfRuns, canonicalRuns, decodeRuns } from '../../../../src-shared/labeling/geometry/runs.ts';
import type { AnswerValue, Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { attributesOf, type AttributeValue } from './attributes.ts';
import type { FitItem, Note } from './format.ts';
import { rounded } from './parts.ts';
import type { AnnotatedItem, ItemAnswer } from './set.ts';

export interface Holding {
  readonly manyAnswers?: boolean;
  readonly authors?: boolean;
  readonly times?: boolean;
  readonly comments?: boolean;
  readonly skips?: boolean;
  readonly unlabeled?: boolean;
  readonly columns?: boolean;
  readonly texts?: boolean;
  readonly sizes?: boolean;
}

/** The answer as the format can hold it; null for none, which the function notes itself. */
export type FitValue = (value: AnswerValue, item: AnnotatedItem) => AnswerValue | null;

/** Leaves out what a format does not hold, and fits each answer by a function of the format's own. */
export function fitWith(holding: Holding, note: Note, fitValue: FitValue): FitItem {
  return (item) => {
    const own = held(item, holding, note);
    const answers = answersHeld(own, { holding, note, fitValue });
    if (answers.length === 0 && !holding.unlabeled) {
      if (item.answers.length === 0) note('unlabeled');
      return null;
    }
    return { ...own, answers };
  };
}

function held(item: AnnotatedItem, holding: Holding, note: Note): AnnotatedItem {
  const drop = (what: 'columns' | 'text' | 'size', keeps: boolean | undefined): boolean => {
    if (keeps || item[what] === null) return false;
    note(({ columns: 'columns', text: 'itemTexts', size: 'sizes' } as const)[what]);
    return true;
  };
  return {
    ...item,
    columns: drop('columns', holding.columns) ? null : item.columns,
    text: drop('text', holding.texts) ? null : item.text,
    size: drop('size', holding.sizes) ? null : item.size,
  };
}

interface AnswerFit {
  readonly holding: Holding;
  readonly note: Note;
  readonly fitValue: FitValue;
}

function answersHeld(item: AnnotatedItem, { holding, note, fitValue }: AnswerFit): ItemAnswer[] {
  const answers: ItemAnswer[] = [];
  for (const answer of item.answers) {
    if (answer.value === null && !holding.skips) {
      note('skips');
      continue;
    }
    if (answers.length > 0 && !holding.manyAnswers) {
      note('answers');
      continue;
    }
    const value = answer.value === null ? null : fitValue(answer.value, item);
    if (value === null && answer.value !== null) continue;
    if (isEmptied(answer.value, value)) {
      note('emptied');
      continue;
    }
    answers.push({
      value,
      author: kept(answer.author, holding.authors, () => note('authors')),
      at: kept(answer.at, holding.times, () => note('times')),
      comment: kept(answer.comment, holding.comments, () => note('comments')),
    });
  }
  return answers;
}

/** Whether an answer had parts and has none any more: it would say "nothing here", which nobody said. */
export const isEmptied = (before: AnswerValue | null, after: AnswerValue | null): boolean =>
  partsIn(before) > 0 && partsIn(after) === 0;

function partsIn(value: AnswerValue | null): number {
  if (value === null) return 0;
  return 'regions' in value ? value.regions.length : 'spans' in value ? value.spans.length : 0;
}

function kept(value: string | null, keeps: boolean | undefined, lose: () => void): string | null {
  if (value === null || keeps) return value;
  lose();
  return null;
}

/** A function for regions alone. */
export const fitRegions =
  (fit: (region: Region, item: AnnotatedItem) => readonly Region[]): FitValue =>
  (value, item) =>
    'regions' in value ? { regions: value.regions.flatMap((one) => [...fit(one, item)]) } : value;

/** Keeps the attributes for which `keeps` says so. */
export function attributesHeld<One extends { attributes: Record<string, AttributeValue> }>(
  part: One,
  note: Note,
  keeps: (name: string, value: AttributeValue) => boolean = () => false,
): One {
  const entries = Object.entries(part.attributes);
  const kept = entries.filter(([name, value]) => keeps(name, value));
  if (kept.length === entries.length) return part;
  note('attributes', entries.length - kept.length);
  return { ...part, attributes: attributesOf(kept) };
}

/** Places to a millionth of a pixel, as they come back from shares and differences. */
export function roundedRegion(region: Region, note: Note): Region {
  let changed = false;
  const place = (value: number): number => {
    const near = rounded(value);
    changed ||= near !== value;
    return near;
  };
  const fitted = withPlaces(region, place);
  if (changed) note('precision');
  return changed ? fitted : region;
}

function withPlaces(region: Region, place: (value: number) => number): Region {
  switch (region.shape) {
    case 'box':
      return {
        ...region,
        x: place(region.x),
        y: place(region.y),
        // A side of less than a millionth would be none.
        width: Math.max(1e-6, place(region.width)),
        height: Math.max(1e-6, place(region.height)),
        rotation: place(region.rotation),
      };
    case 'polygon':
      return {
        ...region,
        outlines: region.outlines.map(({ ring, holes }) => ({
          ring: ring.map(place),
          holes: holes.map((hole) => hole.map(place)),
        })),
      };
    case 'keypoints':
      return {
        ...region,
        points: region.points.map((point) => point && { ...point, x: place(point.x), y: place(point.y) }),
      };
    case 'mask':
      return region;
  }
}

/** The same mask with its shortest run lengths. */
export const canonicalMask = (region: Region): Region =>
  region.shape === 'mask' ? { ...region, counts: [...canonicalRuns(region).counts] } : region;

type PolygonRegion = Extract<Region, { shape: 'polygon' }>;
type BoxRegion = Extract<Region, { shape: 'box' }>;

/** A polygon of one ring each, holes filled. */
export function simplePolygons(region: PolygonRegion, note: Note): PolygonRegion[] {
  if (region.outlines.some(({ holes }) => holes.length > 0)) note('holes');
  if (region.outlines.length > 1) note('outlines');
  return region.outlines.map(({ ring }, i) => ({
    ...region,
    id: i === 0 ? region.id : `${region.id}.${i + 1}`.slice(-40),
    outlines: [{ ring, holes: [] }],
  }));
}

export function holesFilled(region: PolygonRegion, note: Note): PolygonRegion {
  if (region.outlines.every(({ holes }) => holes.length === 0)) return region;
  note('holes');
  return { ...region, outlines: region.outlines.map(({ ring }) => ({ ring, holes: [] })) };
}

/** The outlines around a mask; null, which is noted, where it has no pixel. */
export function maskAsPolygon(region: Extract<Region, { shape: 'mask' }>, note: Note): PolygonRegion | null {
  const outlines = outlinesOfMask(decodeRuns(region)).map(({ ring, holes }) => ({
    ring: [...ring],
    holes: holes.map((hole) => [...hole]),
  }));
  if (outlines.length === 0) {
    note('emptyMasks');
    return null;
  }
  note('masks');
  const { id, label, attributes } = region;
  return { id, label, attributes, shape: 'polygon', outlines };
}

/** The four corners of a box, rotated where it is. */
export function boxAsPolygon({ id, label, attributes, ...box }: BoxRegion): PolygonRegion {
  const ring = cornersOf(box).map(rounded);
  return { id, label, attributes, shape: 'polygon', outlines: [{ ring, holes: [] }] };
}

/** A region as an upright box; null, which is noted, for keypoints and empty masks. */
export function asUprightBox(region: Region, note: Note): BoxRegion | null {
  const { id, label, attributes } = region;
  const around = aroundOf(region, note);
  if (!around) return null;
  const [x, y, width, height] = [around.x, around.y, around.width, around.height];
  return { id, label, attributes, shape: 'box', x, y, width, height, rotation: 0 };
}

function aroundOf(region: Region, note: Note) {
  switch (region.shape) {
    case 'box': {
      if (region.rotation === 0) return region;
      note('rotation');
      const { x, y, width, height } = uprightOf(region);
      return { x: rounded(x), y: rounded(y), width: rounded(width), height: rounded(height) };
    }
    case 'polygon': {
      note('asBoxes');
      const { left, top, right, bottom } = boundsOfRings(region.outlines.map(({ ring }) => ring))!;
      return { x: left, y: top, width: rounded(right - left), height: rounded(bottom - top) };
    }
    case 'keypoints':
      note('keypoints');
      return null;
    case 'mask': {
      const box = boxOfRuns(region);
      note(box ? 'asBoxes' : 'emptyMasks');
      return box;
    }
  }
}
