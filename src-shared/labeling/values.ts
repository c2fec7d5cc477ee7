/** @file What window and workbench both know of labeling, free of schemas: the window loads no schema library. */

/** The longest name of a class, in UTF-16 units. */
export const CLASS_NAME_LENGTH = 80;
export const MOST_CLASSES = 500;

/** Letters that already do something on the Label page: undo, skip, flag, note, go to, jobs. */
export const RESERVED_KEYS = ['u', 's', 'f', 'n', 'g', 'j'] as const;

/**
 * - `again`: items of one's own that one is asked a second time, without seeing what one said.
 * - `ranked`: in the order that one chose, or that active learning made; without either, that of the dataset.
 */
export const QUEUES = ['unlabeled', 'skipped', 'flagged', 'labeled', 'all', 'again', 'ranked'] as const;
