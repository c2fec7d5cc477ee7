/** @file For each kind of annotation task: what helps with it. Window and workbench offer nothing else. Free of schemas. */
import type { Target } from '../../tasks/tasks.ts';
import type { TaskKind } from '../tasks/kinds.ts';
import type { SchemaOptions } from '../tasks/schema.ts';
import { ACTIVE_ORDERS, RANKED_ORDERS, type ActiveOrder, type RankedOrder } from './values.ts';

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
  /**
   * The orders that its queue may have. Those that ask how sure somebody is need a model: where an answer is one of several, the
   * fast classifier or one of the registry; where it has parts, one of the registry.
   */
  readonly orders: readonly RankedOrder[];
  /** Whether labeling functions vote on its items. */
  readonly functions: boolean;
}

const BY_NOBODY = ['random', 'diverse'] as const satisfies readonly RankedOrder[];
/**
 * Of parts that are there or not. A margin is the same order as the least confident there; a committee and confident learning need
 * classifiers that learn in seconds.
 */
const BY_PARTS: readonly RankedOrder[] = ['random', 'leastConfident', 'entropy', 'diverse', 'modelDisagrees'];
/** A token has one of several tags, so that there is a second one. */
const BY_TOKENS: readonly RankedOrder[] = [...BY_PARTS, 'margin'];

/** Total: a new kind does not compile until it is said what helps with it. */
export const HELP_TABLE: Readonly<Record<TaskKind, HelpDescriptor>> = {
  classification: { suggestedBy: 'classes', target: 'class', orders: RANKED_ORDERS, functions: true },
  multilabel: { suggestedBy: 'parts', target: 'labels', orders: BY_PARTS, functions: false },
  rating: { suggestedBy: 'classes', target: 'class', orders: RANKED_ORDERS, functions: false },
  spans: { suggestedBy: 'parts', target: 'spans', orders: BY_TOKENS, functions: false },
  regions: { suggestedBy: 'parts', target: 'regions', orders: BY_PARTS, functions: false },
  preference: { suggestedBy: 'classes', target: 'class', orders: RANKED_ORDERS, functions: false },
  text: { suggestedBy: 'none', target: 'none', orders: BY_NOBODY, functions: false },
};

/** Whether suggestions can be kept unseen: no part has a question that must be answered, which no model does. */
export function canKeepAtOnce({ attributes }: Pick<SchemaOptions, 'attributes'>): boolean {
  return attributes.every(({ required }) => !required);
}

/** The orders of a kind of task, as they are listed everywhere. */
export const ordersOf = (kind: TaskKind): readonly RankedOrder[] =>
  RANKED_ORDERS.filter((order) => HELP_TABLE[kind].orders.includes(order));

/** Those that active learning may follow; none where no model learns the answers. */
export const activeOrdersOf = (kind: TaskKind): readonly ActiveOrder[] =>
  ACTIVE_ORDERS.filter((order) => HELP_TABLE[kind].orders.includes(order));

/** Whether answers of a task are ranked and learned by a model of the registry alone. */
export const needsModel = (kind: TaskKind): boolean => HELP_TABLE[kind].suggestedBy === 'parts';
