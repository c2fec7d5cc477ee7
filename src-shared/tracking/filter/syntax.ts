/**
 * @file What a filter of runs means. There is no third truth: a comparison with what a run does not have, or with NaN, does
 * not hold, neither does `!=`; `not` turns any condition round.
 */
import type { Field } from './fields.ts';

export const OPERATORS = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Operator = (typeof OPERATORS)[number];

export type Literal = number | string | boolean;

/** A stretch of time in ISO 8601, its end not included: a day, a minute, a second or a millisecond. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

export type Test =
  | { readonly is: 'compare'; readonly operator: Operator; readonly value: Literal }
  | { readonly is: 'during'; readonly operator: Operator; readonly stretch: Stretch }
  | { readonly is: 'in'; readonly negated: boolean; readonly values: readonly Literal[] }
  /** `like` has `%` for any text and `_` for one letter; neither heeds upper and lower case. */
  | { readonly is: 'like' | 'contains'; readonly negated: boolean; readonly text: string }
  | { readonly is: 'missing' | 'nan'; readonly negated: boolean };

export type Filter =
  | { readonly is: 'and' | 'or'; readonly all: readonly Filter[] }
  | { readonly is: 'not'; readonly one: Filter }
  | { readonly is: 'test'; readonly field: Field; readonly test: Test };
