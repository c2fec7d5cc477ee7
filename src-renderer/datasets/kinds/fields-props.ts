/** @file What the fields of each kind are given. */
import type { Dataset, Preview } from '../../../src-shared/contract.ts';
import type { Importing } from '../importing.svelte.ts';

export interface FieldsProps {
  readonly importing: Importing;
  readonly preview: Preview;
  /** The dataset that the file goes into; undefined for a new one. */
  readonly into: Dataset | undefined;
}
