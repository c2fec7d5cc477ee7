/** @file Values of searches that the window needs as they are. */

/** `tpe` looks at each parameter on its own, `tpe-multivariate` at all of them together. */
export const SAMPLERS = ['tpe', 'tpe-multivariate', 'random', 'grid'] as const;

export const EARLY_STOPPINGS = ['none', 'median', 'asha'] as const;

/** Of searches and of queued runs. */
export const QUEUE_STATES = ['waiting', 'running', 'paused', 'finished', 'stopped', 'failed'] as const;
export type QueueState = (typeof QUEUE_STATES)[number];

/** `pruned`: ended early by the rule of its search; `stopped`: by somebody. */
export const TRIAL_STATES = ['running', 'finished', 'pruned', 'stopped', 'failed'] as const;

/** What a trial cost, beside the metrics of its run: seconds of training, bytes of the model's file. */
export const COSTS = ['seconds', 'bytes'] as const;

export const MOST_TRIALS = 10_000;
export const MOST_PARALLEL = 16;
