/** @file Label Studio JSON: tasks with annotations, whose results are parts; places are percents of the image. */
import type { AnswerValue, Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { canonicalMask, fitRegions, fitWith, roundedRegion, simplePolygons } from './fit.ts';
import type { FormatAdapter, Note } from './format.ts';
import { resultsOf } from './label-studio-results.ts';
import { readLabelStudio } from './label-studio-read.ts';
import type { AnnotatedItem, AnnotatedSet, ItemAnswer, Piece, SetSchema } from './set.ts';

export const labelStudio: FormatAdapter = {
  holds: { listsClasses: false, parents: false, options: [] },
  read: readLabelStudio,
  fitting: (_schema, note) => {
    const holding = {
      manyAnswers: true,
      authors: true,
      times: true,
      skips: true,
      unlabeled: true,
      columns: true,
    };
    const fit = fitWith({ ...holding, texts: true, sizes: true }, note, (value, item) =>
      fitValue(value, { item, note }),
    );
    return (item) => {
      const own = fit(item)!;
      // Each region tells the size of its image; an item without any does not.
      const tells = own.answers.some(({ value }) => value && 'regions' in value && value.regions.length > 0);
      if (tells || own.size === null) return own;
      note('sizes');
      return { ...own, size: null };
    };
  },
  write: writeLabelStudio,
};

interface Fitting {
  readonly item: AnnotatedItem;
  readonly note: Note;
}

function fitValue(value: AnswerValue, { item, note }: Fitting): AnswerValue | null {
  if ('preferred' in value && value.preferred === 'tie') {
    note('ties');
    return null;
  }
  if (!('regions' in value)) return value;
  if (!item.size) {
    if (value.regions.length === 0) return value;
    note('noSize');
    return null;
  }
  return fitRegions((region) => fitRegion(region, { item, note }))(value, item);
}

function fitRegion(region: Region, { item, note }: Fitting): Region[] {
  switch (region.shape) {
    case 'box':
      return [roundedRegion(region, note)];
    case 'polygon':
      return simplePolygons(region, note).map((one) => roundedRegion(one, note));
    case 'keypoints': {
      const [point] = region.points;
      if (region.points.length === 1 && point) {
        if (!point.visible) note('hidden');
        return [roundedRegion({ ...region, points: [{ ...point, visible: true }] }, note)];
      }
      note('keypoints');
      return [];
    }
    case 'mask': {
      if (region.width === item.size?.width && region.height === item.size.height)
        return [canonicalMask(region)];
      note('maskSize');
      return [];
    }
  }
}

async function* writeLabelStudio(set: AnnotatedSet): AsyncGenerator<Piece> {
  const piece = (text: string): Piece => ({ file: 'label-studio.json', text });
  let id = 0;
  yield piece('[');
  for await (const item of set.items) {
    const task = {
      id: ++id,
      data: dataOf(item, set),
      annotations: item.answers.map((one) => annotationOf(one, item, set)),
    };
    yield piece(`${id > 1 ? ',' : ''}\n${JSON.stringify(task)}`);
  }
  yield piece('\n]\n');
}

/** Columns stand beside the item's own fields, which win. */
function dataOf({ name, text, columns }: AnnotatedItem, { kind }: SetSchema): object {
  const own = new Map(Object.entries(columns ?? {}).map(([column, cell]) => [`column.${column}`, cell]));
  if (text !== null) own.set('text', text);
  own.set(kind === 'regions' || text === null ? 'image' : 'name', name);
  return Object.fromEntries(own);
}

function annotationOf({ value, author, at }: ItemAnswer, item: AnnotatedItem, { kind }: SetSchema): object {
  return {
    ...(author !== null && { completed_by: { email: author } }),
    ...(at !== null && { created_at: at, updated_at: at }),
    was_cancelled: value === null,
    result: value === null ? [] : resultsOf(value, { item, kind }),
  };
}
