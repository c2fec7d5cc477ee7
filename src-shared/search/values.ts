/** @file Values of searches that the window needs as they are. */

/** `tpe-multivariate` looks at all parameters together and is what searches begin with, `tpe` at each on its own. */
export const SAMPLERS = ['tpe-multivariate', 'tpe', 'random', 'grid'] as const;

export const EARLY_STOPPINGS = ['none', 'median', 'asha', 'halving'] as const;

/** Of searches and of queued runs. */
export const QUEUE_STATES = ['waiting', 'running', 'paused', 'finished', 'stopped', 'failed'] as const;
export type QueueState = (typeof QUEUE_STATES)[number];

/** `held`: waits until the others are as far; `pruned`: ended early by the rule of its search; `stopped`: by somebody. */
export const TRIAL_STATES = ['running', 'held', 'finished', 'pruned', 'stopped', 'failed'] as const;

/** What a trial cost, beside the metrics of its run: seconds of training, bytes of the model's file. */
export const COSTS = ['seconds', 'bytes'] as const;

/** The dimension that says which dataset version is learned from: no parameter of a recipe, but a choice like them. */
export const VERSION_DIMENSION = 'version';

export const MOST_TRIALS = 10_000;
export const MOST_PARALLEL = 16;

/** What batches of changes are told apart by in a bisection. */
export const BISECT_BY = ['change', 'author', 'file', 'day', 'class'] as const;
export type BisectBy = (typeof BISECT_BY)[number];
export const USUAL_BY: readonly BisectBy[] = ['change', 'author', 'file', 'day'];

/** Trainings of a bisection at most, and with how many seeds each end is trained. */
export const MOST_TRAININGS = 200;
export const USUAL_TRAININGS = 12;
export const USUAL_SEEDS = 3;
