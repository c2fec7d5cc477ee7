/** @file For each kind of annotation task: what helps with it. Window and workbench offer nothing else. Free of schemas. */
import type { Target } from '../../tasks/tasks.ts';
import type { TaskKind } from '../tasks/kinds.ts';
import type { SchemaOptions } from '../tasks/schema.ts';

/**
 * - `classes`: an answer is one of several; a model gives each a probability, and the likeliest is suggested.
 * - `parts`: an answer is a set of labels, spans or regions, which only a model that was trained on such sets says.
 * - `none`: no model writes such an answer.
 */
export type SuggestedBy = 'classes' | 'parts' | 'none';

export interface HelpDescriptor {
  readonly suggestedBy: SuggestedBy;
  /** What models that suggest answers have learned. */
  readonly target: Target;
  /** Whether a fast classifier learns from its answers, so that queues are ranked by it and active learning runs. */
  readonly learns: boolean;
  /** Whether labeling functions vote on its items. */
  readonly functions: boolean;
}

/** Total: a new kind does not compile until it is said what helps with it. */
export const HELP_TABLE: Readonly<Record<TaskKind, HelpDescriptor>> = {
  classification: { suggestedBy: 'classes', target: 'class', learns: true, functions: true },
  multilabel: { suggestedBy: 'parts', target: 'labels', learns: false, functions: false },
  rating: { suggestedBy: 'classes', target: 'class', learns: true, functions: false },
  spans: { suggestedBy: 'parts', target: 'spans', learns: false, functions: false },
  regions: { suggestedBy: 'parts', target: 'regions', learns: false, functions: false },
  preference: { suggestedBy: 'classes', target: 'class', learns: true, functions: false },
  text: { suggestedBy: 'none', target: 'none', learns: false, functions: false },
};

/** Whether suggestions can be kept unseen: no part has a question that must be answered, which no model does. */
export function canKeepAtOnce({ attributes }: Pick<SchemaOptions, 'attributes'>): boolean {
  return attributes.every(({ required }) => !required);
}
