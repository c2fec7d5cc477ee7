/** @file Ids to learned vectors. */
import type { Value } from '../builder.ts';
import { GraphError, sizeOf, tensorOf } from '../ir.ts';
import type { Initializer } from '../initializers.ts';
import type { Layer, Parameter } from './layer.ts';

export interface EmbeddingOptions {
  readonly name: string;
  /** Number of ids. */
  readonly vocabulary: number;
  /** Numbers an id becomes. */
  readonly size: number;
  /** The id that fills short rows up: it becomes zeros and learns nothing. None unless said. */
  readonly padding?: number;
}

/** Uniform in ±0.05, as Keras starts embeddings. */
const start: Initializer = { kind: 'uniform', limit: 0.05 };

/** A learned row for each id: int32 `[...] -> [..., size]`. Starts uniform in ±0.05, as Keras does. */
export function embedding({ name, vocabulary, size, padding }: EmbeddingOptions): Layer {
  const table = `${name}.table`;
  return {
    parameters: [{ name: table, shape: [vocabulary, size], initializer: start }],
    apply(builder, input, scope) {
      const rows = builder.emit('Gather', [scope.parameter(table), input], { axis: 0 });
      if (padding === undefined) return rows;
      const filling = builder.constant(
        tensorOf(input.elementType === 'int64' ? 'int64' : 'int32', [], [padding]),
      );
      const fills = builder.emit('Equal', [input, filling]);
      const shape = builder.integers(...input.shape.map(() => 0), 1);
      const ofRow = builder.emit('Reshape', [fills, shape]);
      return builder.emit('Where', [ofRow, builder.scalar(0), rows]);
    },
  };
}

/** A column of categories. */
export interface CategoryColumn {
  /** Number of its values, among them one for values never seen. */
  readonly values: number;
  /** Numbers a value becomes. */
  readonly size: number;
}

/**
 * Columns of categories to vectors side by side, each column with a table of its own (Guo & Berkhahn 2016, section III):
 * int32 `[batch, columns] -> [batch, Σ sizes]`.
 */
export function categoryEmbedding(name: string, columns: readonly CategoryColumn[]): Layer {
  const tables = columns.map(({ values, size }, index): Parameter => {
    return { name: `${name}.table${index + 1}`, shape: [values, size], initializer: start };
  });
  return {
    parameters: tables,
    apply(builder, input, scope) {
      sameColumns(input, columns.length);
      const ids =
        columns.length === 1
          ? [input]
          : builder.split(
              input,
              1,
              columns.map(() => 1),
            );
      const parts = tables.map((table, index) => {
        const rows = builder.emit('Gather', [scope.parameter(table.name), ids[index]], { axis: 0 });
        return builder.emit('Reshape', [rows, builder.integers(-1, columns[index]?.size ?? 0)]);
      });
      return parts.length === 1 ? parts[0]! : builder.concat(parts, 1);
    },
  };
}

/**
 * Σ over columns of a learned row for the column's value: int32 `[batch, columns] -> [batch, size]`. It is what a dense
 * layer makes of the columns in one-hot form, in one table, starting at zero.
 */
export function categorySum(name: string, values: readonly number[], size: number): Layer {
  const table = `${name}.table`;
  const total = values.reduce((a, b) => a + b, 0);
  const offsets = values.map((_, column) => values.slice(0, column).reduce((a, b) => a + b, 0));
  return {
    parameters: [{ name: table, shape: [total, size], initializer: { kind: 'zeros' } }],
    apply(builder, input, scope) {
      sameColumns(input, values.length);
      const ids = builder.add(input, builder.constant(tensorOf('int32', [values.length], offsets)));
      return builder.sum(builder.emit('Gather', [scope.parameter(table), ids], { axis: 0 }), [1]);
    },
  };
}

function sameColumns({ shape }: Value, columns: number): void {
  if (shape.length !== 2 || sizeOf(shape[1]) !== columns)
    throw new GraphError(`the categories are [${shape.join(',')}], not [batch, ${columns}]`);
}
