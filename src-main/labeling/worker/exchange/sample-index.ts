/** @file The samples of a dataset, so that items of a file are found among them: by id, content, file name, or a metadata column. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { KINDS, type DatasetKind } from '../../../../src-shared/kinds/kinds.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { byCharacters, byContent, byName, type FindSamples, type KnownSample } from '../formats/match.ts';
import type { ImageSize } from '../formats/set.ts';

/** Samples at positions one after another. */
export interface SampleBatch {
  readonly first: number;
  readonly ids: readonly string[];
  /** Of texts: the text. Of images: the file name. */
  readonly texts: readonly string[];
  readonly sizes: readonly (ImageSize | null)[];
  /** What the metadata column says that names samples; null where none does. */
  readonly keys: readonly (string | null)[];
}

interface Finding {
  readonly data: DatasetKind;
  readonly column: string | null;
  /** Texts are joined anew from their words, as CoNLL has them. */
  readonly byWords: boolean;
}

/** A sample whose text is read when it is asked for: all texts of a dataset need not fit into memory. */
class IndexedSample implements KnownSample {
  readonly position: number;
  readonly #texts: TextFile | null;

  constructor(position: number, texts: TextFile | null) {
    this.position = position;
    this.#texts = texts;
  }

  get text(): string | null {
    return this.#texts?.at(this.position) ?? null;
  }
}

/** Texts one after another in a file of scratch. */
class TextFile {
  readonly #handle: number;
  readonly #ends: number[] = [];

  constructor(file: string) {
    this.#handle = openSync(file, 'w+');
  }

  add(texts: readonly string[]): void {
    let end = this.#ends.at(-1) ?? 0;
    const bytes = texts.map((text) => Buffer.from(text));
    for (const { length } of bytes) this.#ends.push((end += length));
    const all = Buffer.concat(bytes);
    for (let written = 0; written < all.length;) written += writeSync(this.#handle, all, written);
  }

  at(place: number): string {
    const from = this.#ends[place - 1] ?? 0;
    const buffer = Buffer.allocUnsafe(this.#ends[place]! - from);
    readSync(this.#handle, buffer, 0, buffer.length, from);
    return buffer.toString('utf8');
  }

  close(): void {
    closeSync(this.#handle);
  }
}

export class SampleIndex {
  readonly #positions = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #sizes: (ImageSize | null)[] = [];
  readonly #byKey = new Map<string, number[]>();
  readonly #texts: TextFile | null;
  readonly #finding: Finding;
  readonly find: FindSamples;
  readonly sizeOf: (name: string) => ImageSize | null;

  private constructor(finding: Finding, scratch: string) {
    this.#finding = finding;
    const { hasImages, hasColumns } = KINDS[finding.data];
    this.#texts = hasImages || hasColumns ? null : new TextFile(path.join(scratch, 'texts'));
    let found: {
      readonly find: FindSamples;
      readonly byName: (name: string) => readonly IndexedSample[];
    } | null;
    found = null;
    const finders = () => (found ??= this.#finders());
    this.find = (item) => finders().find(item);
    this.sizeOf = (name) => {
      const [one, ...others] = finders().byName(name);
      return one && others.length === 0 ? (this.#sizes[one.position] ?? null) : null;
    };
  }

  /** @throws AppError `labeling.annotationColumn` */
  static async of(
    batches: AsyncIterable<SampleBatch>,
    finding: Finding & { readonly scratch: string },
  ): Promise<SampleIndex> {
    const index = new SampleIndex(finding, finding.scratch);
    for await (const batch of batches) index.#add(batch);
    if (finding.column !== null && index.#byKey.size === 0)
      throw new AppError('labeling.annotationColumn', { column: finding.column });
    return index;
  }

  close(): void {
    this.#texts?.close();
  }

  #add({ first, ids, texts, sizes, keys }: SampleBatch): void {
    const { data } = this.#finding;
    for (const [i, id] of ids.entries()) this.#positions.set(id, first + i);
    for (const [i, key] of keys.entries())
      if (key !== null) this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), first + i]);
    if (this.#texts) this.#texts.add(texts);
    if (KINDS[data].hasImages) {
      this.#names.push(...texts);
      this.#sizes.push(...sizes);
    }
  }

  #sample(position: number): IndexedSample {
    return new IndexedSample(position, this.#texts);
  }

  #withId(id: string): IndexedSample | undefined {
    const position = this.#positions.get(id);
    return position === undefined ? undefined : this.#sample(position);
  }

  #finders(): { find: FindSamples; byName: (name: string) => readonly IndexedSample[] } {
    const ofPath = byName(this.#named());
    const named = (name: string): readonly IndexedSample[] => {
      if (this.#finding.column !== null) return (this.#byKey.get(name) ?? []).map((at) => this.#sample(at));
      const own = this.#withId(name);
      return own ? [own] : ofPath(name);
    };
    const ofText = this.#byText();
    const find: FindSamples = (item) => {
      const found = named(item.name);
      return found.length > 0 || this.#finding.column !== null ? found : ofText(item);
    };
    return { find, byName: named };
  }

  *#named(): Generator<IndexedSample & { readonly name: string }> {
    for (const [position, name] of this.#names.entries())
      yield Object.assign(this.#sample(position), { name });
  }

  #byText(): FindSamples {
    if (!this.#texts) return () => [];
    const ofContent = byContent((id) => this.#withId(id));
    if (!this.#finding.byWords) return ofContent;
    const ofCharacters = byCharacters(
      [...this.#positions.values()].map((position) => this.#sample(position)),
    );
    return (item) => {
      const same = ofContent(item);
      return same.length > 0 ? same : ofCharacters(item);
    };
  }
}
