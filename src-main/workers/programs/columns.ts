/** @file A table's columns as numbers: what is learned of them, rows to tensors, and the same inside an exported graph. */
import { elementTypes, float32, type GraphBuilder, type Value } from '../../graph/index.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { Column } from '../training/index.ts';
import { countRows, rowsOf, type FrozenVersion, type Split } from './frozen.ts';

/** What is known of a column of numbers (or of dates, as days): missing ones count as the mean. */
export interface NumberColumn {
  readonly name: string;
  readonly mean: number;
  /** Standard deviation over the training split; 1 where all values are the same. */
  readonly scale: number;
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

interface Count {
  count: number;
  sum: number;
  squares: number;
}

/** Means, deviations and categories of the training split. @throws AppError `training.noColumns` */
export async function fitColumns(version: FrozenVersion): Promise<FittedColumns> {
  const features = version.columns.filter(({ role, type }) => role === 'feature' && type !== 'text');
  if (features.length === 0) throw new AppError('training.noColumns');
  const counts = features.map((): Count => ({ count: 0, sum: 0, squares: 0 }));
  const values = features.map(() => new Map<string, number>());
  const columns = features.map(({ name }) => `f:${name}`);
  for await (const rows of rowsOf(version, { split: 'train', columns }))
    for (const row of rows)
      for (const [index, cell] of row.entries()) {
        if (cell === null) continue;
        if (features[index]?.type === 'category') addValue(values[index]!, String(cell));
        else addNumber(counts[index]!, Number(cell));
      }
  return {
    numbers: features.flatMap(({ name, type }, index) =>
      type === 'category'
        ? []
        : [{ name, ...spread(counts[index]!), ...(type === 'date' && { date: true }) }],
    ),
    categories: features.flatMap(({ name, type }, index) =>
      type === 'category' ? [{ name, values: mostFrequent(values[index]!) }] : [],
    ),
  };
}

function addValue(values: Map<string, number>, value: string): void {
  values.set(value, (values.get(value) ?? 0) + 1);
}

function addNumber(count: Count, value: number): void {
  count.count++;
  count.sum += value;
  count.squares += value * value;
}

/** Mean and population standard deviation, as scikit-learn's StandardScaler has them. */
export function spread({ count, sum, squares }: Count): { mean: number; scale: number } {
  if (count === 0) return { mean: 0, scale: 1 };
  const mean = sum / count;
  const variance = Math.max(0, squares / count - mean * mean);
  return { mean, scale: variance > 1e-12 * Math.max(1, mean * mean) ? Math.sqrt(variance) : 1 };
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
      for (const [index, { mean, scale }] of numbers.entries()) {
        const cell = cells[index] ?? null;
        numeric[row * numbers.length + index] = cell === null ? 0 : (Number(cell) - mean) / scale;
      }
      for (const [index, known] of ids.entries()) {
        const cell = cells[numbers.length + index] ?? null;
        category[row * categories.length + index] = cell === null ? 0 : (known.get(String(cell)) ?? 0);
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

function columnOf({
  width,
  ...column
}: Omit<Column, 'shape'> & { readonly width: number }): readonly Column[] {
  return width === 0 ? [] : [{ ...column, shape: [width] }];
}

/** An exported graph's input for a column. */
export interface ColumnInput {
  readonly column: string;
  readonly input: string;
  /** A date goes in as days since 1970-01-01, float32 as a number does. */
  readonly type: 'number' | 'date' | 'category';
  /** The values that it tells apart, of a category. */
  readonly values?: readonly string[];
}

/** Names of the inputs: those of the columns, with `_` behind where that is the name of an output. */
export function columnInputs(
  { numbers, categories }: FittedColumns,
  outputs: readonly string[],
): readonly ColumnInput[] {
  const inputOf = (name: string) => (outputs.includes(name) ? `${name}_` : name);
  return [
    ...numbers.map(({ name, date }) => {
      return { column: name, input: inputOf(name), type: date ? ('date' as const) : ('number' as const) };
    }),
    ...categories.map(({ name, values }) => {
      return { column: name, input: inputOf(name), type: 'category' as const, values };
    }),
  ];
}

/**
 * The graph's inputs, one `[N, 1]` a column (float32, NaN where missing; string, empty where missing), as the network
 * takes them: `numbers` `[N, numbers]` and `categories` `[N, categories]`.
 */
export function columnsInGraph(
  builder: GraphBuilder,
  { numbers, categories }: FittedColumns,
  inputs: readonly ColumnInput[],
): Record<string, Value> {
  const declared = inputs.map(({ input, type }) =>
    builder.input(input, { elementType: type === 'category' ? 'string' : 'float32', shape: ['N', 1] }),
  );
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

/** (x - mean) / scale, 0 where x is missing. */
function standardized(
  builder: GraphBuilder,
  numbers: readonly NumberColumn[],
  columns: readonly Value[],
): Value {
  const row = (values: readonly number[]) => builder.constant(float32([1, numbers.length], values));
  const raw = columns.length === 1 ? columns[0]! : builder.concat(columns, 1);
  const centered = builder.sub(raw, row(numbers.map(({ mean }) => mean)));
  const scaled = builder.div(centered, row(numbers.map(({ scale }) => scale)));
  // NaN is the only value that differs from itself.
  return builder.emit('Where', [builder.emit('Equal', [scaled, scaled]), scaled, builder.scalar(0)]);
}
