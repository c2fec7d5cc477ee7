/** @file For each kind of annotation task: how suggestions of it are made. */
import type { TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';

/**
 * - `classes`: a model gives each answer a probability; the likeliest is suggested.
 * - `none`: no model of this version says parts of an item (spans, regions, several labels) or writes a text.
 */
export type SuggestedBy = 'classes' | 'none';

/** Total: a kind whose models come later gets its way here. */
export const SUGGESTED_BY: Readonly<Record<TaskKind, SuggestedBy>> = {
  classification: 'classes',
  multilabel: 'none',
  rating: 'classes',
  spans: 'none',
  regions: 'none',
  preference: 'classes',
  text: 'none',
};
