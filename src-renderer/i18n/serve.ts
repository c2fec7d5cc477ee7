/** @file Words of the Serve page. */

export const en = {};

export const zh: typeof en = {};
