/** @file What is wrong with a cell that is not of its column's type, in words that say how it should be written. */
import type { FileColumn, Notation } from '../../../../src-shared/contract.ts';
import type { WireError } from '../../../../src-shared/platform/errors.ts';
import { namesZone } from './dates.ts';
import { isLongNumber, isPadded, unitOf } from './numbers.ts';
import { isCurrency } from './units.ts';

/** How a number or a date looks in each notation. */
const EXAMPLES: Readonly<Record<Notation, string>> = {
  plain: '1800.5',
  grouped: '1’800.5',
  'decimal-point': '1,800.5',
  'decimal-comma': '1.800,5',
  padded: '0042',
  'year-month-day': '2026-11-22',
  'day.month.year': '22.11.2026',
  'day/month/year': '22/11/2026',
  'month/day/year': '11/22/2026',
  'month-name': '22 Nov 2026',
  compact: '20261122',
};

/** @param value the cell, clipped */
export function notOfType({ name, type, notation, unit = '' }: FileColumn, value: string): WireError {
  const parameters = { column: name, value };
  if (type === 'number') {
    if (isLongNumber(value)) return { key: 'datasets.rowLongNumber', parameters };
    if (isPadded(value) && notation !== 'padded') return { key: 'datasets.rowPadded', parameters };
    const other = unitOf(value);
    if (other !== '' && other !== unit)
      return { key: 'datasets.rowOtherUnit', parameters: { ...parameters, unit: other } };
  } else if (namesZone(value)) return { key: 'datasets.rowZone', parameters };
  const plain = notation === undefined || notation === 'plain' || notation === 'year-month-day';
  if (plain && unit === '')
    return { key: type === 'number' ? 'datasets.rowNotNumber' : 'datasets.rowNotDate', parameters };
  const key = type === 'number' ? 'datasets.rowOtherNumber' : 'datasets.rowOtherDate';
  return { key, parameters: { ...parameters, example: exampleOf(notation ?? 'plain', unit) } };
}

function exampleOf(notation: Notation, unit: string): string {
  const number = EXAMPLES[notation];
  if (unit === '') return number;
  return isCurrency(unit) ? `${unit} ${number}` : `${number} ${unit}`;
}
