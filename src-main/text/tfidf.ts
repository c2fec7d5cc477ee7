/** @file TF-IDF of a text's words and of the pairs of words that follow each other, outside the graph. */
import { firstWordId } from '../graph/index.ts';
import { vocabularyOf } from './vocabulary.ts';

/** What is known of the features. Feature 0 is none; word `i` of the vocabulary is feature `i + 1`, pairs come behind. */
export interface TfIdfData {
  readonly words: readonly string[];
  /** Ids of two words of the vocabulary that follow each other, as `Vocabulary` counts them. */
  readonly pairs: readonly (readonly [first: number, second: number])[];
  /** By feature: ln((1 + n) / (1 + df)) + 1 of n texts, df of which have it (scikit-learn's smooth idf); 0 for feature 0. */
  readonly idf: readonly number[];
}

/** The features of one text that are not zero. */
export interface Weighted {
  readonly features: readonly number[];
  /** Of Euclidean length 1 together. */
  readonly values: readonly number[];
}

/** Counts in how many texts each feature stands, and ends in the features worth having. */
export class TfIdfCounter {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #words: readonly string[];
  readonly #ofWord: Uint32Array;
  /** By `first * size + second`. */
  readonly #ofPair = new Map<number, number>();
  #texts = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
    this.#ids = vocabularyOf(words).ids;
    this.#ofWord = new Uint32Array(words.length);
  }

  /** @param pairs whether pairs are counted too */
  add(words: readonly string[], pairs: boolean): void {
    const ids = words.map((word) => this.#ids.get(word) ?? 0);
    this.#texts++;
    for (const id of new Set(ids)) if (id > 0) this.#ofWord[id - firstWordId]!++;
    if (!pairs) return;
    for (const key of new Set(keysOf(ids, this.#words.length)))
      this.#ofPair.set(key, (this.#ofPair.get(key) ?? 0) + 1);
  }

  /** @param most pairs that are kept: those of the most texts, none that stands in one text alone */
  result(most: number): TfIdfData {
    const size = sizeOf(this.#words.length);
    const pairs = [...this.#ofPair]
      .filter(([, texts]) => texts > 1)
      .sort(([a, m], [b, n]) => n - m || a - b)
      .slice(0, most);
    const idfOf = (texts: number) => Math.log((1 + this.#texts) / (1 + texts)) + 1;
    return {
      words: this.#words,
      pairs: pairs.map(([key]) => [Math.floor(key / size), key % size]),
      idf: [0, ...Array.from(this.#ofWord, idfOf), ...pairs.map(([, texts]) => idfOf(texts))],
    };
  }
}

/** Ids of a vocabulary are below this. */
function sizeOf(words: number): number {
  return words + firstWordId;
}

/** Keys of the pairs of known words that follow each other. */
function keysOf(ids: readonly number[], words: number): readonly number[] {
  return ids.flatMap((id, at) => {
    const next = ids[at + 1] ?? 0;
    return id > 0 && next > 0 ? [id * sizeOf(words) + next] : [];
  });
}

/**
 * Words to weights (1 + ln tf) idf, brought to Euclidean length 1: what scikit-learn's TfidfVectorizer makes with
 * `sublinear_tf` (Salton & Buckley 1988). Words that are not known count for nothing.
 */
export function tfIdfOf({ words, pairs, idf }: TfIdfData): (words: readonly string[]) => Weighted {
  const { ids } = vocabularyOf(words);
  const ofPair = new Map(
    pairs.map(([first, second], at) => [first * sizeOf(words.length) + second, words.length + 1 + at]),
  );
  return (text) => {
    const known = text.map((word) => ids.get(word) ?? 0);
    const counts = new Map<number, number>();
    const count = (feature: number) => counts.set(feature, (counts.get(feature) ?? 0) + 1);
    for (const id of known) if (id > 0) count(id - firstWordId + 1);
    for (const key of keysOf(known, words.length)) {
      const feature = ofPair.get(key);
      if (feature !== undefined) count(feature);
    }
    const features = [...counts.keys()];
    const raw = features.map((feature) => (1 + Math.log(counts.get(feature)!)) * idf[feature]!);
    const norm = Math.sqrt(raw.reduce((sum, value) => sum + value * value, 0));
    return { features, values: raw.map((value) => value / norm) };
  };
}
