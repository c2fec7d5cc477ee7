/** @file Spans as a tag for each token (BIO: Ramshaw & Marcus 1995, in the form of CoNLL 2003), and tags as spans. Pure. */
import { uncertaintyOfTokens, type Uncertainty } from '../../src-shared/evaluation/uncertainty.ts';
import { canonicalText } from '../kinds/canonical.ts';
import { tokensOf, type Token } from './tokens.ts';

/** Characters from `start` up to, but not including, `end` in UTF-16 units. */
export interface TaggedSpan {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** A span as a tagger says it. */
export interface PredictedSpan extends TaggedSpan {
  /** The smallest probability of its tokens' tags, each by itself, from 0 to 1: as sure as its least sure token. */
  readonly confidence: number;
}

/** Tag 0 is outside of all spans; each label has one for a span's first token, then one for its others. */
export const outside = 0;
const begins = (label: number) => 1 + 2 * label;
const continues = (label: number) => 2 + 2 * label;

/** The tags' names by number: `O`, then `B-…` and `I-…` of each label. */
export function tagNames(labels: readonly string[]): readonly string[] {
  return ['O', ...labels.flatMap((label) => [`B-${label}`, `I-${label}`])];
}

export interface EncodedSpans {
  /** A tag for each token. */
  readonly tags: Int32Array;
  /** Spans that share a token with a longer one that was kept; tags can say one thing of a token. */
  readonly overlapping: readonly TaggedSpan[];
  /** Spans without a token: white space, or what lies behind the last token. */
  readonly untaken: readonly TaggedSpan[];
  /** Spans that begin or end within a token and were widened to its edges, or cut where the tokens end. */
  readonly moved: readonly TaggedSpan[];
}

/**
 * The tags of a text's tokens. Of spans that share a token the longest is kept (of equally long ones the first), and
 * what was not kept or not kept as it was is told. @throws RangeError for a label that is none of `labels`
 */
export function encodeSpans(
  tokens: readonly Token[],
  spans: readonly TaggedSpan[],
  labels: readonly string[],
): EncodedSpans {
  const tags = new Int32Array(tokens.length);
  const [overlapping, untaken, moved]: [TaggedSpan[], TaggedSpan[], TaggedSpan[]] = [[], [], []];
  const longestFirst = spans.toSorted((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  for (const span of longestFirst) {
    const label = labels.indexOf(span.label);
    if (label < 0) throw new RangeError(`the label "${span.label}" is none of ${labels.join(', ')}`);
    const [first, last] = tokensUnder(tokens, span);
    if (first >= last) untaken.push(span);
    else if (tags.subarray(first, last).some((tag) => tag !== outside)) overlapping.push(span);
    else {
      tags.fill(continues(label), first, last);
      tags[first] = begins(label);
      const end = tokens[last - 1]!.end;
      const isWidened = tokens[first]!.start < span.start || end > span.end;
      if (isWidened || (last === tokens.length && end < span.end)) moved.push(span);
    }
  }
  return { tags, overlapping, untaken, moved };
}

/** The tokens that share a character with a span: from the first up to, but not including, the second. */
function tokensUnder(tokens: readonly Token[], { start, end }: TaggedSpan): readonly [number, number] {
  const first = firstWhere(tokens.length, (index) => tokens[index]!.end > start);
  const last = firstWhere(tokens.length, (index) => tokens[index]!.start >= end);
  return [first, last];
}

/** The smallest number below `count` for which it holds, given that it holds for all that follow; else `count`. */
function firstWhere(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The likeliest sequence of tags in which every `I-…` follows a `B-…` or `I-…` of its label (Viterbi 1967, with
 * transitions that are possible or not). @param scores log-probabilities `[tokens, tags]` row by row, tags of
 * `labels` labels
 */
export function bestTags(scores: ArrayLike<number>, labels: number): Int32Array {
  const count = 1 + 2 * labels;
  const tokens = Math.floor(scores.length / count);
  const tags = new Int32Array(tokens);
  if (tokens === 0) return tags;
  const before = new Int32Array(tokens * count);
  let best = new Float64Array(count);
  for (let tag = 0; tag < count; tag++) best[tag] = isInside(tag) ? -Infinity : scores[tag]!;
  for (let token = 1; token < tokens; token++) {
    const from = greatest(best);
    const next = new Float64Array(count);
    for (let tag = 0; tag < count; tag++) {
      const own = isInside(tag) ? (best[tag - 1]! >= best[tag]! ? tag - 1 : tag) : from;
      before[token * count + tag] = own;
      next[tag] = best[own]! + scores[token * count + tag]!;
    }
    best = next;
  }
  tags[tokens - 1] = greatest(best);
  for (let token = tokens - 1; token > 0; token--) tags[token - 1] = before[token * count + tags[token]!]!;
  return tags;
}

function isInside(tag: number): boolean {
  return tag > 0 && tag % 2 === 0;
}

function greatest(values: Float64Array): number {
  let best = 0;
  for (const [index, value] of values.entries()) if (value > values[best]!) best = index;
  return best;
}

/** The spans that tags say, in UTF-16 units. An `I-…` without a beginning begins one, as most readers of CoNLL take it. */
export function decodeTags(
  tokens: readonly Token[],
  tags: ArrayLike<number>,
  labels: readonly string[],
): readonly TaggedSpan[] {
  const spans: TaggedSpan[] = [];
  let open: { start: number; end: number; label: number } | undefined;
  const close = () => {
    if (open) spans.push({ start: open.start, end: open.end, label: labels[open.label]! });
    open = undefined;
  };
  for (const [index, { start, end }] of tokens.entries()) {
    const tag = tags[index] ?? outside;
    const label = (tag - 1) >> 1;
    if (open && isInside(tag) && open.label === label) open.end = end;
    else {
      close();
      if (tag !== outside) open = { start, end, label };
    }
  }
  close();
  return spans;
}

export interface TaggerSizes {
  readonly labels: readonly string[];
  /** Tokens of a text that a tagger sees. */
  readonly length: number;
}

/**
 * The same of a text as somebody wrote it, which the tagger saw in its canonical form: places are those of the text that
 * was asked.
 */
export function spansIn(asked: string, scores: Float32Array, sizes: TaggerSizes): readonly PredictedSpan[] {
  const canonical = canonicalText(asked);
  const spans = spansOf(canonical, scores, sizes);
  if (asked.startsWith(canonical)) return spans;
  return spans.map(({ start, end, ...rest }) => {
    return { ...rest, start: placeIn(asked, start), end: placeIn(asked, end) };
  });
}

/** The last place of a text before which its canonical form has at most so many UTF-16 units. */
function placeIn(asked: string, units: number): number {
  let [low, high] = [0, asked.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (canonicalText(`${asked.slice(0, middle)}.`).length - 1 <= units) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The spans that a tagger says a text has. @param scores float32 `[length, tags]` of the text, those of its tokens at
 * the end, log-probabilities as an exported tagger gives them
 */
export function spansOf(
  text: string,
  scores: Float32Array,
  { labels, length }: TaggerSizes,
): readonly PredictedSpan[] {
  const { tokens, count, own, tags } = taggedTokens(text, scores, { labels, length });
  let token = 0;
  return decodeTags(tokens, tags, labels).map((span) => {
    let confidence = 1;
    for (; token < tokens.length && tokens[token]!.end <= span.end; token++)
      if (tokens[token]!.start >= span.start)
        confidence = Math.min(confidence, Math.exp(own[token * count + tags[token]!]!));
    return { ...span, confidence };
  });
}

/** How unsure a tagger is of the tokens of a text, those outside of spans among them; null where it has none. */
export function spansUncertainty(
  asked: string,
  scores: Float32Array,
  sizes: TaggerSizes,
): Uncertainty | null {
  const text = canonicalText(asked);
  const { tokens, own, tags } = taggedTokens(text, scores, sizes);
  return uncertaintyOfTokens({
    scores: own,
    tags,
    tagNames: tagNames(sizes.labels),
    tokens: tokens.map(({ start, end }) => text.slice(start, end)),
  });
}

/** The tokens that a tagger saw of a text, their scores, and the likeliest tags that can follow each other. */
function taggedTokens(text: string, scores: Float32Array, { labels, length }: TaggerSizes) {
  const tokens = tokensOf(text, length);
  const count = 1 + 2 * labels.length;
  const own = scores.subarray((length - tokens.length) * count);
  return { tokens, count, own, tags: bestTags(own, labels.length) };
}
