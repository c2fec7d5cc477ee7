/** @file Words of the Runs page. */

export const en = {};

export const zh: typeof en = {};
