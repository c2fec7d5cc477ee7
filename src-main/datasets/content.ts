/** @file What the samples of a dataset are, and which of them a freeze takes. */
import * as z from 'zod';
import { Column, ImageForm, KINDS, TARGETS, type Target } from '../../src-shared/contract.ts';
import type { DatasetRow } from './queries.ts';
import { USABLE } from './tasks.ts';

const Columns = z.array(Column);
const Image = ImageForm.nullable();

/** The columns of a table and the size of images, as a row keeps them. */
export function contentOf({ columns, image }: { columns: string; image: string }) {
  return { columns: Columns.parse(JSON.parse(columns)), image: Image.parse(JSON.parse(image)) };
}

/** What is to be predicted. A table that came without a target gets one when people label its rows. */
export function targetOf({ kind, target, labeled }: Pick<DatasetRow, 'kind' | 'target' | 'labeled'>): Target {
  return KINDS[kind].hasClasses && TARGETS[target].column === null && labeled > 0 ? 'class' : target;
}

/** How many samples a freeze takes: those whose target is known. */
export function usableIn(
  row: Pick<DatasetRow, 'kind' | 'target' | 'labeled' | 'valued' | 'samples'>,
): number {
  return USABLE[targetOf(row)](row);
}
