/** @file What the layers of a Transformer share about a sequence `[batch, time, size]`: masks, places, and earlier tokens. */
import type { GraphBuilder, Value } from '../builder.ts';
import { float32, int64, sizeOf } from '../ir.ts';
import type { Parameter, Scope } from './layer.ts';

/** Keys and values of one attention layer, `[batch, heads, time, size / heads]` each. */
export interface KeyValues {
  readonly keys: Value;
  readonly values: Value;
}

/** Keys and values of tokens that went through the network before, so that they need not go through it again. */
export interface KeyValueCache {
  readonly past: (layer: string) => KeyValues;
  /** Takes the keys and values of all tokens, the earlier and the new ones. */
  readonly keep: (layer: string, all: KeyValues) => void;
  /** `[new, all]`: what is added to the scores of causal layers, very negative where a key comes after a query. */
  readonly causalMask: Value;
}

export interface SequenceContext {
  /** Added to all scores; broadcasts to `[batch, heads, queries, keys]`. */
  readonly mask?: Value | undefined;
  /** int64 `[time]`: the place of each token in its text; 0, 1, 2 … unless given. */
  readonly places?: Value | undefined;
  readonly cache?: KeyValueCache | undefined;
}

/** A layer that may ask for more than its input. */
export interface SequenceLayer {
  readonly parameters: readonly Parameter[];
  readonly apply: (builder: GraphBuilder, input: Value, scope: Scope, context?: SequenceContext) => Value;
}

/**
 * What takes a key out of a softmax. Finite, so that a row whose keys are all hidden stays a number; where denormal
 * numbers count as zero it costs no time either.
 */
export const hidden = -1e9;

/** `[queries, keys]`: the last queries of a text, all unless said otherwise, see the keys of their own place and before. */
export function causalMask(builder: GraphBuilder, keys: number, queries = keys): Value {
  const first = keys - queries;
  const data = Float32Array.from({ length: queries * keys }, (_, index) =>
    index % keys > first + Math.floor(index / keys) ? hidden : 0,
  );
  return builder.constant(float32([queries, keys], data));
}

/** `[queries, keys]` from the places of both, int64. */
export function causalMaskOf(builder: GraphBuilder, queries: Value, keys: Value): Value {
  const column = builder.emit('Reshape', [queries, builder.integers(-1, 1)]);
  const row = builder.emit('Reshape', [keys, builder.integers(1, -1)]);
  const later = builder.cast(builder.emit('Less', [column, row]), 'float32');
  return builder.mul(later, builder.scalar(hidden));
}

/** `[batch, 1, 1, time]` to add to scores: hides the keys where `kept` float32 `[batch, time]` is 0. */
export function paddingMask(builder: GraphBuilder, kept: Value): Value {
  const gone = builder.mul(builder.sub(builder.scalar(1), kept), builder.scalar(hidden));
  return builder.emit('Reshape', [gone, builder.integers(-1, 1, 1, sizeOf(kept.shape[1]))]);
}

/** float32 `[batch, time]`: 1 where an id is not the one that fills short texts up. */
export function tokensKept(builder: GraphBuilder, ids: Value, padding: number): Value {
  const wide = builder.cast(ids, 'int64');
  const same = builder.cast(builder.emit('Equal', [wide, builder.constant(int64([], [padding]))]), 'float32');
  return builder.sub(builder.scalar(1), same);
}

/**
 * The mean over the tokens that are kept: `[batch, time, size] -> [batch, size]`; zero where none is. `kept` is float32
 * `[batch, time]`, all tokens where it is left out.
 */
export function meanOverTime(builder: GraphBuilder, input: Value, kept?: Value): Value {
  if (!kept) return builder.emit('ReduceMean', [input, builder.integers(1)], { keepdims: 0 });
  const count = builder.emit('ReduceSum', [kept, builder.integers(1)], { keepdims: 1 });
  const none = builder.cast(builder.emit('Equal', [count, builder.scalar(0)]), 'float32');
  const share = builder.div(kept, builder.add(count, none));
  const row = builder.emit('Reshape', [share, builder.integers(-1, 1, sizeOf(kept.shape[1]))]);
  const mean = builder.emit('MatMul', [row, input]);
  return builder.emit('Reshape', [mean, builder.integers(-1, sizeOf(input.shape[2]))]);
}
