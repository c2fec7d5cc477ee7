/** @file Words of the Train page. */

export const en = {};

export const zh: typeof en = {};
