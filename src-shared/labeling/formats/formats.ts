/** @file The formats in which annotations come from other tools and go to them. Free of schemas: the window reads it, too. */
import type { TaskKind } from '../tasks/kinds.ts';

export const ANNOTATION_FORMATS = [
  'label-studio',
  'doccano',
  'conll',
  'spacy',
  'coco',
  'yolo',
  'yolo-obb',
  'yolo-segment',
  'yolo-pose',
  'voc',
  'cvat',
  'labelme',
  'csv',
] as const;
export type AnnotationFormat = (typeof ANNOTATION_FORMATS)[number];

export interface AnnotationFormatDescriptor {
  /** As the field calls it, in every language. */
  readonly name: string;
  /** The kinds of annotation task whose answers it can hold. */
  readonly kinds: readonly TaskKind[];
  /** Whether it is many files in folders. */
  readonly folder: boolean;
}

/** Total: a new format does not compile until it is described. */
export const ANNOTATION_FORMAT_TABLE: Readonly<Record<AnnotationFormat, AnnotationFormatDescriptor>> = {
  'label-studio': {
    name: 'Label Studio JSON',
    kinds: ['classification', 'multilabel', 'rating', 'spans', 'regions', 'preference', 'text'],
    folder: false,
  },
  doccano: { name: 'doccano JSONL', kinds: ['classification', 'multilabel', 'spans', 'text'], folder: false },
  conll: { name: 'CoNLL-2003', kinds: ['spans'], folder: false },
  spacy: { name: 'spaCy JSONL', kinds: ['classification', 'multilabel', 'spans'], folder: false },
  coco: { name: 'COCO JSON', kinds: ['regions'], folder: false },
  yolo: { name: 'YOLO detect', kinds: ['regions'], folder: true },
  'yolo-obb': { name: 'YOLO OBB', kinds: ['regions'], folder: true },
  'yolo-segment': { name: 'YOLO segment', kinds: ['regions'], folder: true },
  'yolo-pose': { name: 'YOLO pose', kinds: ['regions'], folder: true },
  voc: { name: 'Pascal VOC XML', kinds: ['regions'], folder: true },
  cvat: { name: 'CVAT XML 1.1', kinds: ['classification', 'multilabel', 'regions'], folder: false },
  labelme: { name: 'LabelMe JSON', kinds: ['regions'], folder: true },
  csv: {
    name: 'CSV',
    kinds: ['classification', 'multilabel', 'rating', 'spans', 'regions', 'preference', 'text'],
    folder: false,
  },
};
