/** @file Words of the Settings page. */

export const en = {};

export const zh: typeof en = {};
