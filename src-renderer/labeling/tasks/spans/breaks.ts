/** @file Places between the characters of a text, as people read them: of graphemes and of words. Offsets are UTF-16 units. Pure. */

export interface Range {
  readonly start: number;
  readonly end: number;
}

const BLANK = /^[\s\p{Z}]$/u;

/** Where a caret can stand in a text. Nothing is computed before it is asked, so a text of a million characters costs no more. */
export class Breaks {
  readonly text: string;
  readonly #graphemes: Intl.Segments;
  readonly #words: Intl.Segments;

  /** @param language of the text; Chinese words are found by the dictionary of the browser */
  constructor(text: string, language?: string) {
    this.text = text;
    this.#graphemes = new Intl.Segmenter(language, { granularity: 'grapheme' }).segment(text);
    this.#words = new Intl.Segmenter(language, { granularity: 'word' }).segment(text);
  }

  /** The next place after one; the end of the text from there. */
  next(at: number): number {
    const here = this.#graphemes.containing(this.#within(at));
    return here ? here.index + here.segment.length : this.text.length;
  }

  /** The place before one; 0 from there. */
  previous(at: number): number {
    return at <= 0 ? 0 : this.#graphemes.containing(Math.min(at, this.text.length) - 1)!.index;
  }

  /** The place at or before any offset, so that no character that is read as one is cut. */
  floor(at: number): number {
    return this.#graphemes.containing(this.#within(at))?.index ?? this.text.length;
  }

  ceil(at: number): number {
    const floor = this.floor(at);
    return floor === this.#within(at) ? floor : this.next(floor);
  }

  /** The end of the word that comes next. */
  nextWord(at: number): number {
    for (let here = this.#within(at); here < this.text.length;) {
      const word = this.#words.containing(here)!;
      here = word.index + word.segment.length;
      if (word.isWordLike) return this.ceil(here);
    }
    return this.text.length;
  }

  /** The start of the word that came before. */
  previousWord(at: number): number {
    for (let here = this.#within(at); here > 0;) {
      const word = this.#words.containing(here - 1)!;
      here = word.index;
      if (word.isWordLike) return this.floor(here);
    }
    return 0;
  }

  /** The word around a place, or that ends there; where there is none, the character. */
  wordAt(at: number): Range {
    const here = this.#words.containing(Math.min(this.#within(at), this.text.length - 1));
    const before = at > 0 && this.text !== '' ? this.#words.containing(this.#within(at) - 1) : undefined;
    const word = !here?.isWordLike && before?.isWordLike ? before : here;
    if (!word) return { start: 0, end: 0 };
    return { start: this.floor(word.index), end: this.ceil(word.index + word.segment.length) };
  }

  /** A selection without the white space at its ends, grown to the words that it begins and ends in. */
  snap(range: Range): Range {
    const { start, end } = this.trim(range);
    if (start === end) return { start, end };
    return { start: this.#wordStart(start), end: this.#wordEnd(end) };
  }

  /** A selection without the white space at its ends; of white space alone nothing is left. */
  trim(range: Range): Range {
    let start = this.floor(range.start);
    let end = this.ceil(range.end);
    while (start < end && BLANK.test(this.text[start]!)) start = this.next(start);
    while (end > start && BLANK.test(this.text[end - 1]!)) end = this.previous(end);
    return { start: Math.min(start, end), end };
  }

  /** The start of the word that a place stands in; of what is no word the place itself. */
  #wordStart(at: number): number {
    const word = this.#words.containing(at);
    return word?.isWordLike ? this.floor(word.index) : at;
  }

  #wordEnd(at: number): number {
    const word = this.#words.containing(at - 1);
    return word?.isWordLike ? this.ceil(word.index + word.segment.length) : at;
  }

  #within(at: number): number {
    return Math.max(0, Math.min(at, this.text.length));
  }
}
