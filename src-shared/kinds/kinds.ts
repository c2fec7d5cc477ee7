/** @file The kinds of data, and what is true of each for everybody. */

/** What a dataset holds: texts, rows of a table, images, or the passages of a running text to generate more of. */
export const KIND_NAMES = ['text', 'table', 'image', 'corpus'] as const;
export type DatasetKind = (typeof KIND_NAMES)[number];

export interface KindDescriptor {
  /** Whether a class can be said of each sample, by a column or by people. */
  readonly hasClasses: boolean;
  /** Whether it is written in a language. */
  readonly hasLanguage: boolean;
  /** Whether its content lies in named columns. */
  readonly hasColumns: boolean;
  /** Whether a sample is an image, kept beside its text and named by its pixels. */
  readonly hasImages: boolean;
  /** Whether the samples stand in an order that counts, each going on where the one before ends. */
  readonly inOrder: boolean;
}

/** Total: a new kind does not compile until it is described. */
export const KINDS: Readonly<Record<DatasetKind, KindDescriptor>> = {
  text: { hasClasses: true, hasLanguage: true, hasColumns: false, hasImages: false, inOrder: false },
  table: { hasClasses: true, hasLanguage: false, hasColumns: true, hasImages: false, inOrder: false },
  image: { hasClasses: true, hasLanguage: false, hasColumns: false, hasImages: true, inOrder: false },
  corpus: { hasClasses: false, hasLanguage: true, hasColumns: false, hasImages: false, inOrder: true },
};
