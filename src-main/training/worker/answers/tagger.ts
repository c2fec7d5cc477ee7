/**
 * @file Spans of texts: what a tagger learns, a tag for each token.
 *
 * Texts are cut into tokens with places (`tokensOf`: words of English, characters of Chinese), spans become BIO tags
 * (Ramshaw & Marcus 1995), the network gives `logits` float32 `[batch, length, tags]`, and the likeliest valid sequence of
 * tags (Viterbi) becomes spans in UTF-16 units again. Token ids stand at the right end of their row, with padding before.
 *
 * Limits: spans that overlap cannot be said; of those the longest is kept. What lies behind the first `length` tokens of
 * a text is neither learned nor found. Relations and attributes of spans are not learned.
 */
import {
  compileInference,
  networkOf,
  occupied,
  padId,
  softmaxCrossEntropy,
  strings,
  tokenIds,
  type Graph,
  type Head,
  type Layer,
} from '../../../graph/index.ts';
import {
  bestTags,
  buildVocabulary,
  countWords,
  decodeTags,
  encode,
  encodeSpans,
  spacedTokens,
  tagNames,
  tokensOf,
  vocabularyOf,
  wordsOf,
  type TaggedSpan,
  type TaggerSizes,
  type WordCounts,
} from '../../../text/index.ts';
import { SpanTally, type SpanMetrics } from '../../../../src-shared/evaluation/spans.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { classNumbers } from '../programs/classes.ts';
import { tensorsOf } from '../programs/program.ts';
import type { Encoded, Evaluator, State } from '../trainer/index.ts';

/** A text and what is marked in it. */
export interface MarkedText {
  readonly text: string;
  readonly spans: readonly TaggedSpan[];
}

export interface TaggerVocabulary extends TaggerSizes {
  /** Most frequent first. */
  readonly words: readonly string[];
}

/** The label of positions that count for nothing: those of padding. */
const ignored = -1;

/** The words of the texts to train on, at most `vocabulary` ids. @throws AppError `training.noWords` */
export function fitTagger(
  texts: Iterable<string>,
  { vocabulary, ...sizes }: TaggerSizes & { readonly vocabulary: number },
): TaggerVocabulary {
  const counts: WordCounts = new Map();
  for (const text of texts) countWords(counts, wordsOf(spacedTokens(text), sizes.length));
  const { words } = buildVocabulary(counts, vocabulary);
  if (words.length === 0) throw new AppError('training.noWords');
  return { ...sizes, words };
}

export interface EncodedTexts extends Encoded {
  /** Spans left out because a longer one covers some of their tokens. */
  readonly overlapping: number;
  /** Spans left out because they have no token among the first ones of their text. */
  readonly untaken: number;
  /** Spans widened to whole tokens, or cut where the tokens end. */
  readonly moved: number;
}

/** Rows of ids and tags: `features` int32 `[rows, length]`, `labels` int32 `[rows, length]`, -1 at padding. @throws AppError `training.unknownLabel` */
export function encodeMarked(
  texts: readonly MarkedText[],
  { words, labels, length }: TaggerVocabulary,
): EncodedTexts {
  const vocabulary = vocabularyOf(words);
  const ids = new Int32Array(texts.length * length);
  const tags = new Int32Array(texts.length * length).fill(ignored);
  const told = { overlapping: 0, untaken: 0, moved: 0 };
  const numberOf = classNumbers(labels);
  for (const [row, { text, spans }] of texts.entries()) {
    for (const { label } of spans) numberOf(label, String(row));
    encode(wordsOf(spacedTokens(text), length), vocabulary, ids.subarray(row * length, (row + 1) * length));
    const encoded = encodeSpans(tokensOf(text, length), spans, labels);
    tags.set(encoded.tags, (row + 1) * length - encoded.tags.length);
    told.overlapping += encoded.overlapping.length;
    told.untaken += encoded.untaken.length;
    told.moved += encoded.moved.length;
  }
  return {
    ...told,
    rows: texts.length,
    columns: [
      { name: 'features', elementType: 'int32', shape: [length], data: ids },
      { name: 'labels', elementType: 'int32', shape: [length], data: tags },
    ],
  };
}

/** Learns `logits` `[batch, length, tags]` by the cross-entropy of each token's tag; padding does not count. */
export function taggerHeads(length: number): readonly Head[] {
  return [
    {
      output: 'logits',
      target: { name: 'labels', elementType: 'int32', shape: [length] },
      loss: softmaxCrossEntropy({ ignoreIndex: ignored }),
    },
  ];
}

export interface SpanEvaluator extends Evaluator {
  readonly report: () => SpanMetrics;
}

/** Span F1, exact and overlapping, from logits and tags; places are tokens. Answers are log-probabilities. */
export function spanEvaluator({ labels, length }: TaggerSizes): SpanEvaluator {
  const tally = new SpanTally(labels);
  const tags = tagNames(labels).length;
  let [tokens, losses] = [0, 0];
  return {
    answersOf: (_, { logits = new Float32Array() }) => logSoftmax(logits, tags),
    answersIn: (numbers) => numbers,
    add({ rows, tensors }, logits) {
      for (let row = 0; row < rows; row++) {
        const truth = (tensors['labels'] as Int32Array).subarray(row * length, (row + 1) * length);
        const first = truth.findIndex((tag) => tag !== ignored);
        if (first < 0) continue;
        const own = logits.subarray((row * length + first) * tags, (row + 1) * length * tags);
        const places = Array.from({ length: length - first }, (_, at) => ({ start: at, end: at + 1 }));
        const given = truth.subarray(first);
        tally.add(
          decodeTags(places, given, labels),
          decodeTags(places, bestTags(own, labels.length), labels),
        );
        for (const [at, tag] of given.entries()) losses += crossEntropy(own, at * tags, tags, tag);
        tokens += given.length;
      }
    },
    metrics() {
      const { exact, overlap } = tally.metrics();
      return { spanF1: exact.micro.f1, spanMacroF1: exact.macroF1, spanOverlapF1: overlap.micro.f1 };
    },
    loss: () => losses / tokens,
    report: () => tally.metrics(),
  };
}

/** x - ln Σ e^x of each `count` numbers. */
function logSoftmax(x: Float32Array, count: number): Float32Array {
  const result = new Float32Array(x.length);
  for (let start = 0; start < x.length; start += count) {
    const cost = crossEntropy(x, start, count, 0);
    for (let at = start; at < start + count; at++) result[at] = x[at]! - x[start]! - cost;
  }
  return result;
}

/** -ln softmax(x)[chosen] of the `count` numbers that start at `start`. */
function crossEntropy(x: ArrayLike<number>, start: number, count: number, chosen: number): number {
  let [greatest, sum] = [-Infinity, 0];
  for (let at = start; at < start + count; at++) greatest = Math.max(greatest, x[at]!);
  for (let at = start; at < start + count; at++) sum += Math.exp(x[at]! - greatest);
  return greatest + Math.log(sum) - x[start + chosen]!;
}

/** The network of a tagger around its layer. */
export function taggerNetwork(layer: Layer, length: number) {
  return networkOf(layer, { name: 'features', elementType: 'int32', shape: [length] });
}

/**
 * The exported tagger: `text` string `[N]`, after the preparation `tokens` -> `scores` float32 `[N, length, tags]`, the
 * log-probabilities of each token's tags, those of a text's tokens at its end. `spansOf` makes spans of them: tokens with
 * their places, Viterbi over tags where `I-…` follows only `B-…` or `I-…` of its label.
 */
export function exportTagger(layer: Layer, fitted: TaggerVocabulary, state: State) {
  const { words, labels, length } = fitted;
  const network = taggerNetwork(layer, length);
  const graph: Graph = compileInference({
    network,
    parameters: tensorsOf(network, state),
    build(builder, apply) {
      const text = builder.input('text', { elementType: 'string', shape: ['N'] });
      const { rows, cut } = occupied(builder, text, strings(['']));
      const ids = tokenIds(builder, rows, { words, length });
      const features = builder.emit('Reshape', [ids, builder.integers(-1, length)]);
      const { logits } = apply({ features });
      builder.output('scores', builder.emit('LogSoftmax', [cut(logits!)], { axis: -1 }));
    },
  });
  const tagger = { scheme: 'BIO', tags: tagNames(labels), labels, length, align: 'right', decode: 'viterbi' };
  return { graph, metadata: { preparation: 'tokens', tagger: JSON.stringify(tagger) } };
}

/** The id that fills short texts up, for networks that leave it out. */
export const taggerPadding = padId;
