/** @file Where a token stands in its text: learned, sinusoidal and rotary positions. */
import type { GraphBuilder, Value } from '../builder.ts';
import { float32, GraphError, sizeOf } from '../ir.ts';
import type { SequenceLayer } from './sequence.ts';

export interface PositionOptions {
  readonly name: string;
  /** Most tokens of a text. */
  readonly length: number;
  /** Features of a token. */
  readonly size: number;
}

/** The rows of a table `[length, …]` for the tokens of an input: its first ones, or those of their places. */
function rowsOf(
  builder: GraphBuilder,
  table: Value,
  time: Value['shape'][number] | undefined,
  places?: Value,
) {
  if (places) return builder.emit('Gather', [table, places], { axis: 0 });
  const length = sizeOf(table.shape[0]);
  const tokens = sizeOf(time);
  if (tokens > length)
    throw new GraphError(`${tokens} tokens are more than the ${length} that have positions`);
  return tokens === length ? table : builder.slice(table, 0, [0, tokens]);
}

/** Adds a learned row for each place: `[batch, time, size]`. Rows start uniform with a deviation of 0.02. */
export function learnedPositions({ name, length, size }: PositionOptions): SequenceLayer {
  const table = `${name}.table`;
  const initializer = { kind: 'uniform', limit: 0.02 * Math.sqrt(3) } as const;
  return {
    parameters: [{ name: table, shape: [length, size], initializer }],
    apply: (builder, input, scope, { places } = {}) =>
      builder.add(input, rowsOf(builder, scope.parameter(table), input.shape[1], places)),
  };
}

/**
 * Adds sines and cosines of the place (Vaswani et al. 2017, section 3.5):
 * feature 2i of place p is sin(p / 10000^(2i / size)), feature 2i + 1 the cosine of the same angle.
 */
export function sinusoidalPositions({ length, size }: Omit<PositionOptions, 'name'>): SequenceLayer {
  const data = Float32Array.from({ length: length * size }, (_, index) => {
    const feature = index % size;
    const angle = Math.floor(index / size) / 10000 ** ((feature - (feature % 2)) / size);
    return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
  return {
    parameters: [],
    apply: (builder, input, _, { places } = {}) =>
      builder.add(
        input,
        rowsOf(builder, builder.constant(float32([length, size], data)), input.shape[1], places),
      ),
  };
}

export interface RotaryOptions {
  /** Most tokens of a text. */
  readonly length: number;
  /** The slowest angle turns once in about 2π base tokens; 10000 unless said otherwise. */
  readonly base?: number;
}

/**
 * Rotary positions (Su et al. 2021): in queries or keys `[batch, heads, time, size]` the features i and i + size / 2
 * turn, as coordinates of a plane, by the angle place / base^(2i / size). Scores then depend on distances alone.
 */
export function rotate(
  builder: GraphBuilder,
  input: Value,
  { length, base = 10000 }: RotaryOptions,
  places?: Value,
): Value {
  const half = sizeOf(input.shape[3]) / 2;
  if (!Number.isInteger(half)) throw new GraphError('rotary positions need heads of an even size');
  const table = (of: (angle: number) => number) => {
    const data = Float32Array.from({ length: length * half }, (_, index) =>
      of(Math.floor(index / half) / base ** ((index % half) / half)),
    );
    return rowsOf(builder, builder.constant(float32([length, half], data)), input.shape[2], places);
  };
  const [cosines, sines] = [table(Math.cos), table(Math.sin)];
  const [first, second] = builder.split(input, 3, [half, half]) as [Value, Value];
  return builder.concat(
    [
      builder.sub(builder.mul(first, cosines), builder.mul(second, sines)),
      builder.add(builder.mul(second, cosines), builder.mul(first, sines)),
    ],
    3,
  );
}
