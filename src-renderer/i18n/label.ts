/** @file Words of the Label page. */

export const en = {};

export const zh: typeof en = {};
