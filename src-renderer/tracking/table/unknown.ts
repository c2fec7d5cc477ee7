/** @file Names that a filter asks for and no run has: why a table may be empty. */
import { fieldText, type Field } from '../../../src-shared/tracking/filter/fields.ts';
import { parseFilter } from '../../../src-shared/tracking/filter/parse.ts';
import type { Filter } from '../../../src-shared/tracking/filter/syntax.ts';
import type { FilterNames } from './complete.ts';

/** Of more names the workbench tells only these. */
const MOST_TOLD = 1000;

/** As they are written in a filter; none where it cannot be read. */
export function unknownNames(filter: string, known: FilterNames): readonly string[] {
  const names = { metric: known.results, parameter: known.parameters, tag: known.tags };
  const isUnknown = (field: Field): boolean => {
    if (field.of === 'attribute' || field.of === 'tags') return false;
    const told = names[field.of];
    // What the machine did is measured, and is no result.
    if (field.of === 'metric' && field.name.startsWith('system/')) return false;
    return told.length < MOST_TOLD && !told.includes(field.name);
  };
  return [...new Set(fieldsIn(read(filter)).filter(isUnknown).map(fieldText))];
}

function read(filter: string): Filter | null {
  try {
    return parseFilter(filter);
  } catch {
    return null;
  }
}

function fieldsIn(filter: Filter | null): Field[] {
  if (filter === null) return [];
  if (filter.is === 'test') return [filter.field];
  return filter.is === 'not' ? fieldsIn(filter.one) : filter.all.flatMap(fieldsIn);
}
