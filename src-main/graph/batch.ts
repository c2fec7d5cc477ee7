/** @file A batch without rows, for graphs with operators that refuse one (StringNormalizer, Reshape to a size unknown). */
import type { GraphBuilder, Value } from './builder.ts';
import type { Tensor } from './ir.ts';

export interface Occupied {
  /** The rows, or the one that stands in where there is none. */
  readonly rows: Value;
  /** Takes what was computed of the row that stands in away again, along the first axis. */
  readonly cut: (value: Value) => Value;
}

/**
 * A batch `[N, …]` that always has a row: `filler` `[1, …]` stands in where N = 0. One concatenation more than without,
 * and nothing more to compute where there are rows.
 */
export function occupied(builder: GraphBuilder, batch: Value, filler: Tensor): Occupied {
  const [zero, one] = [builder.integers(0), builder.integers(1)];
  const count = builder.emit('Shape', [batch], { start: 0, end: 1 });
  const missing = builder.emit('Max', [builder.sub(one, count), zero]);
  const standIn = builder.emit('Slice', [builder.constant(filler), zero, missing, zero]);
  return {
    rows: builder.concat([batch, standIn], 0),
    cut: (value) => ({
      ...builder.emit('Slice', [value, zero, count, zero]),
      shape: [batch.shape[0] ?? '', ...value.shape.slice(1)],
    }),
  };
}
