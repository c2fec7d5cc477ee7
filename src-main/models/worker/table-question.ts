/** @file Cells of a table as a model's inputs: read as an import reads them, and told of where they may be meant otherwise. */
import * as ort from '../../platform/worker/onnxruntime.ts';
import { closestTo } from '../../../src-shared/platform/closest.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { FEW_CATEGORIES } from '../../../src-shared/serving/warnings.ts';
import { daysOf, readCell, type Written } from '../../datasets/worker/index.ts';
import { readable } from '../../text/index.ts';
import type { ColumnInput } from './column-input.ts';
import { rowOf, type Question } from './questions.ts';
import type { Cell, RowWarning } from './rows.ts';
import type { NamedTensor } from './tensors.ts';

export interface TableReading {
  /** How the files that the model learned from wrote their columns, where programs would write them otherwise. */
  readonly written?: Readonly<Record<string, Written>> | undefined;
  /** Whether a column may be left out, and counts as missing then. */
  readonly mayLackColumns?: boolean;
}

/** What is expected, by example. */
const EXAMPLES = { number: '37', date: '2024-05-31' } as const;
const MOST_FLOAT32 = '3.4e38';
/** So many columns are named, and so many letters of a value told. */
const MOST_NAMED = 30;
const MOST_LETTERS = 80;
/** So many warnings of the tensors of one request. */
const MOST_WARNINGS = 20;

/**
 * An input `[N, 1]` a column: float32 or float64, NaN where missing, or strings, empty where missing. Cells are read as
 * those of the files were that the model learned from, else as programs write them, so that numbers and dates may be texts; a
 * date may also be a number of days since 1970-01-01.
 * Adds AppError `serving.unknownColumn`, `serving.misspelledColumn`, `serving.missingColumn`, `serving.badNumber`,
 * `serving.badDate`, `serving.numberTooLarge`.
 */
export function tableQuestion(
  columns: readonly ColumnInput[],
  { written = {}, mayLackColumns = false }: TableReading = {},
): Question<readonly (string | number)[]> {
  const names = columns.map(({ column }) => column);
  const known = new Set(names);
  const categories = columns.map(categoriesOf);

  function refuseUnknown(cells: Readonly<Record<string, Cell>>, row: number): void {
    const column = Object.keys(cells).find((name) => !known.has(name));
    if (column === undefined) return;
    const closest = closestTo(column, names);
    const more = names.length > MOST_NAMED ? ', …' : '';
    const place = { row, column, columns: names.slice(0, MOST_NAMED).join(', ') + more };
    throw closest === undefined
      ? new AppError('serving.unknownColumn', place)
      : new AppError('serving.misspelledColumn', { ...place, closest });
  }

  return {
    prepare(row, at) {
      const { cells } = rowOf('table', row, at);
      refuseUnknown(cells, at + 1);
      return columns.map(({ column, type, precision }) => {
        if (!mayLackColumns && !Object.hasOwn(cells, column))
          throw new AppError('serving.missingColumn', { row: at + 1, column });
        const cell = cellOf(cells, column);
        if (type === 'category') return categoryOf(cell);
        return numberOf(cell, { row: at + 1, column, type, precision, written: written[column] });
      });
    },

    feeds: (rows) =>
      Object.fromEntries(
        columns.map(({ input, type, precision }, index) => {
          const cells = rows.map((row) => row[index]!);
          const shape = [rows.length, 1];
          if (type === 'category') return [input, new ort.Tensor('string', cells.map(String), shape)];
          const tensor =
            precision === 'float64'
              ? new ort.Tensor('float64', Float64Array.from(cells, Number), shape)
              : new ort.Tensor('float32', Float32Array.from(cells, Number), shape);
          return [input, tensor];
        }),
      ),

    warnings(row) {
      const { cells } = rowOf('table', row, 0);
      return columns.flatMap(({ column }, index): readonly RowWarning[] => {
        if (!Object.hasOwn(cells, column)) return [missing(column)];
        return categories[index]?.warn(categoryOf(cellOf(cells, column))) ?? [];
      });
    },

    tensorWarnings(inputs) {
      const told = columns.flatMap(({ input }, index) => {
        const values = new Set(textsIn(inputs.find(({ name }) => name === input)));
        return categories[index] ? [...values].flatMap(categories[index].warn) : [];
      });
      return told.slice(0, MOST_WARNINGS);
    },
  };
}

/** What a column knows of its categories; undefined for other columns, and for files that do not list them. */
function categoriesOf({ column, type, values = [] }: ColumnInput) {
  if (type !== 'category' || values.length === 0) return undefined;
  const known = new Set(values);
  const few = values.length <= FEW_CATEGORIES;
  return {
    /** A warning of a value that the model has not learned; none of a missing one. */
    warn(this: void, value: string): readonly RowWarning[] {
      if (value === '' || known.has(value)) return [];
      const closest = few ? undefined : closestTo(value, values);
      return [
        {
          problem: 'unknown',
          field: column,
          value: value.slice(0, MOST_LETTERS),
          known: few ? [...values] : closest === undefined ? [] : [closest],
          categories: values.length,
        },
      ];
    },
  };
}

function missing(field: string): RowWarning {
  return { problem: 'missing', field, value: null, known: [], categories: 0 };
}

function textsIn(input: NamedTensor | undefined): readonly string[] {
  return input?.datatype === 'BYTES' ? (input.data as readonly string[]) : [];
}

/** The cell of a column; null where none was given. */
function cellOf(cells: Readonly<Record<string, Cell>>, column: string): Cell {
  return Object.hasOwn(cells, column) ? (cells[column] ?? null) : null;
}

function categoryOf(cell: Cell): string {
  return cell === null ? '' : readable(String(readCell(String(cell), 'category') ?? ''));
}

interface Place {
  readonly row: number;
  readonly column: string;
  readonly type: 'number' | 'date';
  readonly precision: ColumnInput['precision'];
  readonly written: Written | undefined;
}

/** NaN where it is missing. */
function numberOf(cell: Cell, { row, column, type, precision, written }: Place): number {
  const read = typeof cell === 'string' ? readText(cell, type, written) : cell;
  if (read === null) return Number.NaN;
  const value = typeof read === 'string' ? daysOf(read) : read;
  const place = { row, column, value: String(cell).slice(0, MOST_LETTERS) };
  if (value === undefined || !Number.isFinite(value))
    throw type === 'date'
      ? new AppError('serving.badDate', { ...place, example: EXAMPLES.date })
      : new AppError('serving.badNumber', { ...place, example: EXAMPLES.number });
  if (precision !== 'float64' && !Number.isFinite(Math.fround(value)))
    throw new AppError('serving.numberTooLarge', { ...place, most: MOST_FLOAT32 });
  return value;
}

/** As the files wrote it, else as programs write it. */
function readText(text: string, type: 'number' | 'date', written: Written | undefined): Cell | undefined {
  const asWritten = written && readCell(text, type, written);
  return asWritten === undefined ? readCell(text, type) : asWritten;
}
