/** @file Words of the Data page. */

export const en = {};

export const zh: typeof en = {};
