/** @file The part of the import form that is a kind's own. */
import type { Component } from 'svelte';
import type { DatasetKind } from '../../../src-shared/contract.ts';
import type { FieldsProps } from './fields-props.ts';
import ImageFields from './ImageFields.svelte';
import TableFields from './TableFields.svelte';
import TextFields from './TextFields.svelte';

/** Null where nothing is chosen: a running text is taken as it is. */
export const FIELDS: Readonly<Record<DatasetKind, Component<FieldsProps> | null>> = {
  text: TextFields,
  table: TableFields,
  image: ImageFields,
  corpus: null,
};
