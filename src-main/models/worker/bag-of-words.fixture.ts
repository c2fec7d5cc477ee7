/** @file For tests: a real, tiny text model, raw strings to probabilities, whose answers can be worked out by hand. */
import { GraphBuilder, float32, modelOf, serialize, tokenIds } from '../../graph/index.ts';

/** Each word's say for the first and the second label; unknown words say nothing. */
export type Words = Readonly<Record<string, readonly [number, number]>>;

export const SPAM_WORDS: Words = {
  win: [0, 3],
  money: [0, 3],
  free: [0, 2],
  meeting: [3, 0],
  hello: [2, 0],
  会议: [3, 0],
  奖金: [0, 3],
};

/** probabilities = softmax of the sum of the words' says; the metadata are those of an exported model. */
export function bagOfWords(
  options: { labels?: readonly [string, string]; words?: Words; metadata?: Record<string, string> } = {},
): Uint8Array<ArrayBuffer> {
  const { labels = ['ham', 'spam'], words = SPAM_WORDS, metadata = {} } = options;
  const builder = new GraphBuilder();
  const text = builder.input('text', { elementType: 'string', shape: ['N'] });
  const vocabulary = Object.keys(words);
  const ids = tokenIds(builder, text, { words: vocabulary, length: 16 });
  const says = [0, 0, 0, 0, ...vocabulary.flatMap((word) => words[word]!)];
  const table = builder.constant(float32([vocabulary.length + 2, 2], says));
  const logits = builder.sum(builder.emit('Gather', [table, ids], { axis: 0 }), [1]);
  const probabilities = builder.emit('Softmax', [logits], { axis: -1 });
  const best = builder.emit('ArgMax', [probabilities], { axis: 1, keepdims: 0 });
  const label = builder.emit('ai.onnx.ml.LabelEncoder', [best], {
    keys_int64s: [0, 1],
    values_strings: labels,
  });
  builder.output('label', label);
  builder.output('probabilities', probabilities);
  return serialize(modelOf(builder.finish('bag'), { labels: JSON.stringify(labels), ...metadata }));
}

/** A model that is none of text: y = x + 1 on float32 `[2]`. */
export function plusOne(): Uint8Array<ArrayBuffer> {
  const builder = new GraphBuilder();
  const x = builder.input('x', { elementType: 'float32', shape: [2] });
  builder.output('y', builder.add(x, builder.scalar(1)));
  return serialize(modelOf(builder.finish('plus-one')));
}
