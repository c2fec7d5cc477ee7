/** @file Values of the contract that the window needs as they are; apart from the schemas, whose library stays out of it. */

export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** What a dataset holds: texts, rows of a table, pictures, or the passages of a running text to generate more of. */
export const DATASET_KINDS = ['text', 'table', 'image', 'corpus'] as const;
export type DatasetKind = (typeof DATASET_KINDS)[number];

/** What is to be foretold of a sample: its class, a number, or nothing. */
export const TARGETS = ['class', 'number', 'none'] as const;
export type Target = (typeof TARGETS)[number];

/** A date counts as a number of days since 1970-01-01 once it is frozen. */
export const COLUMN_TYPES = ['number', 'category', 'text', 'date'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

export const COLUMN_ROLES = ['feature', 'target', 'ignore'] as const;

/** ONNX Runtime's execution providers beside the processor. */
export const ACCELERATORS = ['cuda', 'dml', 'coreml', 'webgpu'] as const;
export type Accelerator = (typeof ACCELERATORS)[number];
export const PROVIDERS = ['cpu', ...ACCELERATORS] as const;
export type Provider = (typeof PROVIDERS)[number];

/** What a model does; `other` is a model from elsewhere that says nothing of it. */
export const TASKS = ['classify', 'regress', 'reconstruct', 'generate', 'other'] as const;
export type Task = (typeof TASKS)[number];

/** The part of an endpoint's address: lower-case letters, digits, hyphens. */
export const ENDPOINT_NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
