/** @file Features of items for a linear classifier: hashed TF-IDF of texts, cells of rows, small gray images. */
import { hasUnspaced, wordsOf } from '../../../text/index.ts';
import { readImage } from '../../../images/worker/index.ts';
import { normalized, sparseOf, type SparseVector } from './vectors.ts';

/** What an item is, as far as features are made of it. */
export type ItemContent =
  | { readonly of: 'text'; readonly text: string }
  | { readonly of: 'cells'; readonly cells: Readonly<Record<string, string | number | null>> }
  | { readonly of: 'image'; readonly bytes: Uint8Array };

/** Features are hashed into so many places (Weinberger et al. 2009). */
export const PLACES = 2 ** 17;
/** Of a text, at most. */
const WORDS = 2000;
/** Images are brought to so many pixels a side. */
export const SIDE = 16;
const WHITE = 255;

/** FNV-1a of a text's UTF-16 units, into the places of features. */
export function hashed(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % PLACES;
}

/** The words of a text; of scripts without spaces every character and every pair of them. */
export function termsOf(text: string): string[] {
  const words = wordsOf(text, WORDS).flatMap((word) => (hasUnspaced(word) ? charactersOf(word) : [word]));
  return [...words, ...words.slice(1).map((word, i) => `${words[i]!} ${word}`)];
}

function charactersOf(word: string): string[] {
  return [...word];
}

/** Makes features of items once all of them were seen: weights depend on how many items have a feature. */
export class FeatureMaker {
  /** How often each feature stands in each item; all that is kept of a text. */
  readonly #counts: SparseVector[] = [];
  readonly #dense = new Map<number, SparseVector>();
  readonly #cells: Extract<ItemContent, { of: 'cells' }>['cells'][] = [];
  readonly #documents = new Uint32Array(PLACES);

  /** @throws BadImage of an image that cannot be read */
  async add(content: ItemContent): Promise<void> {
    const at = this.#counts.length;
    if (content.of === 'image') this.#dense.set(at, await pixelsOf(content.bytes));
    if (content.of === 'cells') this.#cells[at] = content.cells;
    this.#counts.push(this.#count(content.of === 'text' ? termsOf(content.text) : []));
  }

  #count(terms: readonly string[]): SparseVector {
    const counts = new Map<number, number>();
    for (const term of terms) {
      const place = hashed(term);
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    for (const place of counts.keys()) this.#documents[place]!++;
    return sparseOf(counts);
  }

  /** Of the items in the order in which they were added; each of Euclidean length 1. */
  vectors(): SparseVector[] {
    const ofCells = this.#cells.length > 0 ? cellFeatures(this.#cells) : undefined;
    return this.#counts.map(
      (counts, at) => this.#dense.get(at) ?? normalized(ofCells?.(this.#cells[at]!) ?? this.#weighed(counts)),
    );
  }

  /** (1 + ln tf) idf, with scikit-learn's smooth idf: ln((1 + n) / (1 + df)) + 1. */
  #weighed({ indices, values }: SparseVector): SparseVector {
    const total = this.#counts.length;
    const idf = (place: number): number => Math.log((1 + total) / (1 + this.#documents[place]!)) + 1;
    return { indices, values: values.map((count, i) => (1 + Math.log(count)) * idf(indices[i]!)) };
  }
}

/** A classifier has so many features, so that its weights fit into memory whatever the number of classes. */
export function placesFor(classes: number): number {
  return MOST_PLACES.find(([most]) => classes <= most)![1];
}

const MOST_PLACES = [
  [16, PLACES],
  [128, 2 ** 14],
  [Infinity, 2 ** 12],
] as const;

/** The features of a vector hashed into fewer places, a power of two. */
export function folded(vector: SparseVector, places: number): SparseVector {
  if (places >= PLACES) return vector;
  const entries = new Map<number, number>();
  for (const [i, index] of vector.indices.entries()) {
    const place = index % places;
    entries.set(place, (entries.get(place) ?? 0) + vector.values[i]!);
  }
  return normalized(sparseOf(entries));
}

/** Numbers in deviations from their mean, one feature a column; other cells one feature a value. */
function cellFeatures(rows: readonly Readonly<Record<string, string | number | null>>[]) {
  const numbers = new Map<string, { count: number; sum: number; squares: number }>();
  for (const row of rows)
    for (const [name, cell] of Object.entries(row)) {
      if (typeof cell !== 'number') continue;
      const seen = numbers.get(name) ?? { count: 0, sum: 0, squares: 0 };
      numbers.set(name, { count: seen.count + 1, sum: seen.sum + cell, squares: seen.squares + cell * cell });
    }
  return (row: (typeof rows)[number]): SparseVector => {
    const entries = new Map<number, number>();
    for (const [name, cell] of Object.entries(row)) {
      if (cell === null) continue;
      if (typeof cell === 'string') entries.set(hashed(`${name}=${cell}`), 1);
      else entries.set(hashed(name), deviationOf(cell, numbers.get(name)!));
    }
    return sparseOf(entries);
  };
}

function deviationOf(cell: number, { count, sum, squares }: { count: number; sum: number; squares: number }) {
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
  return deviation === 0 ? 0 : Math.max(-5, Math.min(5, (cell - mean) / deviation));
}

/** Mean darkness of each part of an image. */
async function pixelsOf(bytes: Uint8Array): Promise<SparseVector> {
  return grayFeatures((await readImage(bytes)).pixels);
}

/** Areas of an image averaged to {@link SIDE} x {@link SIDE} gray values, centered and of length 1. */
export function grayFeatures(image: {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}): SparseVector {
  const { data, width, height, channels } = image;
  const sums = new Float64Array(SIDE * SIDE);
  const counts = new Float64Array(SIDE * SIDE);
  // An image smaller than the features has each pixel in several of them.
  const [across, down] = [Math.max(width, SIDE), Math.max(height, SIDE)];
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++) {
      const from = (Math.floor((y * height) / down) * width + Math.floor((x * width) / across)) * channels;
      let gray = 0;
      for (let channel = 0; channel < channels; channel++) gray += data[from + channel]!;
      const place = Math.floor((y * SIDE) / down) * SIDE + Math.floor((x * SIDE) / across);
      sums[place]! += gray / channels / WHITE;
      counts[place]!++;
    }
  const values = Float32Array.from(sums, (sum, place) => sum / counts[place]!);
  return normalized({ indices: Int32Array.from(values.keys()), values });
}
