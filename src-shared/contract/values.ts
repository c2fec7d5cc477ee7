/** @file Values of the contract that the window needs as they are; apart from the schemas, whose library stays out of it. */

export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** The part of an endpoint's address: lower-case letters, digits, hyphens. */
export const ENDPOINT_NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
