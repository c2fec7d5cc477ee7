/** @file Text inside the graph: raw strings to token ids with operators that stock ONNX Runtime has. */
import type { GraphBuilder, Value } from './builder.ts';
import { GraphError, elementTypes } from './ir.ts';

/** Ids of the two tokens that are no words. */
export const padId = 0;
export const unknownId = 1;
/** The id of the first word of a vocabulary. */
export const firstWordId = 2;

/**
 * How a text falls into words, step by step: at spaces, then each piece at line feeds, and so on. Without a delimiter
 * ONNX Runtime's StringSplit splits at runs of U+0020 only, not at other white space as the specification has it; and
 * every further step adds an axis, so its number of splits is limited to keep a strange text from filling the memory.
 */
export const separators: readonly { readonly delimiter: string; readonly most?: number }[] = [
  { delimiter: ' ' },
  { delimiter: '\n', most: 15 },
  { delimiter: '\t', most: 7 },
  { delimiter: '\r', most: 3 },
];

export interface TokenizerOptions {
  /** Words by id; the word of id `firstWordId + i` is `words[i]`. */
  readonly words: readonly string[];
  /** Ids given to each text: longer ones keep their beginning, shorter ones get `padId` in front. */
  readonly length: number;
}

/**
 * Strings `[N]` -> ids int64 `[N, length]`: lower case (ASCII letters), split at white space, each word its id, unknown
 * words `unknownId`. Of the pieces between spaces only the first `length` are looked at. Padding stands in front, so
 * that a recurrent layer ends on the text and not on padding.
 */
export function tokenIds(builder: GraphBuilder, texts: Value, { words, length }: TokenizerOptions): Value {
  if (words.length === 0) throw new GraphError('a vocabulary needs at least one word');
  const pieces = split(builder, texts, length);
  const ids = builder.emit('ai.onnx.ml.LabelEncoder', [pieces], {
    keys_strings: ['', ...words],
    values_int64s: [padId, ...words.map((_, index) => index + firstWordId)],
    default_int64: unknownId,
  });
  return alignRight(builder, ids, length);
}

/** Strings `[N]` -> words with an axis for each separator, many of them empty. */
function split(builder: GraphBuilder, texts: Value, length: number): Value {
  const lower = builder.emit('StringNormalizer', [texts], { case_change_action: 'LOWER', locale: 'C' });
  const spaced = piecesOf(builder, lower, {});
  return separators
    .slice(1)
    .reduce(
      (pieces, { delimiter, most = 0 }) => piecesOf(builder, pieces, { delimiter, maxsplit: most }),
      builder.slice(spaced, 1, [0, length]),
    );
}

function piecesOf(
  builder: GraphBuilder,
  texts: Value,
  how: Readonly<Record<string, string | number>>,
): Value {
  const [pieces] = builder.emitAll('StringSplit', [texts], how, 2);
  return pieces ?? texts;
}

/**
 * Ids `[N, …]` with zeros for nothing -> `[N, length]`: the first `length` others of each row, at its right end. Each
 * id is written to its rank plus the number of missing words; what has no place goes to a column that is cut off.
 */
function alignRight(builder: GraphBuilder, raw: Value, length: number): Value {
  const toInt64 = { to: elementTypes.indexOf('int64') };
  const ids = builder.emit('Reshape', [raw, builder.integers(0, -1)]);
  const isWord = builder.emit('Less', [builder.integers(padId), ids]);
  const one = builder.emit('Cast', [isWord], toInt64);
  const rank = builder.emit('CumSum', [one, builder.integers(1)]);
  const all = builder.emit('ReduceSum', [one, builder.integers(1)], { keepdims: 1 });
  const enough = builder.emit('Less', [builder.integers(length), all]);
  const count = builder.emit('Where', [enough, builder.integers(length), all]);
  const place = builder.add(builder.sub(builder.integers(length - 1), count), rank);
  const fits = builder.emit('Less', [place, builder.integers(length)]);
  const kept = builder.emit('Where', [
    isWord,
    builder.emit('Where', [fits, place, builder.integers(length)]),
    builder.integers(length),
  ]);
  const empty = builder.slice(ids, 1, [0, 0]);
  const blank = builder.emit('Pad', [empty, builder.integers(0, 0, 0, length + 1)]);
  const written = builder.emit('ScatterElements', [blank, kept, ids], { axis: 1 });
  return builder.slice(written, 1, [0, length]);
}
