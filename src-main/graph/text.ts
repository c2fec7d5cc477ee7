/** @file Text inside the graph: raw strings to token ids with operators that stock ONNX Runtime has. */
import type { GraphBuilder, Value } from './builder.ts';
import { GraphError } from './ir.ts';

/** Ids of the two tokens that are no words. */
export const padId = 0;
export const unknownId = 1;

export interface TokenizerOptions {
  /** Words by id; the word of id `firstWordId + i` is `words[i]`. */
  readonly words: readonly string[];
  /** Ids given to each text: longer ones keep their beginning, shorter ones get `padId` in front. */
  readonly length: number;
}

/** The id of the first word of a vocabulary. */
export const firstWordId = 2;

/**
 * Strings `[N]` -> ids int64 `[N, length]`: lower case (ASCII letters), split at white space, each word its id, unknown
 * words `unknownId`. Padding stands in front, so that a recurrent layer ends on the text and not on padding.
 */
export function tokenIds(builder: GraphBuilder, texts: Value, { words, length }: TokenizerOptions): Value {
  if (words.length === 0) throw new GraphError('a vocabulary needs at least one word');
  const lower = builder.emit('StringNormalizer', [texts], { case_change_action: 'LOWER', locale: 'C' });
  const [split, counts] = builder.emitAll('StringSplit', [lower], {}, 2);
  const ids = builder.emit('ai.onnx.ml.LabelEncoder', [split], {
    keys_strings: words,
    values_int64s: words.map((_, index) => index + firstWordId),
    default_int64: unknownId,
  });
  const extended = builder.emit('Pad', [ids, builder.integers(0, 0, 0, length)]);
  const first = builder.slice(extended, 1, [0, length]);
  return padInFront(builder, { first, counts: counts ?? split!, length });
}

interface Rows {
  /** `[N, length]`: ids of the first words, then anything. */
  readonly first: Value;
  /** `[N]`: how many words each text has. */
  readonly counts: Value;
  readonly length: number;
}

/** Moves each row to the right by its `length - count` missing words and fills the gap with `padId`. */
function padInFront(builder: GraphBuilder, { first, counts, length }: Rows): Value {
  const column = builder.emit('Reshape', [counts, builder.integers(-1, 1)]);
  const missing = builder.sub(builder.integers(length), builder.emit('Min', [column, builder.integers(length)]));
  const positions = builder.integers(...Array.from({ length }, (_, position) => position));
  const source = builder.emit('Max', [builder.sub(positions, missing), builder.integers(0)]);
  const moved = builder.emit('GatherElements', [first, source], { axis: 1 });
  return builder.emit('Where', [builder.emit('Less', [positions, missing]), builder.integers(padId), moved]);
}
