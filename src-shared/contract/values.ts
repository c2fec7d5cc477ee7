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

/**
 * How the numbers of a column are written: `plain` as programs do (1800.5), `grouped` with apostrophes or spaces between
 * thousands (1'800.5), with a decimal point (1,800.5), or with a decimal comma (1.800,5).
 */
export const NUMBER_NOTATIONS = ['plain', 'grouped', 'decimal-point', 'decimal-comma'] as const;
export type NumberNotation = (typeof NUMBER_NOTATIONS)[number];
/** How its dates are; a time of day may follow. */
export const DATE_NOTATIONS = [
  'year-month-day',
  'day.month.year',
  'day/month/year',
  'month/day/year',
] as const;
export type DateNotation = (typeof DATE_NOTATIONS)[number];
export const NOTATIONS = [...NUMBER_NOTATIONS, ...DATE_NOTATIONS] as const;
export type Notation = (typeof NOTATIONS)[number];

/** Whether a notation is one of numbers or of dates. */
export function typeOfNotation(notation: Notation): 'number' | 'date' {
  return NUMBER_NOTATIONS.some((one) => one === notation) ? 'number' : 'date';
}

export const COLUMN_ROLES = ['feature', 'target', 'ignore'] as const;

/** What the numbers of a picture with more than 8 bits are. */
export const PICTURE_DEPTHS = ['int8', 'uint16', 'int16', 'uint32', 'int32', 'float16', 'float32'] as const;
export type PictureDepth = (typeof PICTURE_DEPTHS)[number];

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
