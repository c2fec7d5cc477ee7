/** @file Which samples match a filter, a range at a time: of the store as it is, or of a moment of it. */
import type { Database } from 'better-sqlite3';
import { canonicalClass } from '../../src-shared/labeling/class-name.ts';
import type { MetadataFilter, SampleFilter } from '../../src-shared/contract.ts';
import { prepareMatching, type MetadataBounds } from './matching-queries.ts';
import type { Queries } from './queries.ts';

/** A filter with the id of its class in place of the name. */
interface Asked {
  readonly search: string;
  readonly label: number | null | undefined;
  readonly flagged: boolean | undefined;
  readonly metadata: MetadataFilter | undefined;
}

/** The parameters of the search for all that a filter says. */
export function searchOf({ search, label, flagged, metadata }: Asked) {
  return {
    pattern: patternOf(search),
    filtered: Number(label !== undefined),
    label: label ?? null,
    flagged: flagged === undefined ? null : Number(flagged),
    ...boundsOf(metadata),
  };
}

/** The class of an annotation task that is called so, however its name was typed. */
export function classNamed(
  queries: Pick<Queries, 'classNamed'>,
  { task, name }: { task: string; name: string },
): { id: number; samples: number } | undefined {
  return queries.classNamed.get(task, name) ?? queries.classNamed.get(task, canonicalClass(name));
}

/** @returns the positions that match among the samples whose keys lie in a range, its end left out */
export function matchingAt(
  db: Database,
  dataset: string,
  { task = dataset, search, label: name, flagged, metadata }: SampleFilter,
): (from: number, to: number) => number[] {
  const queries = prepareMatching(db);
  const label = typeof name === 'string' ? classNamed(queries, { task, name })?.id : name;
  if (typeof name === 'string' && label === undefined) return () => [];
  const asked = searchOf({ search, label, flagged, metadata });
  return (from, to) => queries.search.all({ task, from, to, ...asked });
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
