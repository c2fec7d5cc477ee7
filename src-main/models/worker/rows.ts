/** @file What a model is asked, row by row, and what it answers. */
import type { PredictionWarning } from '../../../src-shared/contract.ts';

/** A row as people and programs write it. */
export type ModelRow =
  | { readonly kind: 'text'; readonly text: string }
  /** Cells by the name of their column; null where a value is not known. */
  | { readonly kind: 'table'; readonly cells: Readonly<Record<string, Cell>> }
  /** An encoded image: PNG, JPEG, WebP … */
  | { readonly kind: 'image'; readonly image: Uint8Array };

/** Numbers as a model gives them. */
export type Numbers = Float32Array | Float64Array;

export type Cell = string | number | null;

/** What was taken otherwise than it may have been meant; the words are added where it is told. */
export type RowWarning = Omit<PredictionWarning, 'message'>;

/** What a model says of `[N]` rows, in their order. */
export type Predictions =
  /** The likeliest class of each row, and `probabilities` `[N, classes]` row by row. */
  | {
      readonly task: 'classify';
      readonly classes: readonly string[];
      readonly labels: readonly string[];
      readonly probabilities: Numbers;
    }
  /** The number predicted for each row, in its own unit: `[N]`. */
  | { readonly task: 'regress'; readonly values: Numbers }
  /** How unlike the rows of its training each row is: `[N]`, squared deviations. */
  | { readonly task: 'reconstruct'; readonly errors: Numbers };
