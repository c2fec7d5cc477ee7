/** @file Attention: every token takes what it needs from the others. */
import type { GraphBuilder, Value } from '../builder.ts';
import { GraphError, elementCount, sizeOf, type Shape } from '../ir.ts';
import { dense } from './dense.ts';
import { declarations } from './layer.ts';
import { rotate, type RotaryOptions } from './position.ts';
import { causalMask, type KeyValues, type SequenceContext, type SequenceLayer } from './sequence.ts';

export interface AttentionOptions {
  readonly name: string;
  /** Features of a token. */
  readonly size: number;
  /** Divides `size`. */
  readonly heads: number;
  /** Whether a token sees only those before it and itself. */
  readonly causal?: boolean;
  /** Rotary positions for queries and keys. */
  readonly rotary?: RotaryOptions;
}

/**
 * Multi-head self-attention (Vaswani et al. 2017, section 3.2): `[batch, time, size] -> [batch, time, size]`,
 * softmax(Q K' / sqrt(size / heads) + mask) V for each head, then a dense layer over the heads side by side.
 * Throws GraphError when the heads do not divide the features.
 */
export function multiHeadAttention(options: AttentionOptions): SequenceLayer {
  const { name, size, heads, causal = false, rotary } = options;
  if (size % heads !== 0) throw new GraphError(`${heads} heads do not divide ${size} features`);
  const part = (of: string) => dense({ name: `${name}.${of}`, input: size, output: size });
  const inputs = [part('query'), part('key'), part('value')] as const;
  const output = part('output');
  return {
    parameters: declarations([...inputs, output]).parameters,
    apply(builder, input, scope, context = {}) {
      const tokens = asRows(builder, input);
      const [queries, ownKeys, values] = inputs.map((layer) =>
        splitHeads(builder, layer.apply(builder, tokens, scope), input.shape, heads),
      ) as [Value, Value, Value];
      const turned = (heads: Value) => (rotary ? rotate(builder, heads, rotary, context.places) : heads);
      const all = withPast(builder, name, { keys: turned(ownKeys), values }, context);
      const scored = { queries: turned(queries), ...all };
      const attended =
        causal && !context.cache && !context.mask
          ? attendInBlocks(builder, scored)
          : attend(builder, scored, [
              causal ? causalMaskFor(builder, queries, context) : undefined,
              context.mask,
            ]);
      return output.apply(builder, mergeHeads(builder, attended), scope);
    },
  };
}

/** Tokens as one matrix where their number is known: then the gradients of all that read them add up inside products. */
function asRows(builder: GraphBuilder, input: Value): Value {
  if (!isKnown(input)) return input;
  const size = sizeOf(input.shape[2]);
  return builder.reshape(input, elementCount(input.shape) / size, size);
}

function isKnown({ shape }: Value): boolean {
  return shape.every((size) => typeof size === 'number');
}

/** `[batch, time, size]`, or its rows `[batch time, size]`, `-> [batch, heads, time, size / heads]`. */
function splitHeads(builder: GraphBuilder, input: Value, [batch, time, size]: Shape, heads: number): Value {
  const sizes = input.shape.length === 2 ? [sizeOf(batch), sizeOf(time)] : [0, 0];
  const parts = builder.integers(...sizes, heads, sizeOf(size) / heads);
  return builder.transpose(builder.emit('Reshape', [input, parts]), 0, 2, 1, 3);
}

function mergeHeads(builder: GraphBuilder, input: Value): Value {
  const size = sizeOf(input.shape[1]) * sizeOf(input.shape[3]);
  return builder.emit('Reshape', [builder.transpose(input, 0, 2, 1, 3), builder.integers(0, 0, size)]);
}

/** The keys and values of earlier tokens before those of the new ones. */
function withPast(
  builder: GraphBuilder,
  layer: string,
  own: KeyValues,
  { cache }: SequenceContext,
): KeyValues {
  if (!cache) return own;
  const past = cache.past(layer);
  const all = {
    keys: builder.concat([past.keys, own.keys], 2),
    values: builder.concat([past.values, own.values], 2),
  };
  cache.keep(layer, all);
  return all;
}

function causalMaskFor(builder: GraphBuilder, queries: Value, { cache }: SequenceContext): Value {
  return cache ? cache.causalMask : causalMask(builder, sizeOf(queries.shape[2]));
}

interface Attend extends KeyValues {
  readonly queries: Value;
}

/** softmax(Q K' / sqrt(d) + masks) V. The scale stands after the product, where ONNX Runtime takes both as one. */
function attend(builder: GraphBuilder, all: Attend, masks: readonly (Value | undefined)[]): Value {
  const heads = all.queries.shape.slice(0, 2);
  const [queries, keys, values] = [all.queries, all.keys, all.values].map((value) => joined(builder, value));
  const turned = builder.transpose(keys!, ...(keys!.shape.length === 3 ? [0, 2, 1] : [0, 1, 3, 2]));
  const product = builder.emit('MatMul', [queries, turned]);
  const scores = builder.mul(product, builder.scalar(sizeOf(queries!.shape.at(-1)) ** -0.5));
  const masked = masks.reduce<Value>((sum, mask) => (mask ? added(builder, sum, mask, heads) : sum), scores);
  const result = builder.emit('MatMul', [builder.emit('Softmax', [masked], { axis: -1 }), values]);
  return result.shape.length === 4 ? result : builder.reshape(result, ...heads, ...result.shape.slice(1));
}

/**
 * `[batch, heads, time, d] -> [batch heads, time, d]` where all sizes are known. It costs nothing, and it keeps ONNX
 * Runtime from making one slow transposition of the one before and that of the keys, which a product takes in for free.
 */
function joined(builder: GraphBuilder, value: Value): Value {
  if (!isKnown(value)) return value;
  const [batch, heads, ...rest] = value.shape.map(sizeOf);
  return builder.reshape(value, batch! * heads!, ...rest);
}

/** The sum of scores and a mask that may differ from row to row of the batch. */
function added(builder: GraphBuilder, scores: Value, mask: Value, heads: Shape): Value {
  if (scores.shape.length === 4 || mask.shape.length < 3) return builder.add(scores, mask);
  const apart = builder.reshape(scores, ...heads, ...scores.shape.slice(1));
  return builder.reshape(builder.add(apart, mask), ...scores.shape);
}

/** Fewest queries of a block, and the most blocks of a text. */
const blockQueries = 128;
const mostBlocks = 8;

/**
 * Causal attention in blocks of queries: the keys after a block are hidden from all its queries, so their scores are
 * never computed. That saves up to half of them.
 */
function attendInBlocks(builder: GraphBuilder, { queries, keys, values }: Attend): Value {
  const time = sizeOf(queries.shape[2]);
  const rows = Math.max(blockQueries, Math.ceil(time / mostBlocks));
  const starts = Array.from({ length: Math.ceil(time / rows) }, (_, block) => block * rows);
  const upTo = (value: Value, end: number) => (end === time ? value : builder.slice(value, 2, [0, end]));
  const blocks = starts.map((start) => {
    const end = Math.min(time, start + rows);
    const own = starts.length === 1 ? queries : builder.slice(queries, 2, [start, end]);
    const visible = { queries: own, keys: upTo(keys, end), values: upTo(values, end) };
    return attend(builder, visible, [causalMask(builder, end, end - start)]);
  });
  return blocks.length === 1 ? blocks[0]! : builder.concat(blocks, 2);
}
