/** @file CSV: the delimiter is the one that the first line has most of; a quoted cell may hold line breaks. */
import type { RunRecord } from '../../exchange/records.ts';
import { tableColumnsOf } from './columns.ts';
import { readTable, type TableRow } from './read-table.ts';
import { baseOf, linesOf, type RunFile, type RunSource } from './source.ts';

export const isCsv = ({ name }: { readonly name: string }): boolean => /\.(?:csv|tsv)$/i.test(name);

/** A quoted cell of more lines than this is a quote that was never closed. */
const MOST_LINES = 10_000;

export async function* readCsv(source: RunSource): AsyncGenerator<RunRecord> {
  for (const file of source.files.filter(isCsv)) {
    const rows = rowsOf(source, file);
    const { value: head } = await rows.next();
    const columns = head ? tableColumnsOf(head.cells) : null;
    if (columns === null) source.losses.add('badFile', file.name, baseOf(file.name));
    else yield* readTable(source, { file: file.name, columns, rows });
  }
}

async function* rowsOf(source: RunSource, file: RunFile): AsyncGenerator<TableRow, undefined> {
  let delimiter = '';
  let [pending, pendingLines, number] = ['', 0, 0];
  for await (const lines of linesOf(file, source.losses))
    for (const text of lines) {
      number++;
      const line = number === 1 ? text.replace(/^\uFEFF/, '') : text;
      delimiter ||= delimiterOf(line);
      const whole = pendingLines === 0 ? line : `${pending}\n${line}`;
      const cells = cellsOf(whole, delimiter);
      if (cells === null && pendingLines < MOST_LINES) {
        [pending, pendingLines] = [whole, pendingLines + 1];
        continue;
      }
      if (cells === null) source.losses.add('badLine', `${file.name}:${number - pendingLines}`, whole);
      else if (cells.some((cell) => cell !== '')) yield { line: number - pendingLines, cells };
      [pending, pendingLines] = ['', 0];
    }
  if (pendingLines > 0) source.losses.add('badLine', `${file.name}:${number - pendingLines + 1}`, pending);
  return undefined;
}

function delimiterOf(line: string): string {
  const count = (of: string) => line.split(of).length;
  return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0]!;
}

/** Null where a quote is not closed in this text. */
function cellsOf(text: string, delimiter: string): string[] | null {
  if (!text.includes('"')) return text.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; at <= text.length;) {
    let cell = '';
    while (text[at] === '"') {
      const end = text.indexOf('"', at + 1);
      if (end < 0) return null;
      cell += text.slice(at + 1, end);
      at = end + 1;
      if (text[at] === '"') cell += '"';
    }
    const next = text.indexOf(delimiter, at);
    cells.push(cell + text.slice(at, next < 0 ? text.length : next));
    if (next < 0) break;
    at = next + 1;
  }
  return cells;
}
