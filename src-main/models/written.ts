/** @file How the source files of a model wrote its columns, so that it can be asked with cells as they stand there. */
import type { Lineage } from '../../src-shared/contract.ts';
import type { TableReading } from './worker/index.ts';

/** The notation and unit of each column; none of one that the files wrote in different ways. */
export function writtenIn(
  files: readonly Pick<Lineage['files'][number], 'notations' | 'units'>[],
): TableReading['written'] {
  const named = new Set(
    files.flatMap(({ notations, units }) => [...Object.keys(notations), ...Object.keys(units)]),
  );
  const columns = [...named].flatMap((column) => {
    const ways = files.map(({ notations, units }) => ({ notation: notations[column], unit: units[column] }));
    const [first] = ways;
    const agree = ways.every(({ notation, unit }) => notation === first?.notation && unit === first?.unit);
    return first && agree ? [[column, first] as const] : [];
  });
  return Object.fromEntries(columns);
}
