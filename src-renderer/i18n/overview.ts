/** @file Words of the Overview page. */

export const en = {};

export const zh: typeof en = {};
