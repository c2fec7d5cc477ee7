/** @file Digits of other scripts: Arabic-Indic, Persian, Devanagari, fullwidth and others, as the Latin ones. */

const ZEROS = [
  ...[0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6],
  ...[0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810, 0xff10],
];
/** Marks that stand with Arabic digits: a decimal mark, one of thousands, percent. */
const MARKS: Readonly<Record<string, string>> = { '\u066b': '.', '\u066c': ',', '\u066a': '%' };

const LATIN = /^[\x20-\x7e]*$/;
const OTHERS = /[\p{Nd}\u066a-\u066c]/gu;

/** A text with Latin digits, and the marks that belong to them. */
export function latinDigits(text: string): string {
  if (LATIN.test(text)) return text;
  return text.replace(OTHERS, (one) => {
    const point = one.codePointAt(0)!;
    const zero = ZEROS.find((start) => point >= start && point < start + 10);
    return zero === undefined ? (MARKS[one] ?? one) : String(point - zero);
  });
}
