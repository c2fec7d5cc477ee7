/** @file CSV as RFC 4180 has it, row by row. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { asUtf8, chunksOf, type Source } from './source.ts';

export interface CsvRecord {
  /** The number of the row, from 1 on, without the header. */
  readonly number: number;
  /** Null for a row that is too long to be kept. */
  readonly cells: readonly string[] | null;
}

const MOST_CHARACTERS = 48 << 20;
const MOST_CELLS = 10_000;

const written = (cell: string): string =>
  /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

export const csvRow = (cells: readonly string[]): string => `${cells.map(written).join(',')}\r\n`;

/**
 * Rows that hold anything, the header first as number 0. The delimiter is the one that the header has most of.
 *
 * @throws AppError `labeling.annotationFileEncoding`; `labeling.annotationFileBroken` for a quote that is never closed
 */
export async function* csvRows(source: Source, file: string): AsyncGenerator<CsvRecord> {
  const scanner = new Scanner();
  let number = 0;
  for await (const text of textOf(source, file))
    for (const cells of scanner.take(text)) yield { number: number++, cells };
  const last = scanner.end();
  if (last === 'open')
    throw new AppError('labeling.annotationFileBroken', { file, place: `row ${number}`, value: '"' });
  if (last) yield { number, cells: last };
}

async function* textOf(source: Source, file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunksOf(await asUtf8(source, file), file))
      yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError)
      throw new AppError('labeling.annotationFileEncoding', { file, value: 'UTF-8' }, { cause: error });
    throw error;
  }
}

type State = 'start' | 'plain' | 'quoted' | 'closing';

class Scanner {
  #delimiter: string | null = null;
  #head = '';
  #state: State = 'start';
  #cells: string[] = [];
  #parts: string[] = [];
  #length = 0;

  *take(text: string): Generator<readonly string[] | null> {
    if (this.#delimiter !== null) return yield* this.#scan(text);
    this.#head += text;
    if (!this.#head.includes('\n') && this.#head.length < 1 << 16) return;
    yield* this.#begin();
  }

  *#begin(): Generator<readonly string[] | null> {
    const [first = ''] = this.#head.split('\n', 1);
    const count = (of: string): number => first.split(of).length;
    this.#delimiter = [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0]!;
    yield* this.#scan(this.#head);
  }

  *#scan(text: string): Generator<readonly string[] | null> {
    let from = 0;
    const keep = (to: number): void => {
      this.#length += to - from;
      if (this.#length <= MOST_CHARACTERS && to > from) this.#parts.push(text.slice(from, to));
    };
    for (let at = 0; at < text.length; at++) {
      const char = text[at]!;
      if (this.#state === 'quoted') {
        if (char !== '"') continue;
        keep(at);
        this.#state = 'closing';
        from = at + 1;
      } else if (this.#state === 'closing' && char === '"') {
        // Doubled: this one is kept.
        this.#state = 'quoted';
        from = at;
      } else if (this.#state === 'start' && char === '"') {
        this.#state = 'quoted';
        from = at + 1;
      } else if (char === this.#delimiter || char === '\n') {
        keep(at);
        from = at + 1;
        this.#endCell();
        if (char === '\n') {
          const row = this.#endRow();
          if (row !== undefined) yield row;
        }
      } else this.#state = 'plain';
    }
    keep(text.length);
  }

  #endCell(): void {
    if (this.#cells.length > MOST_CELLS) this.#length = MOST_CHARACTERS + 1;
    else this.#cells.push(this.#parts.join(''));
    this.#parts = [];
    this.#state = 'start';
  }

  /** Undefined for an empty row. */
  #endRow(): readonly string[] | null | undefined {
    const cells = this.#cells;
    const last = cells.at(-1)!;
    if (last.endsWith('\r')) cells[cells.length - 1] = last.slice(0, -1);
    const tooLong = this.#length > MOST_CHARACTERS;
    [this.#cells, this.#length] = [[], 0];
    if (tooLong) return null;
    return cells.some((cell) => cell !== '') ? cells : undefined;
  }

  /** The last row, where no line end follows it; `open` inside of quotes. */
  end(): readonly string[] | null | undefined | 'open' {
    if (this.#delimiter === null) {
      const rows = [...this.#begin()];
      if (rows.length > 0) return rows[0];
    }
    if (this.#state === 'quoted') return 'open';
    if (this.#cells.length === 0 && this.#parts.length === 0) return undefined;
    this.#endCell();
    return this.#endRow();
  }
}
