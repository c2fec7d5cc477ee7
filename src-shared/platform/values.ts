/** @file Values of the contract that the window needs as they are; apart from the schemas, whose library stays out of it. */

export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** A date counts as a number of days since 1970-01-01 once it is frozen. */
export const COLUMN_TYPES = ['number', 'category', 'text', 'date'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/**
 * How the numbers of a column are written: `plain` as programs do (1800.5), `grouped` with apostrophes or spaces between
 * thousands (1'800.5), with a decimal point (1,800.5), with a decimal comma (1.800,5), or `padded`: whole numbers with
 * zeros before them (00042), which are codes unless somebody says that they are numbers. A sign of accounting or of
 * typography may stand with all of them: (3.50) and −3.50 are -3.5.
 */
export const NUMBER_NOTATIONS = ['plain', 'grouped', 'decimal-point', 'decimal-comma', 'padded'] as const;
export type NumberNotation = (typeof NUMBER_NOTATIONS)[number];
/**
 * How its dates are; a time of day may follow, and a zone as an offset or UTC, which is also what none means. The order
 * counts, not what separates: `day/month/year` also reads 22-11-2026, `year-month-day` 2026.11.22 and 2026年11月22日.
 * `month-name` is a month in words (22 Nov 2026), `compact` has no separators (20261122).
 */
export const DATE_NOTATIONS = [
  'year-month-day',
  'day.month.year',
  'day/month/year',
  'month/day/year',
  'month-name',
  'compact',
] as const;
export type DateNotation = (typeof DATE_NOTATIONS)[number];
export const NOTATIONS = [...NUMBER_NOTATIONS, ...DATE_NOTATIONS] as const;
export type Notation = (typeof NOTATIONS)[number];

const NUMBERS: ReadonlySet<Notation> = new Set(NUMBER_NOTATIONS);

/** Whether a notation is one of numbers or of dates. */
export function typeOfNotation(notation: Notation): 'number' | 'date' {
  return NUMBERS.has(notation) ? 'number' : 'date';
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
/**
 * What the cells of a column say that its type does not: rows are counted (`counter`) or named (`identifier`) by it; its
 * digits are codes, by the zeros before them (`padded`) or because a number would round them (`long`); its times name a
 * zone (`zone`); it has no values (`empty`).
 */
export const COLUMN_NOTES = ['counter', 'identifier', 'padded', 'long', 'zone', 'nested', 'empty'] as const;
export type ColumnNote = (typeof COLUMN_NOTES)[number];

/** `metadata` is kept with the sample and seen, filtered and compared by, but nothing is learned from it. */
export const COLUMN_ROLES = ['feature', 'target', 'metadata', 'ignore'] as const;

/** What the numbers of an image with more than 8 bits are. */
export const IMAGE_DEPTHS = ['int8', 'uint16', 'int16', 'uint32', 'int32', 'float16', 'float32'] as const;
export type ImageDepth = (typeof IMAGE_DEPTHS)[number];

/** ONNX Runtime's execution providers beside the processor. */
export const ACCELERATORS = ['cuda', 'dml', 'coreml', 'webgpu'] as const;
export type Accelerator = (typeof ACCELERATORS)[number];
export const PROVIDERS = ['cpu', ...ACCELERATORS] as const;
export type Provider = (typeof PROVIDERS)[number];

/** The part of an endpoint's address: lower-case letters, digits, hyphens. */
export const ENDPOINT_NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
