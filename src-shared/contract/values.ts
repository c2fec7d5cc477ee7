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

/** How sure an encoding is: said by somebody, by the bytes themselves, or guessed from them. */
export const CERTAINTIES = ['given', 'certain', 'likely', 'doubtful'] as const;
/** What quotes the cells of a text file: nothing, where quotes are letters like any other. */
export const QUOTES = ['"', "'", ''] as const;
/** How a quote stands inside a quoted cell: written twice, or after a backslash. */
export const ESCAPES = ['double', 'backslash'] as const;
/** What ends a line; under `mixed` each of LF, CRLF and CR. */
export const LINE_ENDS = ['lf', 'crlf', 'cr', 'mixed'] as const;
/** What becomes of an import with bad rows: all kept rows, unless more than a few, or any at all, were bad. */
export const REJECT_RULES = ['few', 'none', 'any'] as const;
export type RejectRule = (typeof REJECT_RULES)[number];

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
