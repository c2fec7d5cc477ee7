/** @file How tokens of CoNLL make a text: by a space, but not next to a character that is a token by itself. */

export const DOCUMENT = '-DOCSTART-';
const BY_CHARACTER =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3001-\u303f\uff00-\uffef]/u;
/** A character that is a token by itself, or others up to white space or the next of these. */
export const TOKENS = new RegExp(`${BY_CHARACTER.source}|(?:(?!${BY_CHARACTER.source})\\S)+`, 'gu');

/** Builds a text of tokens. */
export class Document {
  #text = '';
  #starts = true;

  get text(): string {
    return this.#text;
  }

  sentence(): void {
    if (this.#text !== '') this.#text += '\n';
    this.#starts = true;
  }

  /** @returns where the token stands */
  add(token: string): readonly [start: number, end: number] {
    if (!this.#starts && !isByCharacter(lastOf(this.#text)) && !isByCharacter(token)) this.#text += ' ';
    this.#starts = false;
    const start = this.#text.length;
    this.#text += token;
    return [start, this.#text.length];
  }
}

const lastOf = (text: string): string => {
  const low = text.charCodeAt(text.length - 1);
  return text.slice(low >= 0xdc00 && low <= 0xdfff ? -2 : -1);
};
const isByCharacter = (token: string): boolean =>
  BY_CHARACTER.test(String.fromCodePoint(token.codePointAt(0) ?? 0));
