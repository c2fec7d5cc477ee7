/** @file What the job `import` is told of its file. */
import type { FileColumn, ImageRules, RejectRule } from '../../../src-shared/contract.ts';
import type { ImageFormat } from './layout.ts';
import type { TableSource } from './reading/rows.ts';

/** What a file is read as. */
export type ImportSpec = {
  readonly fileName: string;
  /** Bad rows that are borne. */
  readonly rejects: RejectRule;
} & (
  | {
      readonly kind: 'text';
      readonly source: TableSource;
      readonly textColumn: string;
      readonly labelColumn: string | null;
      readonly metadata: readonly FileColumn[];
    }
  | { readonly kind: 'table'; readonly source: TableSource; readonly columns: readonly FileColumn[] }
  | {
      readonly kind: 'image';
      readonly path: string;
      readonly format: ImageFormat;
      /** Those of the dataset that the images go into. */
      readonly rules: ImageRules;
      readonly columns?: undefined;
      readonly names: string | null;
    }
  | {
      readonly kind: 'image';
      readonly path: string;
      readonly format: 'parquet';
      readonly rules: ImageRules;
      readonly columns: { readonly image: string; readonly label: string | null };
    }
  | {
      readonly kind: 'corpus';
      readonly path: string;
      readonly encoding: string | null;
      readonly names: string | null;
    }
);
