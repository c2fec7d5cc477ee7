/** @file How a filter by metadata is written, in the window's address and on the command line. */
import type { MetadataFilter } from './contract.ts';

/**
 * What `COLUMN~WORDS` asks for: `de` for values that hold it, `=de` for the whole value, `=` for none, `1..5` for a
 * range of numbers, `2026-01-01..2026-03-31` for one of dates; either end may be left out.
 */
export function parseWhere(where: string | undefined): MetadataFilter | undefined {
  const at = where?.lastIndexOf('~') ?? -1;
  if (where === undefined || at === -1) return undefined;
  const column = where.slice(0, at);
  const words = where.slice(at + 1);
  if (words === '') return undefined;
  if (words === '=') return { column, is: null };
  if (words.startsWith('=')) return { column, is: words.slice(1) };
  const [whole, from = '', to = ''] = /^(.*?)\.\.(.*)$/.exec(words) ?? [];
  if (whole === undefined || (from === '' && to === '')) return { column, contains: words };
  return { column, ...(from !== '' && { from: boundOf(from) }), ...(to !== '' && { to: boundOf(to) }) };
}

function boundOf(text: string): number | string {
  return Number.isNaN(Number(text)) ? text : Number(text);
}
