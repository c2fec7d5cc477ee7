/** @file What window and workbench both know of labeling, free of schemas: the window loads no schema library. */

/** Letters that already do something on the Label page: undo, skip, flag, note, go to, jobs. */
export const RESERVED_KEYS = ['u', 's', 'f', 'n', 'g', 'j'] as const;

/** `again`: items of one's own that one is asked a second time, without seeing what one said. */
export const QUEUES = ['unlabeled', 'skipped', 'flagged', 'labeled', 'all', 'again'] as const;
