/** @file The kinds of alerts and what they may be told of. */

/**
 * `notFinite`: a value is NaN or infinite. `divergence`: a metric is worse than its best by a factor. `noProgress`: no better
 * value for so many steps or minutes. `threshold`: a value above or below a limit. `ended`: the run ended in one of these ways.
 */
export const ALERT_KINDS = ['notFinite', 'divergence', 'noProgress', 'threshold', 'ended'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** How a run can end. */
export const ENDED_STATES = ['finished', 'failed', 'crashed', 'stopped', 'interrupted'] as const;
export type EndedState = (typeof ENDED_STATES)[number];

/** What became of the local command of an alert; `none`: there is none. */
export const COMMAND_STATES = ['none', 'waiting', 'done', 'failed'] as const;

/** Seconds that a local command may take, unless its owner says otherwise, and the most. */
export const COMMAND_SECONDS = { usual: 30, most: 600 } as const;
