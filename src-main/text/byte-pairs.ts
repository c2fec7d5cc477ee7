/**
 * @file Byte-pair encoding (Sennrich et al. 2016) over UTF-8 bytes, as GPT-2 does it: the commonest neighbours become one
 * token, again and again. Every text has ids, because every byte has one.
 */
import { Heap } from './heap.ts';
import type { TextStream, Tokenizer, TokenizerData } from './tokenizer.ts';

type BytePairData = Extract<TokenizerData, { kind: 'bpe' }>;

const bytes = 256;
const encoder = new TextEncoder();

/**
 * Tokens never reach over the borders of these pieces: a word with the space before it, digits, other signs, white space.
 * A piece is at most 32 characters, so that a text without borders costs no more than others.
 */
const pieces = / ?\p{L}{1,32}| ?\p{N}{1,32}| ?[^\s\p{L}\p{N}]{1,32}|\s{1,32}/gu;

/** Both ids of a pair in one number; ids stay below 2^20. */
function pairKey(left: number, right: number): number {
  return left * 2 ** 20 + right;
}

/** A piece of text that occurs `count` times, as the ids it consists of so far. */
interface Word {
  ids: number[];
  readonly count: number;
}

/** The pairs of neighbours in all words: how often each occurs, and in which words it may. */
class Pairs {
  readonly #counts = new Map<number, number>();
  readonly #words = new Map<number, Set<Word>>();
  /** The commonest first, among equals that of the smallest ids. A count in here may be out of date. */
  readonly #heap = new Heap<readonly [key: number, count: number]>(
    ([a, countA], [b, countB]) => countB - countA || a - b,
  );

  constructor(words: Iterable<Word>) {
    for (const word of words) this.#add(word, 1);
    for (const entry of this.#counts) this.#heap.push(entry);
  }

  #add(word: Word, sign: 1 | -1): void {
    for (const key of keysOf(word)) {
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + sign * word.count);
      if (sign < 0) continue;
      const places = this.#words.get(key);
      if (places) places.add(word);
      else this.#words.set(key, new Set([word]));
    }
  }

  /** The commonest pair that occurs more than once. */
  commonest(): readonly [number, number] | undefined {
    for (let entry = this.#heap.pop(); entry; entry = this.#heap.pop()) {
      const [key, count] = entry;
      const now = this.#counts.get(key) ?? 0;
      if (now === count) return count > 1 ? [Math.floor(key / 2 ** 20), key % 2 ** 20] : undefined;
      if (now > 0) this.#heap.push([key, now]);
    }
    return undefined;
  }

  /** Makes one id of the pair wherever it occurs. */
  merge(pair: readonly [number, number], id: number): void {
    const key = pairKey(...pair);
    const changed = new Set<number>();
    for (const word of this.#words.get(key) ?? []) {
      this.#add(word, -1);
      word.ids = merged(word.ids, pair, id);
      this.#add(word, 1);
      for (const grown of keysOf(word)) changed.add(grown);
    }
    this.#words.delete(key);
    this.#counts.delete(key);
    for (const grown of changed) this.#heap.push([grown, this.#counts.get(grown) ?? 0]);
  }
}

function keysOf({ ids }: Word): readonly number[] {
  return ids.slice(1).map((right, index) => pairKey(ids[index]!, right));
}

function merged(ids: readonly number[], [left, right]: readonly [number, number], id: number): number[] {
  const result: number[] = [];
  for (let at = 0; at < ids.length; at++)
    if (ids[at] === left && ids[at + 1] === right) {
      result.push(id);
      at += 1;
    } else result.push(ids[at]!);
  return result;
}

/** Merges until there are `vocabulary` ids or no pair occurs twice; yields after each merge how many ids there are. */
export function* learnBytePairs(
  texts: Iterable<string>,
  vocabulary: number,
): Generator<number, BytePairData, undefined> {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const [piece] of text.toWellFormed().matchAll(pieces))
      counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const words = Array.from(counts, ([piece, count]): Word => ({ ids: [...encoder.encode(piece)], count }));
  const pairs = new Pairs(words);
  const merges: (readonly [number, number])[] = [];
  while (bytes + merges.length < vocabulary) {
    const pair = pairs.commonest();
    if (!pair) break;
    pairs.merge(pair, bytes + merges.length);
    merges.push(pair);
    yield bytes + merges.length;
  }
  return { kind: 'bpe', merges };
}

/** Pieces whose ids are remembered; a text has few that are not among its commonest. */
const remembered = 50_000;

export function bytePairs(data: BytePairData): Tokenizer {
  const ranks = new Map(data.merges.map(([left, right], rank) => [pairKey(left, right), rank]));
  const spelled = spellings(data);
  const known = new Map<string, readonly number[]>();
  const idsOf = (piece: string): readonly number[] => {
    const before = known.get(piece);
    if (before) return before;
    if (known.size >= remembered) known.clear();
    const ids = mergeAll([...encoder.encode(piece)], ranks);
    known.set(piece, ids);
    return ids;
  };
  const nothing = new Uint8Array();
  return {
    data,
    size: bytes + data.merges.length,
    encode: (text) =>
      Int32Array.from(Array.from(text.toWellFormed().matchAll(pieces), ([piece]) => idsOf(piece)).flat()),
    decode(ids) {
      const stream = this.stream();
      return Array.from(ids, (id) => stream.push(id)).join('') + stream.end();
    },
    stream(): TextStream {
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
      return {
        push: (id) => decoder.decode(spelled[id] ?? nothing, { stream: true }),
        end: () => decoder.decode(),
      };
    },
  };
}

/** The bytes of every id. */
function spellings({ merges }: BytePairData): readonly Uint8Array[] {
  const spelled = Array.from({ length: bytes }, (_, byte) => Uint8Array.of(byte));
  for (const [left, right] of merges) spelled.push(Uint8Array.of(...spelled[left]!, ...spelled[right]!));
  return spelled;
}

/** Merges neighbours in the order in which training merged them. */
function mergeAll(ids: number[], ranks: ReadonlyMap<number, number>): readonly number[] {
  for (;;) {
    const [first, ...others] = ids.slice(1).map((right, index) => ({
      index,
      rank: ranks.get(pairKey(ids[index]!, right)) ?? Number.POSITIVE_INFINITY,
    }));
    if (!first) return ids;
    const { index, rank } = others.reduce((best, next) => (next.rank < best.rank ? next : best), first);
    if (rank === Number.POSITIVE_INFINITY) return ids;
    ids = merged(ids, [ids[index]!, ids[index + 1]!], bytes + rank);
  }
}
