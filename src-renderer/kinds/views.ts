/** @file How a sample is shown, by the kind of data. */
import type { Snippet } from 'svelte';
import type { DatasetKind } from '../../src-shared/contract.ts';

/** As its text, as the cells of its row, or as its image. */
export type View = 'text' | 'row' | 'image';

/** Total: a new kind does not compile until it says how its samples are shown. */
export const VIEWS: Readonly<Record<DatasetKind, View>> = {
  text: 'text',
  table: 'row',
  image: 'image',
  corpus: 'text',
};

/** What a page shows in each view. Total: a new view does not compile until every page has it. */
export type Shown = Readonly<Record<View, Snippet>>;
