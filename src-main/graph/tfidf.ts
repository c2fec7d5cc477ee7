/** @file TF-IDF inside the graph: ids of words to weighted features, with operators that stock ONNX Runtime has. */
import type { GraphBuilder, Value } from './builder.ts';
import { float32 } from './ir.ts';
import { firstWordId } from './text.ts';

export interface TfIdfOptions {
  /** Ids of a text. */
  readonly length: number;
  /** Size of the vocabulary; word `i` is feature `i + 1`. */
  readonly words: number;
  /** Ids of words that follow each other; pair `i` is feature `words + 1 + i`. */
  readonly pairs: readonly (readonly [first: number, second: number])[];
  /** By feature; 0 for feature 0, which is none. */
  readonly idf: readonly number[];
}

/**
 * Ids int64 `[N, length]` of `tokenIds` -> float32 `[N, 1 + words + pairs]`: with tf the times that a feature stands in
 * the row, (1 + ln tf) idf where tf > 0, each row divided by its Euclidean norm (a row without features stays zero).
 */
export function tfIdf(builder: GraphBuilder, ids: Value, options: TfIdfOptions): Value {
  const width = options.idf.length;
  // Says the length, which cutting pairs needs to know.
  const known = builder.emit('Reshape', [ids, builder.integers(-1, options.length)]);
  const features = featuresOf(builder, known, options);
  const present = builder.cast(builder.emit('Less', [builder.integers(0), features]), 'float32');
  const empty = builder.cast(builder.slice(features, 1, [0, 0]), 'float32');
  const blank = builder.emit('Pad', [empty, builder.integers(0, 0, 0, width)]);
  const counts = builder.emit('ScatterElements', [blank, features, present], { axis: 1, reduction: 'add' });
  const zero = builder.scalar(0);
  const absent = builder.cast(builder.emit('Equal', [counts, zero]), 'float32');
  const has = builder.sub(builder.scalar(1), absent);
  const tf = builder.add(builder.emit('Log', [builder.add(counts, absent)]), has);
  const weights = builder.mul(tf, builder.constant(float32([width], options.idf)));
  const squares = builder.emit('ReduceSum', [builder.mul(weights, weights), builder.integers(1)], {
    keepdims: 1,
  });
  const norm = builder.emit('Sqrt', [squares]);
  const nothing = builder.cast(builder.emit('Equal', [norm, zero]), 'float32');
  return builder.div(weights, builder.add(norm, nothing));
}

/** The feature of each word and of each pair, 0 where it is none: int64 `[N, length]`, or `[N, 2 length - 1]` with pairs. */
function featuresOf(builder: GraphBuilder, ids: Value, { length, words, pairs }: TfIdfOptions): Value {
  const known = builder.emit('Less', [builder.integers(firstWordId - 1), ids]);
  const ofWords = builder.emit('Where', [
    known,
    builder.sub(ids, builder.integers(firstWordId - 1)),
    builder.integers(0),
  ]);
  if (pairs.length === 0) return ofWords;
  const size = words + firstWordId;
  const first = builder.slice(ids, 1, [0, length - 1]);
  const second = builder.slice(ids, 1, [1, length]);
  const keys = builder.add(builder.mul(first, builder.integers(size)), second);
  const ofPairs = builder.emit('ai.onnx.ml.LabelEncoder', [keys], {
    keys_int64s: pairs.map(([one, other]) => one * size + other),
    values_int64s: pairs.map((_, at) => words + 1 + at),
    default_int64: 0,
  });
  return builder.concat([ofWords, ofPairs], 1);
}
