/** @file A table's columns as numbers: what is learned of them, rows to tensors, and the same inside an exported graph. */
import {
  elementTypes,
  tensorOf,
  type ElementType,
  type GraphBuilder,
  type Value,
} from '../../../graph/index.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { readable } from '../../../text/index.ts';
import type { ColumnInput } from '../../../models/worker/index.ts';
import type { Column } from '../trainer/index.ts';
import {
  countRows,
  rowsOf,
  type FrozenVersion,
  type Learned,
  type Split,
} from '../../../versions/worker/index.ts';
import { addTo, emptyTally, spreadsOf, standardize, type Spread } from './spread.ts';

/** What is known of a column of numbers (or of dates, as days): missing ones count as the mean. */
export interface NumberColumn extends Spread {
  readonly name: string;
  /** Whether its numbers are days since 1970-01-01. */
  readonly date?: boolean;
}

/** What is known of a column of categories. Id 0 stands for missing and for values not seen in training. */
export interface CategoryColumn {
  readonly name: string;
  /** The value of id `i + 1` is `values[i]`; most frequent first. */
  readonly values: readonly string[];
}

export interface FittedColumns {
  readonly numbers: readonly NumberColumn[];
  readonly categories: readonly CategoryColumn[];
}

/** Rarer values of a category count as unknown. */
const mostValues = 1000;

/** Means, deviations and categories of the training split. @throws AppError `training.noColumns`, `training.tooLarge` */
export async function fitColumns(source: Learned): Promise<FittedColumns> {
  const { version } = source;
  const features = version.columns.filter(({ role, type }) => role === 'feature' && type !== 'text');
  if (features.length === 0) throw new AppError('training.noColumns');
  const tallies = features.map(emptyTally);
  const values = features.map(() => new Map<string, number>());
  const columns = features.map(({ name }) => `f:${name}`);
  for await (const rows of rowsOf(version, { split: 'train', columns }))
    for (const row of rows)
      for (const [index, cell] of row.entries()) {
        if (cell === null) continue;
        if (features[index]?.type === 'category') addValue(values[index]!, readable(String(cell)));
        else addTo(tallies[index]!, Number(cell));
      }
  const numbers = features.flatMap(({ name, type }, index) =>
    type === 'category' ? [] : [{ name, type, column: columns[index]!, tally: tallies[index]! }],
  );
  const spreads = await spreadsOf(source, numbers);
  return {
    numbers: numbers.map(({ name, type }, index) => {
      return { name, ...spreads[index]!, ...(type === 'date' && { date: true }) };
    }),
    categories: features.flatMap(({ name, type }, index) =>
      type === 'category' ? [{ name, values: mostFrequent(values[index]!) }] : [],
    ),
  };
}

function addValue(values: Map<string, number>, value: string): void {
  values.set(value, (values.get(value) ?? 0) + 1);
}

function mostFrequent(values: ReadonlyMap<string, number>): readonly string[] {
  return [...values]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, mostValues)
    .map(([value]) => value);
}

/** Rows of a split as `numbers` float32 `[numbers]` and `categories` int32 `[categories]`; a part that is empty is left out. */
export async function encodeColumns(
  version: FrozenVersion,
  split: Split,
  { numbers, categories }: FittedColumns,
): Promise<{ readonly rows: number; readonly columns: readonly Column[] }> {
  const rows = await countRows(version, split);
  const ids = categories.map(({ values }) => new Map(values.map((value, index) => [value, index + 1])));
  const numeric = new Float32Array(rows * numbers.length);
  const category = new Int32Array(rows * categories.length);
  const names = [...numbers, ...categories].map(({ name }) => `f:${name}`);
  let row = 0;
  for await (const some of rowsOf(version, { split, columns: names }))
    for (const cells of some) {
      for (let index = 0; index < numbers.length; index++) {
        const cell = cells[index] ?? null;
        const value = cell === null ? 0 : standardize(Number(cell), numbers[index]!);
        if (!(Math.abs(value) <= farthest)) throw tooFar(numbers[index]!, { value: Number(cell), split });
        numeric[row * numbers.length + index] = value;
      }
      for (const [index, known] of ids.entries()) {
        const cell = cells[numbers.length + index] ?? null;
        category[row * categories.length + index] =
          cell === null ? 0 : (known.get(readable(String(cell))) ?? 0);
      }
      row++;
    }
  return {
    rows,
    columns: [
      ...columnOf({ name: 'numbers', elementType: 'float32', width: numbers.length, data: numeric }),
      ...columnOf({ name: 'categories', elementType: 'int32', width: categories.length, data: category }),
    ],
  };
}

/** Deviations from the mean beyond which products of single precision run out of numbers. */
const farthest = 1e15;

function tooFar({ name, scale }: NumberColumn, { value, split }: { value: number; split: Split }): AppError {
  return new AppError('training.tooFar', { column: name, value, split, deviation: scale });
}

function columnOf({
  width,
  ...column
}: Omit<Column, 'shape'> & { readonly width: number }): readonly Column[] {
  return width === 0 ? [] : [{ ...column, shape: [width] }];
}

/** Names of the inputs: those of the columns, with `_` behind where that is the name of an output. */
export function columnInputs(
  { numbers, categories }: FittedColumns,
  outputs: readonly string[],
): readonly ColumnInput[] {
  const inputOf = (name: string) => (outputs.includes(name) ? `${name}_` : name);
  return [
    ...numbers.map(({ name, date, precision }): ColumnInput => {
      const is = { column: name, input: inputOf(name), type: date ? 'date' : 'number' } as const;
      return precision === 'float64' ? { ...is, precision } : is;
    }),
    ...categories.map(({ name, values }) => {
      return { column: name, input: inputOf(name), type: 'category' as const, values };
    }),
  ];
}

/**
 * The graph's inputs, one `[N, 1]` a column (float32 or float64, NaN where missing; string, empty where missing), as
 * the network takes them: `numbers` `[N, numbers]` and `categories` `[N, categories]`.
 */
export function columnsInGraph(
  builder: GraphBuilder,
  { numbers, categories }: FittedColumns,
  inputs: readonly ColumnInput[],
): Record<string, Value> {
  const declared = inputs.map(({ input, type, precision }) => {
    const elementType = type === 'category' ? 'string' : (precision ?? 'float32');
    return builder.input(input, { elementType, shape: ['N', 1] });
  });
  const values: Record<string, Value> = {};
  if (numbers.length > 0)
    values['numbers'] = standardized(builder, numbers, declared.slice(0, numbers.length));
  if (categories.length > 0) {
    const ids = categories.map(({ values: known }, index) => {
      const texts = declared[numbers.length + index]!;
      return builder.emit('ai.onnx.ml.LabelEncoder', [texts], {
        keys_strings: [...known],
        values_int64s: known.map((_, id) => id + 1),
        default_int64: 0,
      });
    });
    const all = ids.length === 1 ? ids[0]! : builder.concat(ids, 1);
    values['categories'] = builder.emit('Cast', [all], { to: elementTypes.indexOf('int32') });
  }
  return values;
}

/** (x - mean) / scale, 0 where x is missing: what {@link standardize} computes, neighbours of one precision together. */
function standardized(
  builder: GraphBuilder,
  numbers: readonly NumberColumn[],
  columns: readonly Value[],
): Value {
  const runs = runsOfPrecision(numbers).map(([first, end]) => {
    const { precision = 'float32' } = numbers[first]!;
    return centered(builder, columns.slice(first, end), {
      columns: numbers.slice(first, end),
      precision,
    });
  });
  const scaled = runs.length === 1 ? runs[0]! : builder.concat(runs, 1);
  // NaN is the only value that differs from itself.
  return builder.emit('Where', [builder.emit('Equal', [scaled, scaled]), scaled, builder.scalar(0)]);
}

/** Where columns of the same precision begin and end. */
function runsOfPrecision(numbers: readonly NumberColumn[]): readonly (readonly [number, number])[] {
  const is = (index: number) => numbers[index]?.precision === 'float64';
  const starts = [...numbers.keys()].filter((index) => index === 0 || is(index) !== is(index - 1));
  return starts.map((start, run) => [start, starts[run + 1] ?? numbers.length] as const);
}

interface Precise {
  readonly columns: readonly Spread[];
  readonly precision: Extract<ElementType, 'float32' | 'float64'>;
}

/** The mean is taken off before anything is rounded to float32. */
function centered(builder: GraphBuilder, inputs: readonly Value[], { columns, precision }: Precise): Value {
  const row = (values: readonly number[]) =>
    builder.constant(tensorOf(precision, [1, columns.length], values));
  const raw = inputs.length === 1 ? inputs[0]! : builder.concat(inputs, 1);
  const difference = builder.sub(raw, row(columns.map(({ mean }) => mean)));
  const scaled = builder.div(difference, row(columns.map(({ scale }) => scale)));
  return precision === 'float64'
    ? builder.emit('Cast', [scaled], { to: elementTypes.indexOf('float32') })
    : scaled;
}

/** Standardized values `[N, columns]` in their own units again, as precisely as the most precise of them needs. */
export function inOwnUnits(builder: GraphBuilder, columns: readonly Spread[], scaled: Value): Value {
  const precision = columns.some((column) => column.precision === 'float64') ? 'float64' : 'float32';
  const row = (values: readonly number[]) =>
    builder.constant(tensorOf(precision, [1, columns.length], values));
  const wide =
    precision === 'float64'
      ? builder.emit('Cast', [scaled], { to: elementTypes.indexOf('float64') })
      : scaled;
  const spread = builder.mul(wide, row(columns.map(({ scale }) => scale)));
  return builder.add(spread, row(columns.map(({ mean }) => mean)));
}
