/** @file What an evaluation is told, and what it tells batch by batch. */
import type { Comparison, UnknownWords } from '../../../src-shared/contract.ts';
import type { DetectedBox, TrueBox } from '../../../src-shared/evaluation/detection.ts';
import type { Won } from '../../../src-shared/evaluation/preferences.ts';
import type { LabeledSpan } from '../../../src-shared/evaluation/spans.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import type { Numbers, PixelSize } from '../../models/worker/index.ts';
import type { FrozenVersion, Split } from '../../versions/worker/index.ts';

export interface EvaluateSpec {
  /** The model file. */
  readonly model: string;
  readonly version: FrozenVersion;
  readonly split: Split;
  readonly threads?: number;
  /** The file of the version's baselines; compared with none unless given. */
  readonly baselines?: string | undefined;
}

export interface EvaluateResult {
  readonly samples: number;
  /** Null where there is no baseline to compare with. */
  readonly comparison: Comparison | null;
  /** Of pairs: how many hold something that the training split holds, too; null elsewhere. */
  readonly seen: number | null;
}

export interface Named {
  readonly ids: readonly string[];
  /** What a list of samples shows of each: its text, its row as JSON, nothing of an image. Clipped. */
  readonly texts: readonly string[];
  /** What the metadata say of each sample, by column. */
  readonly slices?: readonly { readonly column: string; readonly values: readonly (string | null)[] }[];
}

/** `actual` `[samples]` class indices, `probabilities` `[samples, classes]`. */
export interface ClassifiedBatch extends Named {
  readonly task: 'classify';
  readonly actual: Int32Array;
  readonly probabilities: Numbers;
  /** Of all texts so far, where the model is one of ours. */
  readonly unknown?: UnknownWords;
}

/** Numbers in the target's own unit, `[samples]` each. */
export interface RegressedBatch extends Named {
  readonly task: 'regress';
  readonly actual: Float64Array;
  readonly predicted: Numbers;
}

/** Several labels a sample: `truths` (1 where it has the label) and `probabilities` are `[samples, labels]`. */
export interface LabeledBatch extends Named {
  readonly task: 'multilabel';
  readonly truths: Uint8Array;
  readonly probabilities: Numbers;
  readonly thresholds: readonly number[];
  /** Labels of these samples that the model does not know. */
  readonly unknownLabels: number;
}

/** Spans of each text, in UTF-16 units. */
export interface TaggedBatch extends Named {
  readonly task: 'tag';
  readonly truths: readonly (readonly LabeledSpan[])[];
  readonly predicted: readonly (readonly LabeledSpan[])[];
  readonly unknownLabels: number;
}

/** Boxes on each image, in its own pixels. */
export interface DetectedBatch extends Named {
  readonly task: 'detect';
  readonly sizes: readonly PixelSize[];
  readonly truths: readonly (readonly TrueBox[])[];
  readonly predicted: readonly (readonly DetectedBox[])[];
  readonly unknownLabels: number;
}

/** The class of each pixel by rows, at the size of the network. */
export interface SegmentedBatch extends Named {
  readonly task: 'segment';
  readonly size: PixelSize;
  /** Of the images themselves. */
  readonly sizes: readonly PixelSize[];
  readonly truths: readonly Uint8Array[];
  readonly predicted: readonly Uint8Array[];
  readonly unknownLabels: number;
}

/** Pairs of texts: what the first got, and the scores of both, `[samples, 2]`. */
export interface RankedBatch extends Named {
  readonly task: 'rank';
  readonly won: readonly Won[];
  readonly scores: Numbers;
  readonly pairs: readonly (readonly [first: string, second: string])[];
}

export interface ReconstructedBatch extends Named {
  readonly task: 'reconstruct';
  readonly errors: Numbers;
}

/** Part of a text: its tokens and characters, and the sum of -ln p(token) in nats. */
export interface ForetoldBatch {
  readonly task: 'generate';
  readonly tokens: number;
  readonly characters: number;
  readonly lossSum: number;
}

/** What a model said of some rows. */
export type RowsBatch =
  | ClassifiedBatch
  | RegressedBatch
  | LabeledBatch
  | TaggedBatch
  | DetectedBatch
  | SegmentedBatch
  | RankedBatch
  | ReconstructedBatch;

/** What a model said of some samples. */
export type EvaluatedBatch = RowsBatch | ForetoldBatch;

export type Port = Pick<JobPort<EvaluatedBatch>, 'emit' | 'progress' | 'signal' | 'scratch'>;

/** @throws AppError `house.cancelled` once it is to stop */
export function stopWhenAsked({ signal }: Port): void {
  if (signal.aborted) throw new AppError('house.cancelled', { what: 'The evaluation' });
}
