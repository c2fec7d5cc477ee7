/** @file Which samples match a filter, a range at a time: of the store as it is, or of a moment of it. */
import type { Database } from 'better-sqlite3';
import type { MetadataFilter, SampleFilter } from '../../src-shared/contract.ts';
import { KEYS_OF_A_DATASET } from '../kinds/sample-key.ts';
import { ALL_LABELS, askedLabel, type AskedLabel } from './asked-label.ts';
import { prepareMatching, type MetadataBounds } from './matching-queries.ts';

/** A filter with what its label means in place of the name. */
interface Asked {
  readonly search: string;
  readonly label: AskedLabel;
  readonly flagged: boolean | undefined;
  readonly metadata: MetadataFilter | undefined;
}

/** The parameters of the search for all that a filter says. */
export function searchOf({ search, label: { label }, flagged, metadata }: Asked) {
  return {
    pattern: patternOf(search),
    label,
    flagged: flagged === undefined ? null : Number(flagged),
    ...boundsOf(metadata),
  };
}

/** @returns the positions that match among the samples whose keys lie in a range, its end left out */
export function matchingAt(
  db: Database,
  dataset: string,
  { task = dataset, search, label: name, flagged, metadata }: SampleFilter,
): (from: number, to: number) => number[] {
  const queries = prepareMatching(db);
  const kind = queries.labelTask.get(task)?.kind ?? 'classification';
  const label = name === undefined ? ALL_LABELS : askedLabel(queries, { task, kind }, name);
  if (label === undefined) return () => [];
  const asked = searchOf({ search, label, flagged, metadata });
  return (from, to) => {
    const base = from - (from % KEYS_OF_A_DATASET);
    return queries.search[label.question].all({ task, base, from: from - base, to: to - base, ...asked });
  };
}

function boundsOf(filter: MetadataFilter | undefined): MetadataBounds {
  const { column = null, is, contains, from: least = null, to: most = null } = filter ?? {};
  return {
    column,
    without: Number(is === null),
    is: is ?? null,
    least,
    most,
    contains: contains === undefined ? null : patternOf(contains),
  };
}

const patternOf = (text: string): string => `%${text.normalize('NFC').replace(/[\\%_]/g, '\\$&')}%`;
