/** @file The kinds of annotation task, and what is true of each for everybody. Free of schemas: the window reads it, too. */
import type { DatasetKind } from '../../kinds/kinds.ts';
import { TARGETS, type Target } from '../../tasks/tasks.ts';

/** What is asked of each item. A hierarchy is a classification whose classes have parents. */
export const TASK_KINDS = [
  'classification',
  'multilabel',
  'rating',
  'spans',
  'regions',
  'preference',
  'text',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export interface TaskKindDescriptor {
  /** The kinds of data that it can be asked of. */
  readonly of: readonly DatasetKind[];
  /** Whether its answers name classes of the schema. */
  readonly hasClasses: boolean;
  /** Whether an answer is a set of parts (labels, spans, regions), so that it can be empty and still be an answer. */
  readonly hasParts: boolean;
  /** How the answers of several people become one without anybody's judgment; `none`: only by adjudication. */
  readonly vote: 'class' | 'parts' | 'number' | 'none';
  /** What models learn from its answers; `none`: no recipe learns them. */
  readonly target: Target;
}

/** Total: a new kind does not compile until it is described. */
export const TASK_KIND_TABLE: Readonly<Record<TaskKind, TaskKindDescriptor>> = {
  classification: {
    of: ['text', 'table', 'image'],
    hasClasses: true,
    hasParts: false,
    vote: 'class',
    target: 'class',
  },
  multilabel: {
    of: ['text', 'table', 'image'],
    hasClasses: true,
    hasParts: true,
    vote: 'parts',
    target: 'labels',
  },
  rating: {
    of: ['text', 'table', 'image'],
    hasClasses: false,
    hasParts: false,
    vote: 'number',
    target: 'none',
  },
  spans: { of: ['text'], hasClasses: true, hasParts: true, vote: 'parts', target: 'spans' },
  regions: { of: ['image'], hasClasses: true, hasParts: true, vote: 'parts', target: 'regions' },
  preference: { of: ['table'], hasClasses: false, hasParts: false, vote: 'class', target: 'preferences' },
  text: { of: ['text', 'table', 'image'], hasClasses: false, hasParts: false, vote: 'none', target: 'none' },
};

/** Whether an answer of this kind is one class, and nothing beside it. */
export const isOneClass = (kind: TaskKind): boolean => TARGETS[TASK_KIND_TABLE[kind].target].hasClasses;

/** How the answers to one item become its label. */
export const RESOLUTIONS = ['last', 'majority', 'weighted', 'adjudicated'] as const;
/**
 * - `last`: the last answer counts, whoever gave it; one answer an item is enough.
 * - `majority`: the answer of most of those who answered; none while they are even.
 * - `weighted`: by Dawid and Skene (1979), each person's answers weigh as much as their confusion matrix says.
 * - `adjudicated`: what all agree on counts; where they differ, an adjudicator decides.
 */
export type Resolution = (typeof RESOLUTIONS)[number];

/** The geometries of a region on an image. */
export const SHAPES = ['box', 'polygon', 'keypoints', 'mask'] as const;
export type Shape = (typeof SHAPES)[number];
