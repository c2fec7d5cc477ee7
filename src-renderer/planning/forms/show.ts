/** @file What a field holds, as people read it in a list or in a history. */
import type { Format } from '../../platform/i18n/format.ts';
import type { Field } from './fields.ts';
import type { FormWords } from './words.ts';

export interface Shown {
  readonly format: Format;
  readonly words: FormWords;
}

type Part = Readonly<Record<string, unknown>>;

/** The words for a value; empty where there is nothing. */
export function showValue(field: Field, value: unknown, { format, words }: Shown): string {
  if (value === null || value === undefined || value === '') return '';
  switch (field.control) {
    case 'line':
    case 'prose':
    case 'date':
      return String(value);
    case 'flag':
      return value === true ? words.yes : words.no;
    case 'number': {
      if (typeof value !== 'number') return '';
      const number = format.value(Number((value * (field.scale ?? 1)).toPrecision(12)));
      return field.unit ? `${number} ${field.unit}` : number;
    }
    case 'choice':
      return field.options.find((option) => option.value === String(value))?.label ?? words.gone;
    case 'choices':
      return (value as readonly string[])
        .map((id) => field.options.find((option) => option.value === id)?.label ?? words.gone)
        .join(', ');
    case 'points': {
      const { optimistic, likely, pessimistic } = value as Record<string, number>;
      return `${optimistic} / ${likely} / ${pessimistic}${field.unit ? ` ${field.unit}` : ''}`;
    }
    case 'fact':
      return showFact(value, format);
    case 'rows': {
      const rows = field.toRows ? field.toRows(value) : (value as readonly Part[]);
      return rows.map((row) => showRow(field.columns, row, { format, words })).join('; ');
    }
  }
}

const showRow = (columns: readonly Field[], row: Part, shown: Shown): string =>
  columns
    .map((column) => showValue(column, row[column.key], shown))
    .filter((text) => text !== '')
    .join(' ');

function showFact(value: unknown, format: Format): string {
  if (typeof value === 'number') return format.value(value);
  const {
    fact,
    parameters,
    comparison,
    value: wanted,
  } = value as {
    readonly fact: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly comparison?: string;
    readonly value?: number | string;
  };
  const of = Object.values(parameters).join(', ');
  const held = comparison === undefined ? '' : ` ${comparison} ${wanted}`;
  return `${fact}${of ? ` (${of})` : ''}${held}`;
}
