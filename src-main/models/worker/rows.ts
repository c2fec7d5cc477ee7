/** @file What a model is asked, row by row, and what it answers. */
import type { PredictionWarning } from '../../../src-shared/contract.ts';
import type { DetectedBox } from '../../../src-shared/evaluation/detection.ts';
import type { Uncertainty } from '../../../src-shared/evaluation/uncertainty.ts';
import type { PredictedSpan } from '../../text/index.ts';

/** A row as people and programs write it. */
export type ModelRow =
  | { readonly kind: 'text'; readonly text: string }
  /** Cells by the name of their column; null where a value is not known. */
  | { readonly kind: 'table'; readonly cells: Readonly<Record<string, Cell>> }
  /** An encoded image: PNG, JPEG, WebP … */
  | { readonly kind: 'image'; readonly image: Uint8Array };

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** What of a row its answer has to be read with. */
export interface SeenRow {
  /** As it was asked. */
  readonly text?: string;
  /** Of the image as it looks, in pixels. */
  readonly size?: PixelSize;
}

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
  /** The labels of each row whose probability reaches their threshold; `probabilities` is `[N, classes]`. */
  | {
      readonly task: 'multilabel';
      readonly classes: readonly string[];
      readonly thresholds: readonly number[];
      readonly labels: readonly (readonly string[])[];
      readonly probabilities: Numbers;
    }
  /** The spans of each text, in UTF-16 units of the text as it was asked. */
  | {
      readonly task: 'tag';
      readonly classes: readonly string[];
      readonly spans: readonly (readonly PredictedSpan[])[];
      readonly texts: readonly string[];
      /** Of each text, where it was asked for; null for one without a token. */
      readonly uncertainties?: readonly (Uncertainty | null)[];
    }
  /** The boxes of each image in its own pixels, the best first, none of which is a double; `sizes` are those of the images. */
  | {
      readonly task: 'detect';
      readonly classes: readonly string[];
      readonly boxes: readonly (readonly DetectedBox[])[];
      readonly sizes: readonly PixelSize[];
    }
  /** The class of each pixel by rows, 0 for none and 1 for the first; each image is stretched to `size`. */
  | {
      readonly task: 'segment';
      readonly classes: readonly string[];
      readonly size: PixelSize;
      readonly maps: readonly Uint8Array[];
      /** Of each row the mean probability of the pixels of each class, where they were asked for. */
      readonly confidences?: readonly (readonly number[])[];
      /** Of each image, where it was asked for and the file gives probabilities. */
      readonly uncertainties?: readonly Uncertainty[];
      readonly sizes: readonly PixelSize[];
    }
  /** The number predicted for each row, in its own unit: `[N]`. */
  | { readonly task: 'regress'; readonly values: Numbers }
  /** How preferable each row is: `[N]`; only differences between two of them mean something. */
  | { readonly task: 'rank'; readonly scores: Numbers }
  /** How unlike the rows of its training each row is: `[N]`, squared deviations. */
  | { readonly task: 'reconstruct'; readonly errors: Numbers };
