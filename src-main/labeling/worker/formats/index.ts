/** @file The formats of annotations: reading, what would be lost, writing. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import {
  ANNOTATION_FORMATS,
  ANNOTATION_FORMAT_TABLE,
  type AnnotationFormat,
} from '../../../../src-shared/labeling/formats/formats.ts';
import { LOSSES, type Loss, type LossKind } from '../../../../src-shared/labeling/formats/losses.ts';
import { SchemaOptions } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { AnswerValue } from '../../../../src-shared/labeling/tasks/values.ts';
import { coco } from './coco.ts';
import { conll } from './conll.ts';
import { csv } from './csv.ts';
import { cvat } from './cvat.ts';
import { doccano } from './doccano.ts';
import type { FormatAdapter, Note, ReadContext } from './format.ts';
import { labelme } from './labelme.ts';
import { labelStudio } from './label-studio.ts';
import {
  NO_OPTIONS,
  type AnnotatedItem,
  type AnnotatedSet,
  type Piece,
  type ReadSet,
  type SetSchema,
} from './set.ts';
import type { Source } from './source.ts';
import { spacy } from './spacy.ts';
import { voc } from './voc.ts';
import { yolo } from './yolo.ts';

/** Total: a new format does not compile until it is read and written. */
export const FORMATS: Readonly<Record<AnnotationFormat, FormatAdapter>> = {
  'label-studio': labelStudio,
  doccano,
  conll,
  spacy,
  coco,
  yolo: yolo('detect'),
  'yolo-obb': yolo('obb'),
  'yolo-segment': yolo('segment'),
  'yolo-pose': yolo('pose'),
  voc,
  cvat,
  labelme,
  csv,
};

/**
 * Reads files of a format. What cannot be read of single records goes to `rejects`; the set has the rest.
 *
 * @throws AppError `labeling.annotationFile…` of a file that is not of the format at all, also while items are read
 */
export const readAnnotations = (
  source: Source,
  format: AnnotationFormat,
  context: ReadContext,
): Promise<ReadSet> => FORMATS[format].read(source, context);

/**
 * What a written file would not have of a set.
 *
 * @throws AppError `labeling.annotationKind`
 */
export async function lossesOf(set: AnnotatedSet, format: AnnotationFormat): Promise<Loss[]> {
  const counts = new Map<LossKind, number>();
  const note: Note = (loss, count = 1) => void counts.set(loss, (counts.get(loss) ?? 0) + count);
  const fitted = fit(set, { format, note });
  for await (const _ of fitted.items);
  return (Object.keys(LOSSES) as LossKind[]).flatMap((loss) => {
    const count = counts.get(loss) ?? 0;
    return count > 0 ? [{ loss, count }] : [];
  });
}

/**
 * A set as files of a format, without what it cannot hold.
 *
 * @throws AppError `labeling.annotationKind`
 */
export const writeAnnotations = (set: AnnotatedSet, format: AnnotationFormat): AsyncGenerator<Piece> =>
  FORMATS[format].write(fit(set, { format, note: () => undefined }));

interface Fitting {
  readonly format: AnnotationFormat;
  readonly note: Note;
}

/** The set as the format holds it: what is read from the written file again. */
export function fit(set: AnnotatedSet, { format, note }: Fitting): AnnotatedSet {
  requireKind(set, format);
  const { holds, fitting } = FORMATS[format];
  const fitItem = fitting(set, note);
  const used = new Set<string>();
  noteSchema(set, { holds, note });
  async function* items(): AsyncGenerator<AnnotatedItem> {
    for await (const item of set.items) {
      const own = fitItem(item);
      if (!own) continue;
      for (const { value } of item.answers) for (const label of labelsOf(value)) used.add(label);
      yield own;
    }
    const unused = set.classes.filter(({ name }) => !used.has(name)).length;
    if (!holds.listsClasses && unused > 0) note('classes', unused);
  }
  const classes = set.classes.map(({ name, parent }) => ({ name, parent: holds.parents ? parent : null }));
  return { kind: set.kind, classes, options: set.options, items: items() };
}

function requireKind({ kind }: SetSchema, format: AnnotationFormat): void {
  if (ANNOTATION_FORMAT_TABLE[format].kinds.includes(kind)) return;
  const able = ANNOTATION_FORMATS.filter((one) => ANNOTATION_FORMAT_TABLE[one].kinds.includes(kind));
  const formats = able.map((one) => ANNOTATION_FORMAT_TABLE[one].name).join(', ');
  throw new AppError('labeling.annotationKind', {
    format: ANNOTATION_FORMAT_TABLE[format].name,
    kind,
    formats,
  });
}

function noteSchema(
  set: SetSchema,
  { holds, note }: Pick<FormatAdapter, 'holds'> & Pick<Fitting, 'note'>,
): void {
  const nested = set.classes.filter(({ parent }) => parent !== null).length;
  if (!holds.parents && nested > 0) note('parents', nested);
  const settings = Object.keys(SchemaOptions.shape) as (keyof SchemaOptions)[];
  const lost = settings.filter(
    (key) =>
      !holds.options.includes(key) && JSON.stringify(set.options[key]) !== JSON.stringify(NO_OPTIONS[key]),
  );
  if (lost.length > 0) note('constraints', lost.length);
}

/** The classes that an answer names. */
export function labelsOf(value: AnswerValue | null): readonly string[] {
  if (value === null) return [];
  if ('label' in value) return [value.label];
  if ('labels' in value) return value.labels;
  const parts = 'spans' in value ? value.spans : 'regions' in value ? value.regions : [];
  return parts.map(({ label }) => label);
}
