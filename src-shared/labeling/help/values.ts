/** @file What window and workbench both know of queues and help, free of schemas. */

/** Orders of a queue that are computed; without one, items come in the order of the dataset. */
export const RANKED_ORDERS = [
  'random',
  'leastConfident',
  'margin',
  'entropy',
  'disagreement',
  'diverse',
  'labelErrors',
  'modelDisagrees',
] as const;
export type RankedOrder = (typeof RANKED_ORDERS)[number];

export interface OrderDescriptor {
  /** Goes through labels that are there, in place of items without one. */
  readonly reviews: boolean;
  /** Asks how sure somebody is: a classifier that learns from the labels, or a model. */
  readonly learns: boolean;
  /** Whether a model of the registry can be asked. */
  readonly takesModel: boolean;
}

/** Total: a new order does not compile until it is described. */
export const RANKED_ORDER_TABLE: Readonly<Record<RankedOrder, OrderDescriptor>> = {
  random: { reviews: false, learns: false, takesModel: false },
  leastConfident: { reviews: false, learns: true, takesModel: true },
  margin: { reviews: false, learns: true, takesModel: true },
  entropy: { reviews: false, learns: true, takesModel: true },
  disagreement: { reviews: false, learns: true, takesModel: true },
  diverse: { reviews: false, learns: false, takesModel: false },
  labelErrors: { reviews: true, learns: true, takesModel: true },
  modelDisagrees: { reviews: true, learns: true, takesModel: true },
};

/**
 * So many places belong to each ranking: a place is its number times this, and the rank from 0. So places of a newer ranking
 * are larger than those of any before.
 */
export const PLACES_OF_RANKING = 100_000;

/** Orders that active learning may follow. */
export const ACTIVE_ORDERS = ['leastConfident', 'margin', 'entropy', 'disagreement'] as const;
export type ActiveOrder = (typeof ACTIVE_ORDERS)[number];

/** What the points of a learning curve may be. */
export const LEARNING_METRICS = ['macroF1', 'spanF1', 'map', 'meanIou'] as const;
export type LearningMetric = (typeof LEARNING_METRICS)[number];

/** Suggestions of the fast classifier and of labeling functions; others are named by the id of their model. */
export const FAST_SOURCE = 'fast';
export const FUNCTIONS_SOURCE = 'functions';

/** What a labeling function looks at. */
export const FUNCTION_KINDS = ['pattern', 'dictionary', 'metadata', 'model'] as const;
export type FunctionKind = (typeof FUNCTION_KINDS)[number];

export const COMPARISONS = ['equals', 'notEquals', 'less', 'greater', 'contains'] as const;
export type Comparison = (typeof COMPARISONS)[number];
