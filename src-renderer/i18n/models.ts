/** @file Words of the Models page. */

export const en = {};

export const zh: typeof en = {};
