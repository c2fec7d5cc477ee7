/**
 * @file The values of a large JSON file one by one, with where they stand: the elements of an outermost list, and the members
 * of an outermost object, lists among them element by element. Memory holds one element, never the file.
 */
import { isUtf8 } from 'node:buffer';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { asUtf8, chunksOf, mebibytes, type Source } from './source.ts';

/** A value of a file, by its bytes. */
export interface Element {
  /** The member of the outermost object; null in an outermost list. */
  readonly key: string | null;
  /** The place in the list that is the member's value, from 0; -1 for a value that is no list. */
  readonly index: number;
  readonly from: number;
  readonly length: number;
  /** Null where it was not asked for, or is longer than an element may be. */
  readonly bytes: Buffer | null;
}

export interface StreamOptions {
  /** Which values are to be kept while they are passed. */
  readonly keep: (key: string | null) => boolean;
  /** Told of each member of the outermost object, also of an empty list. */
  readonly onKey?: (key: string) => void;
}

/** Longer elements are passed over. */
export const ELEMENT_BYTES = 48 << 20;
const MOST_DEPTH = 100;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** What may come next at the outermost levels. */
type Expecting = 'root' | 'key' | 'colon' | 'value' | 'element' | 'afterValue' | 'afterElement' | 'end';

/**
 * @throws AppError `labeling.annotationFileBroken` with the byte at which the file is no JSON, `labeling.annotationFileEncoding`
 */
export async function* elementsOf(
  source: Source,
  file: string,
  options: StreamOptions,
): AsyncGenerator<Element> {
  const utf8 = await asUtf8(source, file);
  const splitter = new Splitter(file, options);
  for await (const chunk of chunksOf(utf8, file)) yield* splitter.take(chunk);
  splitter.end();
}

class Splitter {
  readonly #file: string;
  readonly #options: StreamOptions;
  #expecting: Expecting = 'root';
  #isObject = false;
  /** Bytes before the chunk. */
  #before = 0;
  #key: string | null = null;
  #index = -1;
  /** The value under way. */
  #from = -1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #parts: Buffer[] | null = null;
  #kept = 0;

  constructor(file: string, options: StreamOptions) {
    this.#file = file;
    this.#options = options;
  }

  *take(chunk: Buffer): Generator<Element> {
    let at = 0;
    while (at < chunk.length) {
      if (this.#from >= 0) {
        const end = this.#pass(chunk, at);
        this.#keep(chunk.subarray(at, end.at));
        at = end.at;
        if (end.done) {
          const element = this.#finish(this.#before + at);
          if (element) yield element;
        }
        continue;
      }
      const byte = chunk[at]!;
      if (byte > 0x20) this.#step(byte, this.#before + at);
      // A value that begins here is passed from its first byte.
      if (this.#from < 0) at++;
    }
    this.#before += chunk.length;
  }

  end(): void {
    if (this.#expecting !== 'end') throw this.#broken(this.#before, 'JSON');
  }

  #broken(at: number, value: string): AppError {
    return new AppError('labeling.annotationFileBroken', { file: this.#file, place: `byte ${at}`, value });
  }

  #step(byte: number, at: number): void {
    switch (this.#expecting) {
      case 'root':
        if (byte !== OPEN && byte !== OPEN_LIST) throw this.#broken(at, 'JSON');
        this.#isObject = byte === OPEN;
        this.#expecting = this.#isObject ? 'key' : 'element';
        this.#index = this.#isObject ? -1 : 0;
        return;
      case 'key':
        if (byte === CLOSE) this.#expecting = 'end';
        else if (byte === QUOTE) this.#begin(at);
        else throw this.#broken(at, 'JSON');
        return;
      case 'colon':
        if (byte !== COLON) throw this.#broken(at, 'JSON');
        this.#expecting = 'value';
        return;
      case 'value':
        if (byte === OPEN_LIST) [this.#expecting, this.#index] = ['element', 0];
        else this.#begin(at);
        return;
      case 'element':
        if (byte === CLOSE_LIST) this.#closeList();
        else this.#begin(at);
        return;
      case 'afterElement':
        if (byte === COMMA) this.#expecting = 'element';
        else if (byte === CLOSE_LIST) this.#closeList();
        else throw this.#broken(at, 'JSON');
        return;
      case 'afterValue':
        if (byte === COMMA) this.#expecting = 'key';
        else if (byte === CLOSE) this.#expecting = 'end';
        else throw this.#broken(at, 'JSON');
        return;
      case 'end':
        throw this.#broken(at, 'JSON');
    }
  }

  #closeList(): void {
    this.#index = -1;
    this.#expecting = this.#isObject ? 'afterValue' : 'end';
  }

  #begin(at: number): void {
    const keeps = this.#expecting === 'key' || this.#options.keep(this.#key);
    this.#from = at;
    [this.#depth, this.#inString, this.#escaped] = [0, false, false];
    [this.#parts, this.#kept] = [keeps ? [] : null, 0];
  }

  #keep(bytes: Buffer): void {
    if (!this.#parts) return;
    this.#kept += bytes.length;
    if (this.#kept > ELEMENT_BYTES) this.#parts = null;
    else this.#parts.push(bytes);
  }

  /** Passes over bytes of the value under way; `done` behind its last one. */
  #pass(chunk: Buffer, from: number): { at: number; done: boolean } {
    let at = from;
    while (at < chunk.length) {
      const byte = chunk[at]!;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) {
          this.#inString = false;
          if (this.#depth === 0) return { at: at + 1, done: true };
        }
      } else if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN || byte === OPEN_LIST) this.#depth++;
      else if (byte === CLOSE || byte === CLOSE_LIST) {
        if (this.#depth === 0) return { at, done: true };
        if (--this.#depth === 0) return { at: at + 1, done: true };
      } else if (this.#depth === 0 && (byte === COMMA || byte <= 0x20)) return { at, done: true };
      at++;
    }
    return { at, done: false };
  }

  #finish(end: number): Element | null {
    const bytes = this.#parts ? Buffer.concat(this.#parts) : null;
    const from = this.#from;
    [this.#from, this.#parts] = [-1, null];
    if (end === from) throw this.#broken(end, 'JSON');
    if (this.#expecting === 'key') {
      const key = bytes && parseText(bytes);
      if (typeof key !== 'string') throw this.#broken(from, 'JSON');
      this.#options.onKey?.(key);
      [this.#key, this.#expecting] = [key, 'colon'];
      return null;
    }
    const element = { key: this.#key, index: this.#index, from, length: end - from, bytes };
    if (this.#index >= 0) {
      this.#index++;
      this.#expecting = 'afterElement';
    } else this.#expecting = 'afterValue';
    return element;
  }
}

/** A number that no JSON has, but Python writes. */
const NOT_NUMBERS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/gs;

/** Why a text could not be taken as a value. */
export interface Unread {
  readonly problem: string;
}

/** The value of a text; NaN and Infinity come as texts of that name, so that they are refused where a number is needed. */
export function parseText(bytes: Buffer): unknown {
  const read = readValue(bytes);
  return 'value' in read ? read.value : undefined;
}

export function readValue(bytes: Buffer): { readonly value: unknown } | Unread {
  if (!isUtf8(bytes)) return { problem: 'UTF-8' };
  return readText(bytes.toString('utf8'));
}

export function readText(text: string): { readonly value: unknown } | Unread {
  if (depthOf(text) > MOST_DEPTH) return { problem: `JSON: depth > ${MOST_DEPTH}` };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const plain = text.replace(NOT_NUMBERS, (one) => (one.startsWith('"') ? one : `"${one}"`));
    if (plain !== text)
      try {
        return { value: JSON.parse(plain) };
      } catch {
        // What it says of the text as it stands is told.
      }
    return { problem: `JSON: ${reasonOf(error)}` };
  }
}

const reasonOf = (error: unknown): string => {
  const message = error instanceof Error ? error.message : '';
  return /position \d+/.exec(message)?.[0] ?? message.slice(0, 60);
};

/** How deep brackets are nested outside of texts. */
function depthOf(text: string): number {
  let [depth, deepest, inString] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN || code === OPEN_LIST) deepest = Math.max(deepest, ++depth);
    else if (code === CLOSE || code === CLOSE_LIST) depth--;
  }
  return deepest;
}

export const tooLongElement = (length: number): { value: string; most: string } => ({
  value: mebibytes(length),
  most: mebibytes(ELEMENT_BYTES),
});
