/** @file CSV as RFC 4180 has it: rows of cells with the line on which each begins. */
import { AppError } from '../../../src-shared/platform/errors.ts';

export interface CsvRow {
  /** From 1 on. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A cell that a reader could take for something else stands in quotes; none is changed for a spreadsheet. */
const written = (cell: string) =>
  /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(written).join(',')}\r\n`).join('');

/** Rows of a text, without empty ones. The delimiter is the one that the first line has most of. @throws AppError `planning.fileQuote` */
export function readCsv(text: string): CsvRow[] {
  const scanner = new Scanner(text.replace(/^\uFEFF/, ''));
  return scanner.rows().filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
}

class Scanner {
  readonly #text: string;
  readonly #delimiter: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
    const [first = ''] = text.split('\n', 1);
    const count = (of: string) => first.split(of).length;
    this.#delimiter = [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0]!;
  }

  rows(): CsvRow[] {
    const rows: CsvRow[] = [];
    while (this.#at < this.#text.length) rows.push({ line: this.#line, cells: this.#row() });
    return rows;
  }

  #row(): string[] {
    const cells: string[] = [];
    for (;;) {
      cells.push(this.#text[this.#at] === '"' ? this.#quoted() : this.#plain());
      if (this.#text[this.#at] !== this.#delimiter) break;
      this.#at++;
    }
    if (this.#text[this.#at] === '\r') this.#at++;
    if (this.#text[this.#at] === '\n') this.#at++;
    this.#line++;
    return cells;
  }

  #plain(): string {
    const from = this.#at;
    while (this.#at < this.#text.length && !this.#ends(this.#text[this.#at]!)) this.#at++;
    return this.#text.slice(from, this.#at);
  }

  #ends(char: string): boolean {
    return char === this.#delimiter || char === '\n' || char === '\r';
  }

  #quoted(): string {
    const began = this.#line;
    let cell = '';
    for (;;) {
      const end = this.#text.indexOf('"', this.#at + 1);
      if (end < 0) throw new AppError('planning.fileQuote', { line: began });
      const part = this.#text.slice(this.#at + 1, end);
      this.#line += part.split('\n').length - 1;
      cell += part;
      this.#at = end + 1;
      if (this.#text[this.#at] !== '"') return cell + this.#plain();
      cell += '"';
    }
  }
}
