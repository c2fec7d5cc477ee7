/** @file What labeling asks of datasets and what an import hands it. */

import type { Evidence } from '../../src-shared/evaluation/uncertainty.ts';
import type { DatasetKind, Model, Person, Prediction, Sample } from '../../src-shared/contract.ts';

/** What a sample is, whatever people say of it. */
export type SampleContent = Pick<Sample, 'id' | 'text' | 'value' | 'split' | 'image' | 'metadata'>;

/** What labeling needs to know of samples; the datasets room answers it. */
export interface LabelingSamples {
  /** @throws AppError `house.notFound` when there is no such dataset (a removed one counts as gone). */
  requireDataset(dataset: string): {
    readonly kind: DatasetKind;
    readonly name: string;
    readonly samples: number;
  };
  /** Where each sample stands in the dataset; undefined for one that is not in it. */
  positionsOf(dataset: string, samples: readonly string[]): readonly (number | undefined)[];
  /** The samples at these positions, in the same order. */
  samplesAt(dataset: string, positions: readonly number[]): readonly SampleContent[];
  /** The encoded image of the sample at a position; small where it is kept small, too, unless `whole`. */
  imageAt(dataset: string, position: number, size?: 'small' | 'whole'): Uint8Array;
}

/** What a model of the registry is asked: a text, the cells of a row, an encoded image. */
export type AskedItem =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'table'; readonly cells: Readonly<Record<string, string | number | null>> }
  | { readonly kind: 'image'; readonly image: Uint8Array };

/** What labeling needs to know of a model. */
export type RegistryModel = Pick<Model, 'id' | 'name' | 'blob' | 'labels' | 'kind' | 'task' | 'summary'>;

/** What labeling asks of models; it is wired in app.ts, because they are opened later. */
export interface LabelingModels {
  /** @throws AppError `house.notFound` */
  get(model: string): RegistryModel;
  /** Asked in a process of its own. */
  ask(asked: { readonly model: string; readonly rows: readonly AskedItem[] }): Promise<ModelAnswer[]>;
}

/** What a model says of an item, and how sure it is. */
export interface ModelAnswer {
  readonly prediction: Prediction;
  /** Null where only the prediction tells, or the model does not say it. */
  readonly evidence: Evidence | null;
}

/** What labeling asks of training; it is wired in app.ts, because that is opened later. */
export interface LabelingTraining {
  /** Freezes the labels of a task as they are now and trains a recipe on them to the end. @returns the model */
  retrain(
    asked: { readonly dataset: string; readonly task: string; readonly recipe: string },
    person: Person,
  ): Promise<string | null>;
}

/** The file of a frozen version, and whose labels it took; the versions room answers it. @throws AppError `house.notFound` */
export type FrozenVersions = (
  version: string,
) => Promise<{ readonly name: string; readonly path: string; readonly task: string | null }>;

/** Rows of a file that have just been stored, in one dataset. */
export interface ImportBatch {
  readonly dataset: string;
  /** The id of the imported file. */
  readonly file: string;
  /** When the import started; one instant for all its batches. */
  readonly at: string;
  /**
   * Every new sample, with its label or null, and every sample that was there already and comes with a label. A sample
   * has the label that most rows of files gave it, none where they are even, and any label a person gave it before that.
   */
  readonly rows: readonly ImportedLabel[];
}

export interface ImportedLabel {
  readonly position: number;
  /** Trimmed, 1 to 80 characters (`CLASS_NAME_LENGTH`), or null. */
  readonly label: string | null;
  /** How many rows gave which label, where more than one row gave one. */
  readonly votes?: readonly Vote[] | undefined;
}

export interface Vote {
  readonly label: string;
  readonly rows: number;
}

/** Every vote of one import for samples that it brought, given once all of them are stored. */
export interface VotesBatch extends Omit<ImportBatch, 'rows'> {
  readonly rows: readonly { readonly position: number; readonly votes: readonly Vote[] }[];
}

export interface ImportOutcome {
  /** Rows whose label was taken. */
  readonly labeled: number;
  /** Samples that had another label from a file already. */
  readonly conflicts: readonly {
    readonly position: number;
    readonly label: string;
    readonly before: string;
  }[];
}
